"""Lengths as ABC text: which notes make a tuplet, what unit they are counted in, and which of them stand together.

Knows durations, not pitches. What has a power of two below its fraction bar is written as it is; the rest needs a
tuplet, as readers other than songrnn know no other lengths. After: ABC 2.1, sections 4.3, 4.7 and 4.13.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, zip_longest
from math import lcm

from songrnn.music.score import Meter, Note

# Of two units that make a tune equally short the first one is taken.
_UNITS = tuple(Fraction(1, below) for below in (8, 4, 16, 2, 32, 64, 1))
_LONGEST, _MOST_DIGITS = 10**4, 12  # of a length that readers take
_MOST_IN_TUPLET = 64  # for p and q of (p:q:r
_MOST_NOTES = 99  # for r
_QUARTER, _EIGHTH, _HALF = Fraction(1, 4), Fraction(1, 8), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Stem:
    """A note as it is written.

    duration   of a whole note, with that of its tuplet taken out
    tuplet     the sign of the tuplet that begins here: "(3", "(5:4:5"; "" for none
    inside     a tuplet goes on here that began before
    """

    note: Note
    duration: Fraction
    tuplet: str = ""
    inside: bool = False


def stems(notes: Sequence[Note]) -> list[Stem]:
    """The notes of a bar as they are written, those that need it in tuplets."""
    written: list[Stem] = []
    at = 0
    while at < len(notes):
        if _odd(notes[at].duration) == 1:
            written.append(Stem(notes[at], notes[at].duration))
            at += 1
            continue
        group = notes[at : at + _group(notes[at:])]
        written += _tuplet(group)
        at += len(group)
    return written


@lru_cache(maxsize=1024)
def _odd(duration: Fraction) -> int:
    """The odd part of what stands below the fraction bar: 1 for lengths that need no tuplet."""
    below = duration.denominator
    return below // (below & -below)


def _group(notes: Sequence[Note]) -> int:
    """How many notes, from the first, make a tuplet: up to where they fill a plain length, or end to be of its kind."""
    whole, parts = Fraction(0), 1
    for count, note in enumerate(notes[:_MOST_NOTES], start=1):
        whole += note.duration
        parts = lcm(parts, _odd(note.duration))
        if parts > _MOST_IN_TUPLET:
            break
        if _odd(whole) == 1:
            return count
    kind = _odd(notes[0].duration)
    alike = (count for count, note in enumerate(notes[:_MOST_NOTES]) if _odd(note.duration) != kind)
    return next(alike, min(len(notes), _MOST_NOTES))


def _tuplet(group: Sequence[Note]) -> list[Stem]:
    """The notes of one tuplet. If it would need more than readers take, they are written with odd fractions."""
    count = lcm(*(_odd(note.duration) for note in group))
    if count > _MOST_IN_TUPLET:
        return [Stem(note, note.duration) for note in group]
    time = _time(count, group)
    factor = Fraction(count, time)
    sign = "(3" if (count, time, len(group)) == (3, 2, 3) else f"({count}:{time}:{len(group)}"
    first, *others = group
    return [
        Stem(first, first.duration * factor, sign),
        *(Stem(note, note.duration * factor, inside=True) for note in others),
    ]


def _time(count: int, group: Sequence[Note]) -> int:
    """How many the `count` notes of a tuplet take the time of: a power of two below, or thrice one if all fit it."""
    if count > 3 and count % 3 and all(note.duration.numerator % 3 == 0 for note in group):
        return 3 << (((count - 1) // 3).bit_length() - 1)
    return 1 << ((count - 1).bit_length() - 1)


# Units and lengths.


def best_unit(layers: Iterable[Sequence[Note]]) -> Fraction:
    """The unit note length under which these notes and their graces take the least room, rare tuplets left aside."""
    counts: Counter[Fraction] = Counter()
    for notes in layers:
        written = stems(notes)
        for stem, following in zip_longest(written, written[1:]):
            length = stem.duration
            dotted = following is not None and length == following.duration * 3
            counts[following.duration * 2 if dotted and following else length] += _odd(stem.note.duration) <= 3
            counts.update(grace.duration for grace in stem.note.signs.graces)
    return min(_UNITS, key=lambda unit: sum(len(length_text(length, unit)) * n for length, n in counts.items()))


@lru_cache(maxsize=4096)
def length_text(duration: Fraction, unit: Fraction) -> str:
    """A duration counted in units: "" for one, "2", "3/2", "/", "/4". One that no reader takes becomes the nearest."""
    factor = duration / unit
    text = _fraction(factor)
    if len(text) <= _MOST_DIGITS and Fraction(1, _LONGEST) <= factor <= _LONGEST:
        return text
    return _fraction(min(max(factor.limit_denominator(_LONGEST - 1), Fraction(1, _LONGEST)), Fraction(_LONGEST)))


def _fraction(factor: Fraction) -> str:
    above, below = factor.as_integer_ratio()
    if below == 1:
        return "" if above == 1 else str(above)
    if above == 1:
        return "/" if below == 2 else f"/{below}"
    return f"{above}/{below}"


def broken(one: Stem, other: Stem, unit: Fraction) -> tuple[str, Fraction] | None:
    """The sign between two notes of three quarters and one, and what both are written as; None if it saves no room."""
    if one.tuplet or one.inside or other.tuplet or other.inside or not one.note.pitches or not other.note.pitches:
        return None
    if one.note.tied or ")" in one.note.signs.marks or other.note.signs.graces:
        return None
    long, short = max(one.duration, other.duration), min(one.duration, other.duration)
    if long != short * 3:
        return None
    plain = len(length_text(long, unit)) + len(length_text(short, unit))
    if 2 * len(length_text(short * 2, unit)) + 1 >= plain:
        return None
    return (">" if one.duration > other.duration else "<"), short * 2


# Spaces.


def apart(written: Sequence[Stem], meter: Meter, begun: Fraction) -> list[bool]:
    """Whether a space stands before each note, so that the notes of a beat stand together.

    begun   where in the bar the first note is: more than 0 for a pick-up
    """
    onsets: list[Fraction] = []
    now = begun
    for stem in written:
        onsets.append(now)
        now += stem.note.duration
    whole = meter.length == 1 and not meter.groups
    beats = _halves(written, onsets) if whole else [_beat(onset, meter) for onset in onsets]
    return [
        at > 0 and not stem.inside and (beats[at] != beats[at - 1] or written[at - 1].inside)
        for at, stem in enumerate(written)
    ]


def _beat(onset: Fraction, meter: Meter) -> int:
    """The number of the beat, or group of them, that an onset lies in."""
    if meter.groups:
        edges = [sum(meter.groups[: at + 1]) for at in range(len(meter.groups))]
        return sum(onset * meter.unit >= edge for edge in edges)
    return onset // _beat_length(meter)


@lru_cache(maxsize=256)
def _beat_length(meter: Meter) -> Fraction:
    if meter.unit >= 8 and meter.beats % 3 == 0 and meter.beats:
        return Fraction(3, meter.unit)
    return _HALF if meter.unit == 2 else _QUARTER


def _halves(written: Sequence[Stem], onsets: Sequence[Fraction]) -> list[int]:
    """The beats of a 4/4 or 2/2 bar: half bars of quavers stay together, others fall into quarters."""
    halves = [onset // _HALF for onset in onsets]
    with_quavers = {half for half, stem in zip(halves, written, strict=True) if stem.note.duration < _QUARTER}
    lively = {
        half
        for (half, one), (_, other) in pairwise(zip(halves, written, strict=True))
        if one.duration < _EIGHTH and other.duration < _EIGHTH
    }
    together = with_quavers - lively
    return [2 * half if half in together else onset // _QUARTER for onset, half in zip(onsets, halves, strict=True)]
