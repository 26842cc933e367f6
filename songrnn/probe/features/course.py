"""The course of an ABC tune, character by character: the clock's lexemes spread over their characters.

A place is what has been reached after so many characters, and the places of a text of C characters are C + 1, the
first one before it. A note lasts a unit from its letter on, until its length is read; what else a lexeme brings comes
with its last character. A bar that begins a section and is shorter than the meter asks is a pick-up: its time is
counted from its end. Knows no features.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from songrnn.music.pitch import Key
from songrnn.music.score import Meter
from songrnn.notation.abc.header import split_header
from songrnn.notation.abc.meaning import length
from songrnn.probe.features.clock import LATEST, SILENT, Bar, Clock, Step, parts
from songrnn.probe.features.walk import read_clock

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

_ONE = Fraction(1)
_LONGEST = 64  # characters of a note; the lengths of longer ones are known at their end only
_HEAD = re.compile(r"(?:\^{1,2}|_{1,2}|=)?[0-9/]*[A-Ga-gzx]([,']*)")


@dataclass(frozen=True, slots=True)
class Course:
    """A tune of C characters. Times are in 1/GRID of a whole note, of places after the character.

    Of characters, (C,): codes    code points
                         kinds    of their lexemes, of clock.KINDS        ends   whether they end one
                         share    of the note, rest or chord that the lexeme is, how much has been read; may pass 1
                         lasts    that note, rest or chord, 0 if it is none
                         pitches  its highest, SILENT if there is none    before  of the note before, in its voice
    Of places, (C + 1,): body     whether the header is over
                         elapsed  of the bar                              bars    their numbers, 0 in a first pick-up
                         passed   full bars since the section began       sections, endings, left   as in clock.Step
                         settings of keys and meters
    """

    codes: Whole
    kinds: Whole
    ends: Truth
    share: Real
    lasts: Whole
    pitches: Whole
    before: Whole
    body: Truth
    elapsed: Whole
    bars: Whole
    passed: Whole
    sections: Whole
    endings: Whole
    left: Whole
    settings: Whole
    keys: tuple[Key, ...]
    meters: tuple[Meter, ...]

    @property
    def starts(self) -> Truth:
        """Whether a character begins a lexeme, (C,)."""
        return np.append([True], self.ends[:-1])[: len(self.ends)]

    @property
    def first(self) -> Whole:
        """The character that each character's lexeme begins with, as its number, (C,)."""
        return np.maximum.accumulate(np.where(self.starts, np.arange(len(self.ends)), 0))

    def so_far(self, counts: Whole) -> Whole:
        """The sum of counts of characters from the beginning of the lexeme through each character, (C,)."""
        sums: Whole = np.append(0, np.cumsum(counts))
        return sums[1:] - sums[self.first]

    def to_come(self, counts: Whole) -> Whole:
        """The sum of counts of characters after each character to the end of its lexeme, (C,)."""
        ends, sums = np.flatnonzero(self.ends), np.cumsum(counts)
        return sums[ends[np.searchsorted(ends, np.arange(len(sums)))]] - sums


def read_course(text: str) -> Course:
    """The course of one tune. Never raises; linear time."""
    clock = read_clock(text)
    steps = np.array(clock.steps, np.int64)
    row = dict(zip(Step._fields, steps.T, strict=True))
    owner = np.repeat(np.arange(len(steps)), row["size"])
    ends = np.zeros(len(text), bool)
    ends[np.cumsum(row["size"])[row["size"] > 0] - 1] = True
    at = np.concatenate([[0], owner - ~ends])
    share = _shares(text, row["size"], row["lasts"])
    bars = _Bars.of(clock)
    of_bar = row["bar"][at]
    under_way = np.where(ends, 0, np.rint(np.minimum(share * row["lasts"][owner], LATEST))).astype(np.int64)
    elapsed = row["elapsed"][at] + bars.begin[of_bar]
    elapsed[1:] += under_way
    before = _before(row["pitch"], bars.voice[row["bar"]])
    return Course(
        np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64),
        row["kind"][owner], ends, share, row["lasts"][owner], row["pitch"][owner], before[owner],
        _body(text), elapsed, bars.number[of_bar], bars.passed[of_bar],
        row["section"][at], row["ending"][at], row["left"][at], row["setting"][at],
        tuple(key for key, _ in clock.settings), tuple(meter for _, meter in clock.settings),
    )  # fmt: skip


