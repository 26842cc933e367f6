"""Letters, accidentals and octave marks of notes, and which of them the notes before leave possible."""

from functools import lru_cache

from songrnn.notation.abc.grammar.numbers import DRAWN, REACHABLE, SIXTEENTHS
from songrnn.notation.abc.grammar.state import Need, State, fits, need

LETTERS = frozenset("ABCDEFGabcdefg")
SIGNS = ("^", "^^", "=", "_", "__")
_OCTAVES = {True: 2, False: 4}  # drawing: two octaves from the middle ones are more than instruments have


@lru_cache(maxsize=1 << 15)
def possible(wanted: Need, text: str) -> bool:
    """Whether a length that begins so can fit."""
    parts = (DRAWN if wanted.drawing else REACHABLE).get(text, ())
    return any(fits(wanted, wanted.unit * part // SIXTEENTHS) for part in parts)


def accidental(state: State, char: str) -> State | None:
    return begin_note(state, "", char, "accidental")


def letter(state: State, char: str) -> State | None:
    return begin_note(state, "", char, "note")


def begin_note(state: State, before: str, char: str, mode: str) -> State | None:
    pitch = before + char
    if not answers_tie(state, pitch, whole=False) or not possible(need(state), ""):
        return None
    return state._replace(mode=mode, pitch=pitch, text="")


def answers_tie(state: State, pitch: str, *, whole: bool) -> bool:
    """Whether a pitch is, or can become, the one that is tied: its accidental need not be written again."""
    tie = state.pending.tie
    if not tie:
        return True
    answers = (tie, tie.lstrip("^_="))
    return pitch in answers if whole else any(answer.startswith(pitch) for answer in answers)


def in_accidental(state: State, char: str) -> State | None:
    if char in LETTERS:
        return begin_note(state, state.pitch, char, "note")
    return begin_note(state, state.pitch, char, "accidental") if state.pitch + char in SIGNS else None


def octave_fits(state: State, char: str) -> bool:
    """Octave marks lead away from the middle: `c''` and `C,`, never `c,`."""
    pitch = state.pitch.lstrip("^_=")
    if not pitch or pitch[0] not in LETTERS or pitch.count(char) >= _OCTAVES[state.law.drawing]:
        return False
    return pitch[0].islower() if char == "'" else pitch[0].isupper()
