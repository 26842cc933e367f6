"""The music of a tune, character by character: which may come next, and what follows from it.

A function for each lexeme that can be under way takes a state and a character, and gives the state after it, or None.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from songrnn.notation.abc.grammar import words
from songrnn.notation.abc.grammar.course import MARKS
from songrnn.notation.abc.grammar.law import Level
from songrnn.notation.abc.grammar.numbers import DRAWN, LENGTHS, REACHABLE, SIXTEENTHS, TUPLET_BEGINNINGS, tuplet
from songrnn.notation.abc.grammar.state import Need, Pending, State, Tuplet, carries, fits, need

Step = Callable[[State, str], State | None]

_LETTERS = frozenset("ABCDEFGabcdefg")
_SIGNS = ("^", "^^", "=", "_", "__")
_PLAIN = frozenset("ABCDEFGabcdefg^_=zx[{(|: \n~")  # what lexemes of cleaned tunes begin with
_DRAWN = _PLAIN | frozenset(')"!.uvHLMOPS')
_LENGTH = re.compile(r"[0-9/]+")
_CHORD_NOTE = re.compile(r"[A-Ga-g][,']*([0-9/]*)")
_LAST_NOTE = re.compile(r"[A-Ga-g][,']*$")
_OCTAVES = {True: 2, False: 4}  # drawing: two octaves from the middle ones are more than instruments have
_CHORD = {True: 4, False: 12}
_GRACES = {True: 6, False: 24}
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
    return state.mode in ("music", "line", "space") and state.course.done and state.pending == Pending()


def music(state: State, char: str) -> State | None:
    """Between lexemes."""
    begin = _BEGIN.get(char)
    if begin is None or state.course.full:
        return None
    law = state.law
    if law.drawing and char not in (_PLAIN if law.plain else _DRAWN):
        return None
    return begin(state, char)


@lru_cache(maxsize=1 << 15)
def _possible(wanted: Need, text: str) -> bool:
    """Whether a length that begins so can fit."""
    parts = (DRAWN if wanted.drawing else REACHABLE).get(text, ())
    return any(fits(wanted, wanted.unit * part // SIXTEENTHS) for part in parts)


# Notes, rests and chords


def _accidental(state: State, char: str) -> State | None:
    return _begin_note(state, "", char, "accidental")


def _letter(state: State, char: str) -> State | None:
    return _begin_note(state, "", char, "note")


def _begin_note(state: State, before: str, char: str, mode: str) -> State | None:
    pitch = before + char
    if not _answers_tie(state, pitch, whole=False) or not _possible(need(state), ""):
        return None
    return state._replace(mode=mode, pitch=pitch, text="")


def _answers_tie(state: State, pitch: str, *, whole: bool) -> bool:
    """Whether a pitch is, or can become, the one that is tied: its accidental need not be written again."""
    tie = state.pending.tie
    if not tie:
        return True
    answers = (tie, tie.lstrip("^_="))
    return pitch in answers if whole else any(answer.startswith(pitch) for answer in answers)


def _in_accidental(state: State, char: str) -> State | None:
    if char in _LETTERS:
        return _begin_note(state, state.pitch, char, "note")
    return _begin_note(state, state.pitch, char, "accidental") if state.pitch + char in _SIGNS else None


def _in_note(state: State, char: str) -> State | None:
    if char in ",'":
        pitch = state.pitch + char
        fine = not state.text and _octave_fits(state, char) and _answers_tie(state, pitch, whole=False)
        return state._replace(pitch=pitch) if fine else None
    if char in "0123456789/":
        text = state.text + char
        return state._replace(text=text) if _possible(need(state), text) else None
    if not _answers_tie(state, state.pitch, whole=True):
        return None
    sounded = _sounded(state)
    return None if sounded is None else _behind_sound(sounded, char)


def _octave_fits(state: State, char: str) -> bool:
    """Octave marks lead away from the middle: `c''` and `C,`, never `c,`."""
    pitch = state.pitch.lstrip("^_=")
    if not pitch or pitch[0] not in _LETTERS or pitch.count(char) >= _OCTAVES[state.law.drawing]:
        return False
    return pitch[0].islower() if char == "'" else pitch[0].isupper()


def _sounded(state: State) -> State | None:
    """The note, rest or chord under way is finished."""
    part, wanted = LENGTHS.get(state.text), need(state)
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
    if course.bar and course.room() <= 0:
        beyond = course.bar_line("|") if course.left == 0 else None
        if beyond is None or beyond.full:
            return None
    return _let_go(state._replace(pending=state.pending._replace(tie=state.pitch)))


def _break(state: State, char: str, dots: int) -> State | None:
    """Broken rhythm after a note, whose other half has to come in the same bar."""
    length, course = state.last, state.course
    if not length or length >> dots << dots != length or (course.bar and course.room() < length):
        return None
    if not _on_the_beat(state, course.left + length) and length == state.time.swung:
        return None
    if char == "<" and not carries(length >> dots, state.last_weight, state.time.unit):
        return None
    owed = state.pending._replace(owes=length, dots=dots if char == ">" else 0)
    return state._replace(mode="broken", text=char * dots, pending=owed)


def _on_the_beat(state: State, left: int) -> bool:
    """Whether a pair of swung notes may begin where so much of the bar is left; everywhere where nothing swings.

    Of a hornpipe players, and abc2midi, swing pairs of equal notes on the beat: none of them may be broken otherwise.
    """
    swung = state.time.swung
    return not swung or not state.law.drawing or (state.course.bar - left) % (2 * swung) == 0


def _in_broken(state: State, char: str) -> State | None:
    if char in "<>":
        dots = len(state.text) + 1
        same = char == state.text[0] and dots <= _DOTS[state.law.drawing]
        return _break(state, char, dots) if same else None
    return music(_let_go(state._replace(mode="music", text="")), char)


def _rest(state: State, char: str) -> State | None:
    if state.pending.tie or state.pending.bound or not _possible(need(state), ""):
        return None
    return state._replace(mode="note", pitch="", text="") if char in "zx" else None


def _in_rest_of_a_bar(state: State, char: str) -> State | None:
    return music(state._replace(mode="music", text=""), char)


def _bar_rest(state: State, _char: str) -> State | None:
    """Z: a bar of silence."""
    course, pending = state.course, state.pending._replace(slurs=0)
    if course.begun or (course.bar and (course.left != course.bar or course.room() < course.bar)):
        return None
    return state._replace(course=course.sound(course.bar), mode="bar_rest") if pending == Pending() else None


def _in_bracket(state: State, char: str) -> State | None:
    """Behind "[", which begins a chord, a bar line, an ending or a field."""
    if char in "|1":
        return _in_bar(state._replace(mode="bar"), char)
    if state.law.level is Level.SYNTAX and not state.law.drawing and char in "IKLMNPQRUVr":
        return state._replace(mode="inline", text="")
    return _in_chord(state._replace(mode="chord", pitch="[", text=""), char)


def _in_inline(state: State, char: str) -> State | None:
    if char == "]":
        return state._replace(mode="music", text="") if state.text.startswith(":") else None
    return state._replace(text=(state.text + char)[:2]) if state.text or char == ":" else None


def _bracket(state: State, char: str) -> State | None:
    if state.pending.bound == "roll":
        return None
    loose = not (state.law.drawing and state.pending.tuplet.left)  # abc2midi takes no chords with lengths in tuplets
    chord = loose and _possible(need(state), "") and _answers_tie(state, "[", whole=False)
    bar = state.pending == Pending(slurs=state.pending.slurs) and not state.law.plain
    return state._replace(mode="bracket", text=char, pitch="[") if chord or bar else None


def _in_chord(state: State, char: str) -> State | None:
    """Inside a chord, whose notes are written into `pitch`; a reader finds lengths among them, which must be equal."""
    if char == "]":
        return _end_chord(state)
    pitch = state.pitch + char
    if not _answers_tie(state, _LENGTH.sub("", pitch), whole=False) or not _possible(need(state), ""):
        return None
    if char in ",'":
        alone = _LAST_NOTE.search(state.pitch)
        fine = alone is not None and _octave_fits(state._replace(pitch=alone[0]), char)
    elif char in _LETTERS or char in "^_=":
        fine = _goes_into_chord(state, char)
    else:
        fine = not state.law.drawing and char in "0123456789/" and state.pitch[-1] not in "^_=["
    return state._replace(pitch=pitch) if fine else None


def _goes_into_chord(state: State, char: str) -> bool:
    drawing, pitch = state.law.drawing, state.pitch
    sign = pitch[len(pitch.rstrip("^_=")) :]
    if char in _LETTERS and drawing and char in pitch:
        return False
    room = sum(map(pitch.count, _LETTERS)) < _CHORD[drawing]
    return room and (char in _LETTERS or sign + char in _SIGNS)


def _end_chord(state: State) -> State | None:
    lengths = {found[1] for found in _CHORD_NOTE.finditer(state.pitch)}
    pitch = _LENGTH.sub("", state.pitch) + "]"
    if pitch[-2] in "^_=[" or len(lengths) != 1 or not _answers_tie(state, pitch, whole=True):
        return None
    length = lengths.pop()
    fine = _possible(need(state), length)
    return state._replace(mode="chorded" if length else "note", pitch=pitch, text=length) if fine else None


def _in_chorded(state: State, char: str) -> State | None:
    """Behind a chord whose length was stated inside it."""
    return None if char in ",'0123456789/" else _in_note(state, char)


# Graces, tuplets, slurs, decorations


def _grace(state: State, _char: str) -> State | None:
    if state.pending.tie or state.pending.bound in ("roll", "grace"):
        return None
    heavier = state._replace(pending=state.pending._replace(weight=SIXTEENTHS))
    return state._replace(mode="grace", text="", pitch="") if _possible(need(heavier), "") else None


def _in_grace(state: State, char: str) -> State | None:
    """Inside braces; `text` is an accidental, or the letter and octave marks of a note."""
    drawing, text, weight = state.law.drawing, state.text, state.pending.weight
    if char == "}":
        bound = state.pending._replace(bound="grace")
        return state._replace(mode="music", text="", pending=bound) if weight and text not in _SIGNS else None
    if char in "^_=":
        sign = text + char if text in _SIGNS else char
        room = weight < _GRACES[drawing] * SIXTEENTHS
        return state._replace(text=sign) if sign in _SIGNS and room else None
    if char in _LETTERS:
        heavier = state._replace(text=char, pending=state.pending._replace(weight=weight + SIXTEENTHS))
        fine = weight < _GRACES[drawing] * SIXTEENTHS and _possible(need(heavier), "")
        return heavier if fine else None
    if char in ",'" and text and text not in _SIGNS:
        fine = _octave_fits(state._replace(pitch=text), char)
        return state._replace(text=text + char) if fine else None
    return state if not drawing and char in " /234" and text not in _SIGNS else None


def _paren(state: State, char: str) -> State | None:
    if state.pending.bound in ("roll", "sign"):
        return None
    return state._replace(mode="paren", text=char, pitch="") if _possible(need(state), "") else None


def _in_paren(state: State, char: str) -> State | None:
    """Behind "(", which begins a tuplet or a slur."""
    if char in "23456789":
        fine = not state.pending.tuplet.left and not state.pending.owes
        return _tupled(state._replace(mode="tuplet"), char) if fine else None
    if state.law.plain or state.pending.slurs >= _SLURS[state.law.drawing]:
        return None
    slurred = state._replace(mode="music", text="", pending=state.pending._replace(slurs=state.pending.slurs + 1))
    return None if char in ") \n|:" else music(slurred, char)


def _tupled(state: State, char: str) -> State | None:
    text = state.text + char
    if text not in TUPLET_BEGINNINGS or (":" in text and state.law.plain):
        return None
    whole = tuplet(text, compound=state.time.compound)
    if whole is None or not _possible(need(_with_tuplet(state, whole)), ""):
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


def _roll(state: State, _char: str) -> State | None:
    """~, which stands before a single note, and neither at the end of a tie nor behind graces."""
    if state.pending.tie or state.pending.bound:
        return None
    if state.time.swung and (state.pending.owes or not _on_the_beat(state, state.course.left)):
        return None
    rolled = state._replace(mode="music", pending=state.pending._replace(weight=SIXTEENTHS, bound="roll"))
    return rolled if _possible(need(rolled), "") else None


def _sign(state: State, char: str) -> State | None:
    """Decorations of one character, and !words!."""
    if state.pending.tie or state.pending.bound in ("roll", "grace") or not _possible(need(state), ""):
        return None
    bound = state._replace(pending=state.pending._replace(bound="sign"))
    return bound._replace(mode="word", text=char) if char == "!" else bound._replace(mode="music", text="")


def _in_word(state: State, char: str) -> State | None:
    text = state.text + char
    if text in words.WHOLE or (char == "!" and not state.law.drawing and len(text) > 2):
        return state._replace(mode="music", text="")
    read = not state.law.drawing and char not in " !|\n"
    return state._replace(text=text) if text in words.BEGINNINGS or read else None


# Bar lines, spaces, lines


def _bar(state: State, char: str) -> State | None:
    return _in_bar(state._replace(text="", pitch=""), char)


def _in_bar(state: State, char: str) -> State | None:
    text, law, pending = state.text + char, state.law, state.pending
    tied = bool(pending.tie)
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
    if char == '"':
        return state._replace(mode="music", text="")
    fine = char != "\n" and (not state.law.drawing or len(state.text) < 20)
    return state._replace(text=state.text + char if state.law.drawing else "") if fine else None


def _in_comment(state: State, char: str) -> State | None:
    return _newline(state._replace(mode="music"), char) if char == "\n" else state


def _quotes(state: State, _char: str) -> State | None:
    return state._replace(mode="quotes", text="", pitch="") if not state.pending.bound else None


def _comment(state: State, _char: str) -> State | None:
    return state._replace(mode="comment", text="", pitch="")


def _nothing(state: State, _char: str) -> State | None:
    """Spacers, and the sign that a line goes on, mean nothing here."""
    return state._replace(mode="music", text="", pitch="")


_BEGIN: dict[str, Step] = {
    **dict.fromkeys("ABCDEFGabcdefg", _letter), **dict.fromkeys("^_=", _accidental), **dict.fromkeys("zx", _rest),
    **dict.fromkeys(".TuvHLMOPSR!", _sign), **dict.fromkeys("|:", _bar), **dict.fromkeys("y`\\", _nothing),
    "Z": _bar_rest, "[": _bracket, "{": _grace, "(": _paren, ")": _end_slur, "~": _roll, " ": _space, "\n": _newline,
    '"': _quotes, "%": _comment,
}  # fmt: skip
_MODES: dict[str, Step] = {
    "music": music, "space": music, "line": _in_line, "accidental": _in_accidental, "note": _in_note,
    "broken": _in_broken, "bar_rest": _in_rest_of_a_bar, "bracket": _in_bracket, "inline": _in_inline,
    "chord": _in_chord, "chorded": _in_chorded, "grace": _in_grace, "paren": _in_paren, "tuplet": _in_tuplet,
    "word": _in_word, "bar": _in_bar, "field": _in_field, "quotes": _in_quotes, "comment": _in_comment,
}  # fmt: skip