def begins(texts: Sequence[str]) -> Whole:
    """The place of each symbol, (T,): after how many characters it begins, spaces at its beginning among them."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    blank = np.fromiter((len(text) - len(text.lstrip(" ")) for text in texts), np.int64, len(texts))
    return np.cumsum(sizes) - sizes + np.where(blank < sizes, blank, 0)


def beat(meter: Meter) -> Fraction:
    """What a beat lasts: three eighths in 6/8, 9/8, 12/8, else what the meter is counted in."""
    return Fraction(3 if is_compound(meter) else 1, meter.unit)


def is_compound(meter: Meter) -> bool:
    """Whether three eighths make a beat."""
    return meter.unit == 8 and meter.beats > 3 and meter.beats % 3 == 0 and not meter.groups


@dataclass(frozen=True, slots=True)
class _Bars:
    """Of each bar: its voice, its number, full bars since its section began, and the time at which it begins."""

    voice: Whole
    number: Whole
    passed: Whole
    begin: Whole

    @classmethod
    def of(cls, clock: Clock) -> "_Bars":
        counts: defaultdict[int, int] = defaultdict(int)
        firsts: dict[int, int] = {}
        rows = []
        for bar in clock.bars:
            begin = _pick_up(bar, clock.settings[bar.setting][1])
            number = counts[bar.voice] = counts[bar.voice] + (not begin)
            if bar.begins:
                firsts[bar.voice] = number + bool(begin)
            rows.append((bar.voice, number, max(number - firsts[bar.voice], 0), begin))
        return cls(*np.array(rows, np.int64).T)


def _pick_up(bar: Bar, meter: Meter) -> int:
    """How much of a full bar is not there before a pick-up; 0 for any other bar."""
    asked = parts(meter.length) if meter.length else 0
    return asked - bar.length if bar.begins and bar.ended and 0 < bar.length < asked else 0


def _body(text: str) -> Truth:
    header, _ = split_header(text)
    inside = len(header) + (header[-1:] not in ("", "\n", "\r"))  # a line that nothing ends goes on
    return np.arange(len(text) + 1) >= inside


def _before(pitches: Whole, voices: Whole) -> Whole:
    """The pitch of the note before each note in its voice; SILENT elsewhere."""
    out = np.full_like(pitches, SILENT)
    notes = np.flatnonzero(pitches != SILENT)
    notes = notes[np.argsort(voices[notes], kind="stable")]
    same = voices[notes][1:] == voices[notes][:-1]
    out[notes[1:][same]] = pitches[notes[:-1][same]]
    return out


def _shares(text: str, sizes: Whole, lasts: Whole) -> Real:
    """How much of its note, rest or chord has been read at each character; 0 in all else."""
    out = [0.0] * len(text)
    sounds = lasts > 0
    starts = (np.cumsum(sizes) - sizes)[sounds].tolist()
    for start, size in zip(starts, sizes[sounds].tolist(), strict=True):
        out[start : start + size] = _share(text[start : start + size])
    return np.array(out, np.float64)


@lru_cache(maxsize=16384)
def _share(text: str) -> tuple[float, ...]:
    """How much of a note, rest or chord has been read at each of its characters: 0 and 1/2 and 1 of "^c2"."""
    found = _HEAD.match(text)
    if len(text) == 1 or text[0] in "ZX":
        return (1.0,) * len(text)
    if len(text) > _LONGEST:
        return (*(0.0,) * (len(text) - 1), 1.0)
    head, tail = (found.start(1) - 1, found.end()) if found else (text.rfind("]"), text.rfind("]") + 1)
    whole = length(text[tail:]) or _ONE
    read = [(length(text[tail : end + 1]) or _ONE) / whole for end in range(head, len(text))]
    return (*(0.0,) * head, *map(float, read))
