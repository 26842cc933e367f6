"""The music of a tune, character by character: which may come next, and what follows from it.

A function for each lexeme that can be under way takes a state and a character, and gives the state after it, or None.
"""

from collections.abc import Callable
from functools import lru_cache

from songrnn.notation.abc.grammar.chords import in_chord
from songrnn.notation.abc.grammar.course import MARKS
from songrnn.notation.abc.grammar.law import Level
from songrnn.notation.abc.grammar.numbers import LENGTHS, PLAIN_LENGTHS, SIXTEENTHS, TUPLET_BEGINNINGS, tuplet
from songrnn.notation.abc.grammar.pitches import accidental, answers_tie, in_accidental, letter, octave_fits, possible
from songrnn.notation.abc.grammar.signs import grace, in_grace, in_word, on_the_beat, roll, sign
from songrnn.notation.abc.grammar.state import Pending, State, Tuplet, carries, fits, need
from songrnn.notation.abc.grammar.words import may_be_quoted

Step = Callable[[State, str], State | None]

_PLAIN = frozenset("ABCDEFGabcdefg^_=zx[{(|: \n~")  # what lexemes of cleaned tunes begin with
_DRAWN = _PLAIN | frozenset(')"!.uvHLMOPS')
_DOTS = {True: 2, False: 3}
_SLURS = {True: 1, False: 4}


def after(state: State, char: str) -> State | None:
    """The state after one more character, None if it may not come."""
    return _MODES[state.mode](state, char)


def may_end(state: State) -> bool:
    """Whether the tune may end here: behind a bar line that ends it, nothing open."""
    if state.mode == "bar":
        ended = _bar_line(state)
        return ended is not None and may_end(ended)
    course = state.course
    complete = course.done and (course.full or not course.wanted)
    return complete and state.mode in ("music", "line", "space") and state.pending == Pending()


def music(state: State, char: str) -> State | None:
    """Between lexemes."""
    begin = _BEGIN.get(char)
    if begin is None or state.course.full:
        return None
    law = state.law
    if law.drawing and char not in (_PLAIN if law.plain else _DRAWN):
        return None
    return begin(state, char)


def _room(state: State) -> int:
    return state.course.room(drawn=state.law.drawing)


# Notes, rests and chords


def _in_note(state: State, char: str) -> State | None:
    if char in ",'":
        pitch = state.pitch + char
        fine = not state.text and octave_fits(state, char) and answers_tie(state, pitch, whole=False)
        return state._replace(pitch=pitch) if fine else None
    if char in "0123456789/":
        text = state.text + char
        fine = answers_tie(state, state.pitch, whole=True) and possible(need(state), text)
        return state._replace(text=text) if fine else None
    if not answers_tie(state, state.pitch, whole=True):
        return None
    sounded = _sounded(state)
    return None if sounded is None else _behind_sound(sounded, char)


@lru_cache(maxsize=256)  # all characters that may come next are asked about one after the other
def _sounded(state: State) -> State | None:
    """The note, rest or chord under way is finished."""
    part, wanted = (PLAIN_LENGTHS if state.law.drawing else LENGTHS).get(state.text), need(state)
    if part is None:
        return None
    length = wanted.unit * part // SIXTEENTHS
    if not fits(wanted, length):
        return None
    pending, group = state.pending, state.pending.tuplet
    duration = length * group.q // group.p
    rest = Tuplet(group.left - 1, group.p, group.q, length) if group.left > 1 else Tuplet()
    breaks = not group.left and not pending.owes
    return state._replace(
        course=state.course.sound(duration),
        pending=Pending(tuplet=rest, slurs=pending.slurs),
        mode="music",
        text="",
        last=length if breaks else 0,
        last_weight=pending.weight,
    )


def _behind_sound(state: State, char: str) -> State | None:
    """Directly behind a note: what only may stand there, else the next lexeme."""
    if char == "-":
        return _tie(state)
    if char in "<>":
        return _break(state, char, 1)
    return music(_let_go(state), char)


def _let_go(state: State) -> State:
    return state._replace(pitch="", last=0, last_weight=0)


def _tie(state: State) -> State | None:
    """A tie, if the same pitch can come next: in this bar, or behind a plain bar line."""
    course = state.course
    if not state.pitch:
        return None
    if course.bar and _room(state) <= 0:
        beyond = course.bar_line("|") if course.left == 0 else None
        if beyond is None or beyond.full:
            return None
    return _let_go(state._replace(pending=state.pending._replace(tie=state.pitch)))


def _break(state: State, char: str, dots: int) -> State | None:
    """Broken rhythm after a note, whose other half has to come in the same bar."""
    length, course = state.last, state.course
    if not length or length >> dots << dots != length or (course.bar and _room(state) < length):
        return None
    if not on_the_beat(state, course.left + length) and length == state.time.swung:
        return None
    if char == "<" and not carries(length >> dots, state.last_weight, state.time.unit):
        return None
    owed = state.pending._replace(owes=length, dots=dots if char == ">" else 0)
    return state._replace(mode="broken", text=char * dots, pending=owed)


