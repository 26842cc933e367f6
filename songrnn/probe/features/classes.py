"""What each character of a text is for, so that a loss can be told apart by it: bar lines, pitches, lengths and so on.

Knows texts, no network.
"""

import re
from collections.abc import Sequence

import numpy as np

from songrnn.errors import UsageError
from songrnn.notation.words.word import Word, parse
from songrnn.printable import one_line
from songrnn.probe.features.clock import CODES
from songrnn.probe.features.course import Course, Truth, Whole, begins, read_course

# The end of a piece is a symbol and has no character.
CLASSES = ("header", "bar line", "repeat", "pitch", "duration", "end", "other")
WORD_CLASSES = ("note", "chord", "rest", "end", "other")
_HEADER, _BAR_LINE, _REPEAT, _PITCH, _DURATION, _END, _OTHER = range(len(CLASSES))
_PITCHES, _LENGTHS = "ABCDEFGabcdefg^_=,'", "0123456789/"
_WORD = re.compile(r"\S+\s*")


def classes_of(notation: str) -> tuple[str, ...]:
    """The names of a notation's classes; raises UsageError if it has none."""
    found = {"abc": CLASSES, "words": WORD_CLASSES}.get(notation)
    if found is None:
        shown = one_line(notation, 40)
        raise UsageError(f"There are no classes of the notation '{shown}'; give texts of 'abc' or 'words'.")
    return found


def classes(text: str, notation: str = "abc") -> Whole:
    """The class of each character, (len(text),), as an index into `classes_of(notation)`. Any text has them.

    header     through the end of the line K:                bar line   without a colon and without an ending
    repeat     bar lines with colons; endings with the bar line right before them
    pitch      note letters, accidentals and octave marks, also of chords and graces
    duration   digits and slashes of lengths, broken rhythm, tuplets
    other      the rest of the body; of note words, what is none
    A word's characters have the class of the word, and so have the spaces after it; raises as `classes_of` does.
    """
    names = classes_of(notation)
    return _abc(text) if names is CLASSES else _words(text)


def of_symbols(characters: Whole, texts: Sequence[str], notation: str = "abc") -> Whole:
    """The class of each symbol and of the end after them, (T + 1,): that of its first character that is no space.

    characters   the classes of the text that the symbols' texts are, joined; a symbol of none has the class of what
                 follows it
    """
    end = classes_of(notation).index("end")
    return np.append(np.append(characters, end)[begins(texts)], end)


def _abc(text: str) -> Whole:
    course = read_course(text)
    out = np.full(len(text), _OTHER, np.int64)
    repeats = _repeats(course)
    out[_is(course, "bar") & ~repeats] = _BAR_LINE
    out[repeats] = _REPEAT
    out[_pitches(course)] = _PITCH
    out[_lengths(course)] = _DURATION
    out[~course.body[:-1]] = _HEADER
    return out


def _is(course: Course, *kinds: str) -> Truth:
    return np.isin(course.kinds, [CODES[kind] for kind in kinds])


def _among(course: Course, characters: str) -> Truth:
    return np.isin(course.codes, [*map(ord, characters)])


def _repeats(course: Course) -> Truth:
    bars, endings = _is(course, "bar"), _is(course, "ending")
    colons = bars & _among(course, ":")
    followed = bars & np.append(endings, [False])[1:]
    told = (colons | followed).astype(int)
    return endings | (bars & (course.so_far(told) + course.to_come(told) > 0))


def _pitches(course: Course) -> Truth:
    return _signs(course) | (_is(course, "note", "chord", "grace") & _among(course, _PITCHES))


def _signs(course: Course) -> Truth:
    """What stands before a note's letter: accidentals, digits of microtones among them."""
    unread: Truth = course.share == 0
    return _is(course, "note") & unread


def _lengths(course: Course) -> Truth:
    digits = _is(course, "note", "rest", "chord", "grace") & _among(course, _LENGTHS)
    return (digits & ~_signs(course)) | _is(course, "tuplet", "broken")


def _words(text: str) -> Whole:
    found = _WORD.findall(text)
    sizes = [len(text) - sum(map(len, found)), *map(len, found)]
    kinds = ["other", *(_class(parse(word.rstrip())) for word in found)]
    return np.repeat(np.array([WORD_CLASSES.index(kind) for kind in kinds], np.int64), sizes)


def _class(word: Word | None) -> str:
    if word is None:
        return "other"
    return "chord" if len(word.pitches) > 1 else "note" if word.pitches else "rest"
