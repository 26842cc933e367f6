"""Note sequences: what players do in time, in whole numbers, with bars and tempos. No files and no notation.

A score says what is written; a note sequence says which pitches sound from when to when, as MIDI files, piano rolls
and lists of notes do. Time is counted in parts of a whole note, so small that every grid in use falls on them:
Fractions would say the same, but whole numbers are thirty times as fast where there are 100,000 notes.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from songrnn.music.pitch import Key

WHOLE = 40320  # parts; 64ths, 48ths, quintuplets and septuplets of quarters and quavers are whole numbers of them
FINEST = WHOLE // 48
QUARTERS = 120.0  # a minute, where nothing is said


class Span(NamedTuple):
    """One pitch from an onset to an end, in parts."""

    onset: int
    end: int
    pitch: int


class Measure(NamedTuple):
    """A bar's place, in parts, and the meter that it stands in: beats and unit."""

    start: int
    end: int
    beats: int
    unit: int


class Speed(NamedTuple):
    """A tempo from an onset on: quarter notes a minute."""

    onset: int
    quarters: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one player does.

    spans     in their order: by onset, then end, then pitch
    program   General MIDI, from 0
    drums     its pitches are drums, not pitches
    """

    spans: tuple[Span, ...]
    name: str = ""
    program: int = 0
    drums: bool = False


@dataclass(frozen=True, slots=True)
class NoteSequence:
    """Players who sound together.

    measures   the bars, one after the other from the first one's start to the last end; none where nobody counts
    speeds     in the order of their onsets; before the first one 120 quarters a minute
    key        the key, if it is known
    """

    parts: tuple[Part, ...]
    measures: tuple[Measure, ...] = ()
    speeds: tuple[Speed, ...] = ()
    key: Key = field(default_factory=Key)
    name: str = ""

    @property
    def spans(self) -> list[Span]:
        """The notes of all players, in their order."""
        if len(self.parts) == 1:
            return list(self.parts[0].spans)
        return sorted(span for part in self.parts for span in part.spans)

    @property
    def pitched(self) -> list[Span]:
        """The notes of all players but those of drums, in their order."""
        return sorted(span for part in self.parts if not part.drums for span in part.spans)

    @property
    def end(self) -> int:
        """Where the last bar or, without bars, the last note ends; 0 if there is nothing."""
        if self.measures:
            return self.measures[-1].end
        return max((span.end for part in self.parts for span in part.spans), default=0)


def bars_until(end: int, measures: Sequence[Measure] = ()) -> list[Measure]:
    """Bars, and more like the last one until a time; of 4/4 from 0 on, if there are none."""
    bars = list(measures)
    begin, beats, unit = (bars[-1].end, *bars[-1][2:]) if bars else (0, 4, 4)
    full = max(WHOLE * beats // unit, FINEST)
    bars += [Measure(start, start + full, beats, unit) for start in range(begin, end, full)]
    return bars


class Clock:
    """Parts into seconds and back, by the tempos of a note sequence."""

    def __init__(self, speeds: Sequence[Speed]) -> None:
        self._onsets, self._seconds, self._rates = [0], [0.0], [_seconds_a_part(QUARTERS)]
        for onset, quarters in speeds:
            passed = self.seconds(onset)
            if onset <= self._onsets[-1]:
                self._rates[-1] = _seconds_a_part(quarters)
                continue
            self._onsets.append(onset)
            self._seconds.append(passed)
            self._rates.append(_seconds_a_part(quarters))

    def seconds(self, time: int) -> float:
        """Seconds from the beginning to a time in parts."""
        at = max(bisect_right(self._onsets, time) - 1, 0)
        return self._seconds[at] + (time - self._onsets[at]) * self._rates[at]

    def parts(self, seconds: float) -> int:
        """The nearest time in parts to seconds from the beginning."""
        at = max(bisect_right(self._seconds, seconds) - 1, 0)
        return self._onsets[at] + round((seconds - self._seconds[at]) / self._rates[at])


def _seconds_a_part(quarters: float) -> float:
    return 60 / quarters / (WHOLE / 4)


@lru_cache(maxsize=4096)
def fraction(parts: int) -> Fraction:
    """Of a whole note."""
    return Fraction(parts, WHOLE)
