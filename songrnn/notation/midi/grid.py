"""Exact time as whole numbers: parts of a whole note, so small that every grid in use falls on them.

Fractions of the same size would say the same; whole numbers are thirty times as fast where there are 100,000 notes.
"""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

WHOLE = 40320  # parts; 64ths, 48ths, quintuplets and septuplets of quarters and quavers are whole numbers of them
FINEST = WHOLE // 48


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


@lru_cache(maxsize=4096)
def fraction(parts: int) -> Fraction:
    """Of a whole note."""
    return Fraction(parts, WHOLE)
