"""Exact durations as note values: dots, tuplets, ties; and which short notes share a beam.

Knows arithmetic and what printed music has for it; nothing of pitches or of formats. Durations in whole notes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from songrnn.music.score import Meter

_SHORTEST = Fraction(1, 1024)
_LONGEST = Fraction(8)  # a maxima
_MOST_DOTS = 3
_FINEST = 65_535  # parts of a quarter note; music21 rounds what is finer
_TICKS = 10_080  # of a quarter note, where a tune is finer than that
_QUARTER = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Value:
    """A note value as it is printed.

    base     of a whole note: a power of two from 8, a maxima, to 1/1024
    dots     0 to 3
    actual   so many of a tuplet, in the time of `normal`; 1 and 1 outside of tuplets
    """

    base: Fraction
    dots: int = 0
    actual: int = 1
    normal: int = 1

    @property
    def duration(self) -> Fraction:
        """How long it sounds."""
        return self.base * (2 - Fraction(1, 2**self.dots)) * self.normal / self.actual


@lru_cache(maxsize=1024)
def values(duration: Fraction) -> tuple[Value, ...]:
    """The note values that make up a duration, longest first: one, or several that are tied.

    duration   more than 0; any but what is below a 1024th of its tuplet, which is left out
    """
    actual = duration.denominator >> _twos(duration.denominator)
    normal = 1 << (actual.bit_length() - 1)
    while normal > 1 and (duration * actual / normal).denominator > _SHORTEST.denominator:
        normal //= 2
    return tuple(
        Value(base, dots, actual, normal) for base, dots in _binary(duration * actual / normal)
    )  # fmt: skip


def _twos(number: int) -> int:
    """How often two divides a number."""
    return (number & -number).bit_length() - 1


def _binary(left: Fraction) -> list[tuple[Fraction, int]]:
    """A sum of powers of two as dotted values."""
    found = []
    base = _LONGEST
    while left and base >= _SHORTEST:
        if left < base:
            base /= 2
            continue
        dots = 0
        left -= base
        while dots < _MOST_DOTS and left >= base / 2 ** (dots + 1) >= _SHORTEST and left < base:
            dots += 1
            left -= base / 2**dots
        found.append((base, dots))
    return found


def divisions(durations: set[Fraction]) -> int | None:
    """The parts of a quarter note in which all durations are whole; None if they would be too fine."""
    parts = 1
    for duration in durations:
        parts = lcm(parts, (duration / _QUARTER).denominator)
        if parts > _FINEST:
            return None
    return parts


def rounded(durations: Sequence[Fraction]) -> list[Fraction]:
    """Durations one after the other, each beginning and end moved to the next tick; 0 for what has none."""
    now, ticks, found = Fraction(0), 0, []
    for duration in durations:
        now += duration
        after = round(now * 4 * _TICKS)
        found.append(Fraction(after - ticks, 4 * _TICKS))
        ticks = after
    return found


def tuplet_edges(written: Sequence[Value]) -> list[str]:
    """For each value "start", "stop", "both" or "": where the bracket of a tuplet begins and ends.

    A bracket ends where its values have filled a span that is printed without one, or another tuplet begins.
    """
    edges = [""] * len(written)
    begun, filled = -1, Fraction(0)
    for at, value in enumerate(written):
        if value.actual == 1:
            continue
        if begun < 0:
            begun, filled = at, Fraction(0)
        filled += value.duration
        after = written[at + 1] if at + 1 < len(written) else None
        complete = filled.denominator & (filled.denominator - 1) == 0
        if complete or after is None or (after.actual, after.normal) != (value.actual, value.normal):
            edges[begun], edges[at] = ("both", "both") if begun == at else ("start", "stop")
            begun = -1
    return edges


def beams(written: Sequence[Value], sounding: Sequence[bool], meter: Meter, begun: Fraction) -> list[list[str]]:
    """The beams of each value, eighths first: "start", "continue", "stop", "left" or "right" for a stump.

    sounding   False for rests, which beams do not cross
    meter      its beats are what beams keep to; in free meter quarter notes are
    begun      where in a full bar the first value begins: a pick-up ends with its bar
    """
    depths = [_flags(value) if sounds else 0 for value, sounds in zip(written, sounding, strict=True)]
    found: list[list[str]] = [[] for _ in written]
    for group in _groups(written, depths, _beats(meter), begun):
        for place, at in enumerate(group):
            before = depths[group[place - 1]] if place else 0
            after = depths[group[place + 1]] if place + 1 < len(group) else 0
            found[at] = [_beam(level, before, after) for level in range(1, depths[at] + 1)]
    return found


def _flags(value: Value) -> int:
    """One for an eighth note, two for a 16th, none for a quarter."""
    return max(0, value.base.denominator.bit_length() - 3)


def _beam(level: int, before: int, after: int) -> str:
    if before >= level:
        return "continue" if after >= level else "stop"
    return "start" if after >= level else "left" if before else "right"


def _beats(meter: Meter) -> list[Fraction]:
    """The beats of a bar as far as beams keep to them, over and over."""
    if meter.groups:
        return [Fraction(beats, meter.unit) for beats in meter.groups]
    if meter.unit >= 8 and meter.beats % 3 == 0 and meter.beats:
        return [Fraction(3, meter.unit)]
    whole = meter.length
    return [Fraction(1, 2) if whole and whole == 1 else _QUARTER]


def _groups(written: Sequence[Value], depths: Sequence[int], beats: list[Fraction], begun: Fraction) -> list[list[int]]:
    """Neighbours with flags that begin in the same beat, at least two."""
    groups: list[list[int]] = []
    now, last, cycle = begun, -1, sum(beats, Fraction(0))
    for at, value in enumerate(written):
        beat = _beat(now, beats, cycle)
        if depths[at] and groups and groups[-1][-1:] == [at - 1] and beat == last:
            groups[-1].append(at)
        elif depths[at]:
            groups.append([at])
        last = beat
        now += value.duration
    return [group for group in groups if len(group) > 1]


def _beat(now: Fraction, beats: list[Fraction], cycle: Fraction) -> int:
    """The number of the beat that a moment falls in."""
    turns, rest = divmod(now, cycle)
    place = 0
    while rest >= beats[place]:
        rest -= beats[place]
        place += 1
    return int(turns) * len(beats) + place
