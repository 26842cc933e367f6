"""The clock of an ABC tune: what time it is in the music after each lexeme, in every voice.

Knows values alone; songrnn.probe.features.walk reads them.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from songrnn.music.pitch import Key
from songrnn.music.score import Meter
from songrnn.notation.abc.meaning import GRID

FIELDS = ("R:", "M:", "L:", "K:")  # lines of the header that are told apart
KINDS = (
    "note", "rest", "chord", "grace", "quoted", "bar", "ending", "tuplet", "broken", "tie", "slur", "decoration",
    "space", "overlay", "inline", "continuation", "spacer", "comment", "other", "field", "newline", *FIELDS,
)  # fmt: skip
CODES = {name: code for code, name in enumerate(KINDS)}
SILENT = -1  # the pitch of what has none
LATEST = 40_000 * GRID  # no bar and no note is longer: sums of two such times are still numbers of 64 bits


class Step(NamedTuple):
    """A lexeme, and the state of the music after it. Times are in 1/GRID of a whole note.

    kind      of KINDS, as a number          size      characters
    bar       of all bars, in the order in which they begin          elapsed   since it began
    lasts     the note, chord or rest that the lexeme is, 0 if it is none
    pitch     the MIDI number of its highest note, SILENT if there is none
    left      notes still to come of the tuplet under way
    section   of its voice, from 1           ending    1 for the first, 2 for the second, 3 for both, else 0
    setting   the key and the meter, as a number
    """

    kind: int
    size: int
    bar: int
    elapsed: int
    lasts: int
    pitch: int
    left: int
    section: int
    ending: int
    setting: int


@dataclass(slots=True)
class Bar:
    """A bar of a voice: how long it is, whether a section begins with it, and whether it was ended."""

    voice: int
    begins: bool
    length: int = 0
    ended: bool = False
    setting: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """Steps, the first of them the state before the text; bars; settings, each a key and a meter."""

    steps: list[Step]
    bars: list[Bar]
    settings: list[tuple[Key, Meter]]


def parts(duration: Fraction) -> int:
    """A time of a whole note in 1/GRID of it."""
    above, below = duration.as_integer_ratio()
    return above * (GRID // below) if not GRID % below else round(above * GRID / below)
