"""What stands before a note: graces, the roll, and other decorations."""

from songrnn.notation.abc.grammar import words
from songrnn.notation.abc.grammar.numbers import SIXTEENTHS
from songrnn.notation.abc.grammar.pitches import LETTERS, SIGNS, octave_fits, possible
from songrnn.notation.abc.grammar.state import State, need

_GRACES = {True: 6, False: 24}


def grace(state: State, _char: str) -> State | None:
    if state.pending.tie or state.pending.bound in ("roll", "grace"):
        return None
    heavier = state._replace(pending=state.pending._replace(weight=SIXTEENTHS))
    return state._replace(mode="grace", text="", pitch="") if possible(need(heavier), "") else None


def in_grace(state: State, char: str) -> State | None:
    """Inside braces; `text` is an accidental, or the letter and octave marks of a note."""
    drawing, text, weight = state.law.drawing, state.text, state.pending.weight
    if char == "}":
        bound = state.pending._replace(bound="grace")
        return state._replace(mode="music", text="", pending=bound) if weight and text not in SIGNS else None
    if char in "^_=" or char in LETTERS:
        sign = text + char if text in SIGNS else char
        heavier = state._replace(text=char, pending=state.pending._replace(weight=weight + SIXTEENTHS))
        fits = weight < _GRACES[drawing] * SIXTEENTHS and possible(need(heavier), "")
        if char in LETTERS:
            return heavier if fits else None
        return state._replace(text=sign) if fits and sign in SIGNS else None
    if char in ",'" and text and text not in SIGNS:
        fine = octave_fits(state._replace(pitch=text), char)
        return state._replace(text=text + char) if fine else None
    return state if not drawing and char in " /234" and text not in SIGNS else None


def roll(state: State, _char: str) -> State | None:
    """~, which stands before a single note, and neither at the end of a tie nor behind graces."""
    if state.pending.tie or state.pending.bound not in ("", "quotes"):
        return None
    if state.law.drawing and (state.pending.owes or not on_the_beat(state, state.course.left)):
        return None  # abc2midi loses count after a roll in broken rhythm
    rolled = state._replace(mode="music", pending=state.pending._replace(weight=SIXTEENTHS, bound="roll"))
    return rolled if possible(need(rolled), "") else None


def on_the_beat(state: State, left: int) -> bool:
    """Whether a pair of swung notes may begin where so much of the bar is left; everywhere where nothing swings.

    Of a hornpipe players, and abc2midi, swing pairs of equal notes on the beat: none of them may be broken otherwise.
    """
    swung = state.time.swung
    counted = state.law.drawing and state.course.bar
    return not swung or not counted or (state.course.bar - left) % (2 * swung) == 0


def sign(state: State, char: str) -> State | None:
    """Decorations of one character, and !words!."""
    if state.pending.tie or state.pending.bound in ("roll", "grace") or not possible(need(state), ""):
        return None
    bound = state._replace(pending=state.pending._replace(bound="sign"))
    return bound._replace(mode="word", text=char) if char == "!" else bound._replace(mode="music", text="")


def in_word(state: State, char: str) -> State | None:
    text = state.text + char
    if text in words.WHOLE or (char == "!" and not state.law.drawing and len(text) > 2):
        return state._replace(mode="music", text="")
    read = not state.law.drawing and char not in " !|\n"
    return state._replace(text=text) if text in words.BEGINNINGS or read else None
