"""Where in the music each symbol stands: its bar and its beat. Knows the texts of symbols, no network."""

from collections.abc import Sequence

import numpy as np

from songrnn.music.sequence import WHOLE
from songrnn.notation.words.word import parse
from songrnn.probe.features.clock import parts
from songrnn.probe.features.course import beat, begins, read_course
from songrnn.probe.features.words import ends
from songrnn.probe.view import Places

_UNKNOWN = -1


def places(texts: Sequence[str], notation: str = "abc") -> Places:
    """The bar and the beat that each symbol begins on; spaces that it begins with are passed over.

    A part of a note, such as its length, stands where the note begins; a bar line at the end of the bar that it ends.

    texts      what each symbol settles; joined they are the text
    notation   "abc", whose voices count their bars each on its own; "words", in 4/4 from the beginning; else nothing
               is known
    """
    if notation == "abc":
        return _abc(texts)
    return _words(texts) if notation == "words" else _nothing(len(texts))


def _nothing(count: int) -> Places:
    return Places(np.full(count, _UNKNOWN, np.int64), np.full(count, np.nan))


def _abc(texts: Sequence[str]) -> Places:
    course = read_course("".join(texts))
    at = np.append(course.first, len(course.first))[begins(texts)]
    meters = course.meters
    beats = np.array([parts(beat(meter)) if meter.beats else np.nan for meter in meters])[course.settings[at]]
    inside = course.body[at]
    return Places(
        np.where(inside, course.bars[at], _UNKNOWN),
        np.where(inside, 1 + course.elapsed[at] / beats, np.nan),
    )


def _words(texts: Sequence[str]) -> Places:
    """A symbol stands where the word stands that its first character is of."""
    text = "".join(texts)
    words = text.split()
    lasting = ends(map(parse, words))
    starts = np.append(0, lasting)
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = np.isin(characters, [ord(one) for one in set(text) if one.isspace()])
    first = ~blank & np.append([True], blank[:-1])[: len(blank)]
    at = np.minimum(begins(texts), len(text) - 1)
    number = np.maximum(np.cumsum(first)[at] - 1, 0) if text else np.zeros(len(texts), np.int64)
    now = starts[number]
    return Places(now // WHOLE + 1, 1 + now % WHOLE / (WHOLE // 4))
