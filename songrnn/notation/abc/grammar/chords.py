"""The inside of a chord: its notes, and lengths among them."""

import re

from songrnn.notation.abc.grammar.numbers import LENGTHS, PLAIN_LENGTHS, SIXTEENTHS
from songrnn.notation.abc.grammar.pitches import LETTERS, SIGNS, answers_tie, octave_fits, possible
from songrnn.notation.abc.grammar.state import State, fits, need

_MOST = {True: 4, False: 12}  # notes
_LENGTH = re.compile(r"[0-9/]+")
_CHORD_NOTE = re.compile(r"[A-Ga-g][,']*([0-9/]*)")
_LAST_NOTE = re.compile(r"[A-Ga-g][,']*$")


def in_chord(state: State, char: str) -> State | None:
    """Inside a chord, whose notes are written into `pitch`; lengths among them have to be equal."""
    if char == "]":
        return _end_chord(state)
    pitch = state.pitch + char
    if not answers_tie(state, _LENGTH.sub("", pitch), whole=False) or not possible(need(state), ""):
        return None
    if char in ",'":
        alone = _LAST_NOTE.search(state.pitch)
        fine = alone is not None and octave_fits(state._replace(pitch=alone[0]), char)
    elif char in "0123456789/":
        fine = state.pitch[-1] not in "^_=[" and _length_goes_on(state, char)
    else:
        fine = _goes_into_chord(state, char)
    return state._replace(pitch=pitch) if fine else None


def _length_goes_on(state: State, char: str) -> bool:
    if state.pending.tie:
        return False
    first, *others = _CHORD_NOTE.findall(state.pitch)
    return first.startswith(others[-1] + char) if others else possible(need(state), first + char)


def _lengths_fit(state: State) -> bool:
    """Whether the notes of a chord, which are finished, have one length that fits."""
    lengths = set(_CHORD_NOTE.findall(state.pitch))
    if not lengths or lengths == {""}:
        return True
    known = PLAIN_LENGTHS if state.law.drawing else LENGTHS
    part = known.get(lengths.pop()) if len(lengths) == 1 else None
    return part is not None and fits(need(state), state.time.unit * part // SIXTEENTHS)


def _goes_into_chord(state: State, char: str) -> bool:
    """Whether an accidental or a letter may come next in a chord."""
    drawing, pitch = state.law.drawing, state.pitch
    sign = pitch[len(pitch.rstrip("^_=")) :]
    if (char in LETTERS and drawing and char in pitch) or not (sign or _lengths_fit(state)):
        return False
    room = sum(map(pitch.count, LETTERS)) < _MOST[drawing]
    return room and (char in LETTERS or sign + char in SIGNS)


def _end_chord(state: State) -> State | None:
    pitch = _LENGTH.sub("", state.pitch) + "]"
    if pitch[-2] in "^_=[" or not _lengths_fit(state) or not answers_tie(state, pitch, whole=True):
        return None
    length = _CHORD_NOTE.findall(state.pitch)[0]
    return state._replace(mode="chorded" if length else "note", pitch=pitch, text=length)