def _in_broken(state: State, char: str) -> State | None:
    if char in "<>":
        dots = len(state.text) + 1
        same = char == state.text[0] and dots <= _DOTS[state.law.drawing]
        return _break(state, char, dots) if same else None
    return music(_let_go(state._replace(mode="music", text="")), char)


def _rest(state: State, char: str) -> State | None:
    if state.pending.tie or state.pending.bound not in ("", "quotes") or not possible(need(state), ""):
        return None
    return state._replace(mode="note", pitch="", text="") if char in "zx" else None


def _in_rest_of_a_bar(state: State, char: str) -> State | None:
    return music(state._replace(mode="music", text=""), char)


def _bar_rest(state: State, _char: str) -> State | None:
    """Z: a bar of silence."""
    course, pending = state.course, state.pending._replace(slurs=0)
    if course.begun or (course.bar and (course.left != course.bar or _room(state) < course.bar)):
        return None
    return state._replace(course=course.sound(course.bar), mode="bar_rest") if pending == Pending() else None


def _in_bracket(state: State, char: str) -> State | None:
    """Behind "[", which begins a chord, a bar line, an ending or a field."""
    if char in "|1":
        return _in_bar(state._replace(mode="bar"), char)
    if state.law.level is Level.SYNTAX and not state.law.drawing and char in "IKLMNPQRUVr":
        return state._replace(mode="inline", text="")
    return in_chord(state._replace(mode="chord", pitch="[", text=""), char)


def _in_inline(state: State, char: str) -> State | None:
    if char == "]":
        return state._replace(mode="music", text="") if state.text.startswith(":") else None
    return state._replace(text=(state.text + char)[:2]) if state.text or char == ":" else None


def _bracket(state: State, char: str) -> State | None:
    if state.pending.bound == "roll":
        return None
    law = state.law
    loose = not (law.drawing and state.pending.tuplet.left)  # abc2midi takes no chords with lengths in tuplets
    chord = loose and possible(need(state), "") and answers_tie(state, "[", whole=False)
    bar = state.pending == Pending() and state.course.may_begin("[", plain=law.plain, drawn=law.drawing)
    return state._replace(mode="bracket", text=char, pitch="[") if chord or bar else None


def _in_chorded(state: State, char: str) -> State | None:
    """Behind a chord whose length was stated inside it."""
    return None if char in ",'0123456789/" else _in_note(state, char)


# Graces, tuplets, slurs, decorations


def _paren(state: State, char: str) -> State | None:
    """Behind a note or a space: what begins a tuplet or a slur."""
    if state.pending.bound in ("roll", "sign"):
        return None
    begun = state._replace(mode="paren", text=char, pitch="")
    tupled = any(_in_paren(begun, number) is not None for number in "3245678")
    return begun if tupled or (_may_slur(state) and possible(need(state), "")) else None


def _may_slur(state: State) -> bool:
    return not state.law.plain and state.pending.slurs < _SLURS[state.law.drawing]


def _in_paren(state: State, char: str) -> State | None:
    if char in "23456789":
        chord = state.law.drawing and state.pending.tie.startswith("[")  # which must come next, but not in a tuplet
        fine = not state.pending.tuplet.left and not state.pending.owes and not chord
        return _tupled(state._replace(mode="tuplet"), char) if fine else None
    if not _may_slur(state) or char in ") \n|:":
        return None
    slurred = state.pending._replace(slurs=state.pending.slurs + 1)
    return music(state._replace(mode="music", text="", pending=slurred), char)


def _tupled(state: State, char: str) -> State | None:
    text = state.text + char
    if text not in TUPLET_BEGINNINGS or (":" in text and state.law.plain):
        return None
    if state.law.drawing and state.time.vague and text in ("(5", "(7", "(9"):
        return None
    whole = tuplet(text, compound=state.time.compound)
    if whole is None or not possible(need(_with_tuplet(state, whole)), ""):
        return None
    return state._replace(text=text)


def _with_tuplet(state: State, stated: tuple[int, int, int]) -> State:
    p, q, notes = stated
    return state._replace(mode="music", text="", pending=state.pending._replace(tuplet=Tuplet(notes, p, q)))


def _in_tuplet(state: State, char: str) -> State | None:
    """Behind "(3"; its notes all have the length of the first, and stay inside the bar."""
    if char in ":0123456789":
        return _tupled(state, char)
    stated = tuplet(state.text, compound=state.time.compound)
    if stated is None or char in "|)(\n" or (char == " " and state.law.drawing):
        return None
    return music(_with_tuplet(state, stated), char)


def _end_slur(state: State, _char: str) -> State | None:
    pending = state.pending
    fine = pending.slurs and not pending.owes and not pending.bound
    return state._replace(pending=pending._replace(slurs=pending.slurs - 1)) if fine else None


# Bar lines, spaces, lines


def _bar(state: State, char: str) -> State | None:
    return _in_bar(state._replace(text="", pitch=""), char)


