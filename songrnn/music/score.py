"""A score: music without files, in exact time. Durations and lengths are Fractions of a whole note.

Holds what is written, repeats folded; `unfold` says what is played.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from songrnn.music.pitch import Key


@dataclass(frozen=True, slots=True)
class Meter:
    """A time signature; `beats` 0 means free meter."""

    beats: int = 4
    unit: int = 4

    @property
    def length(self) -> Fraction | None:
        """The length of a full bar, None in free meter."""
        return Fraction(self.beats, self.unit) if self.beats else None


@dataclass(frozen=True, slots=True)
class Note:
    """What sounds together: one pitch, a chord, or a rest.

    pitches    MIDI numbers; none for a rest
    duration   of a whole note
    tied       it goes on into the next note of the same pitch
    """

    pitches: tuple[int, ...]
    duration: Fraction
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as written.

    opens      a repeated section begins at its left bar line
    closes     how often the section that ends at its right bar line is played: 1 is once, 0 is no section end here
    endings    the passes on which this bar and those up to the next section end are played; empty for all
    """

    notes: tuple[Note, ...]
    opens: bool = False
    closes: int = 0
    endings: tuple[int, ...] = ()

    @property
    def length(self) -> Fraction:
        """Its sounding length, whatever the meter asks."""
        return sum((note.duration for note in self.notes), Fraction(0))


@dataclass(frozen=True, slots=True)
class Score:
    """One voice of music. `tempo` is in quarter notes a minute."""

    bars: tuple[Bar, ...]
    key: Key = field(default_factory=Key)
    meter: Meter = field(default_factory=Meter)
    tempo: float = 120.0
    title: str = ""


def unfold(bars: Sequence[Bar]) -> list[Bar]:
    """The bars in the order in which they are played: repeats and numbered endings written out.

    A repeat without a beginning goes back to the last section end, as players do.
    """
    played: list[Bar] = []
    for section in _sections(bars):
        for turn in range(1, _passes(section) + 1):
            played += _one_pass(section, turn)
    return played


def _sections(bars: Sequence[Bar]) -> Iterator[list[Bar]]:
    """Runs of bars that are repeated as one. A section end inside numbered endings waits for the last ending.

    A double bar inside a section that was opened to be repeated, and is not yet, is no end of it.
    """
    section: list[Bar] = []
    waits = False  # for its repeat
    for at, bar in enumerate(bars):
        if bar.opens and section:
            yield section
            section = []
        section.append(bar)
        waits = (waits or bar.opens) and bar.closes < 2
        more_endings = at + 1 < len(bars) and bool(bars[at + 1].endings) and 1 not in bars[at + 1].endings
        if bar.closes and not waits and not more_endings:
            yield section
            section = []
    if section:
        yield section


def _passes(section: Sequence[Bar]) -> int:
    return max(1, *(bar.closes for bar in section), *(max(bar.endings, default=1) for bar in section))


def _one_pass(section: Sequence[Bar], turn: int) -> Iterator[Bar]:
    active: tuple[int, ...] = ()
    for bar in section:
        active = bar.endings or active
        if not active or turn in active:
            yield bar