def _in_bar(state: State, char: str) -> State | None:
    """A bar line; only a plain one stands under ties, and under slurs that are drawn."""
    text, law, pending = state.text + char, state.law, state.pending
    tied = bool(pending.tie) or (law.drawing and bool(pending.slurs))
    if pending != Pending(tie=pending.tie, slurs=pending.slurs) or (tied and text != "|"):
        return _behind_bar(state, char) if state.text else None
    if state.course.may_begin(text, plain=law.plain, drawn=law.drawing):
        if tied and not _ties_over(state):
            return None
        return state._replace(mode="bar", text=text, pitch="")
    return _behind_bar(state, char) if state.text else None


def _ties_over(state: State) -> bool:
    beyond = state.course.bar_line("|", drawn=state.law.drawing)
    return beyond is not None and not beyond.full


def _bar_line(state: State) -> State | None:
    """The bar line under way is finished."""
    if state.text not in MARKS:
        return None
    course = state.course.bar_line(state.text, drawn=state.law.drawing)
    return None if course is None else state._replace(course=course, mode="music", text="", pitch="", last=0)


def _behind_bar(state: State, char: str) -> State | None:
    """A bar line is finished by what is no part of it; a "[" at its end may have been that of a chord."""
    ended = _bar_line(state)
    if ended is None and state.text.endswith("[") and len(state.text) > 1:
        bracket = _behind_bar(state._replace(text=state.text[:-1]), "[")
        return None if bracket is None else after(bracket, char)
    return None if ended is None else music(ended, char)


def _space(state: State, _char: str) -> State | None:
    pending = state.pending
    if state.law.drawing and (state.mode in ("space", "line") or pending.owes or pending.bound):
        return None
    return state._replace(mode="space", text="", pitch="") if pending.bound != "roll" else None


def _newline(state: State, _char: str) -> State | None:
    """The end of a line, of which none is empty; drawn only behind a bar line."""
    pending = state.pending
    if state.mode == "line" or pending.owes or pending.bound or pending.tuplet.left:
        return None
    if state.law.drawing and (state.course.begun or state.mode == "space"):
        return None
    return state._replace(mode="line", text="", pitch="")


def _in_line(state: State, char: str) -> State | None:
    """At the beginning of a line, where a reader may find a field."""
    fields = "wWNrsRPTHQIZ" + "KLMV" * (state.law.level is Level.SYNTAX)
    if not state.law.drawing and char in fields:
        return state._replace(mode="field", text=char)
    return music(state, char)


def _in_field(state: State, char: str) -> State | None:
    if len(state.text) > 1:
        return state._replace(mode="line", text="") if char == "\n" else state
    if char == ":":
        return state._replace(text=state.text + char)
    decorated = music(state._replace(mode="music", text=""), state.text)
    return None if decorated is None else after(decorated, char)


def _in_quotes(state: State, char: str) -> State | None:
    """Between quotation marks; a reader cares for nothing there."""
    text = state.text + char
    if char == '"':
        if not state.law.drawing:
            return state._replace(mode="music", text="")
        bound = state._replace(mode="music", text="", pending=state.pending._replace(bound="quotes"))
        return bound if may_be_quoted(state.text, whole=True) else None
    if not state.law.drawing:
        return None if char == "\n" else state
    return state._replace(text=text) if may_be_quoted(text, whole=False) else None


def _in_comment(state: State, char: str) -> State | None:
    return _newline(state._replace(mode="music"), char) if char == "\n" else state


def _quotes(state: State, _char: str) -> State | None:
    """A chord symbol or a remark; a drawn one has to have a note to stand over, and stands there alone."""
    fine = not state.pending.bound and (not state.law.drawing or possible(need(state), ""))
    return state._replace(mode="quotes", text="", pitch="") if fine else None


def _comment(state: State, _char: str) -> State | None:
    return state._replace(mode="comment", text="", pitch="")


def _nothing(state: State, _char: str) -> State | None:
    """Spacers, and the sign that a line goes on, mean nothing here."""
    return state._replace(mode="music", text="", pitch="")


_BEGIN: dict[str, Step] = {
    **dict.fromkeys("ABCDEFGabcdefg", letter), **dict.fromkeys("^_=", accidental), **dict.fromkeys("zx", _rest),
    **dict.fromkeys(".TuvHLMOPSR!", sign), **dict.fromkeys("|:", _bar), **dict.fromkeys("y`\\", _nothing),
    "Z": _bar_rest, "[": _bracket, "{": grace, "(": _paren, ")": _end_slur, "~": roll, " ": _space, "\n": _newline,
    '"': _quotes, "%": _comment,
}  # fmt: skip
_MODES: dict[str, Step] = {
    "music": music, "space": music, "line": _in_line, "accidental": in_accidental, "note": _in_note,
    "broken": _in_broken, "bar_rest": _in_rest_of_a_bar, "bracket": _in_bracket, "inline": _in_inline,
    "chord": in_chord, "chorded": _in_chorded, "grace": in_grace, "paren": _in_paren, "tuplet": _in_tuplet,
    "word": in_word, "bar": _in_bar, "field": _in_field, "quotes": _in_quotes, "comment": _in_comment,
}  # fmt: skip
