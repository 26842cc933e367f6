"""A score: music without files, in exact time. Durations and lengths are Fractions of a whole note.

Holds what is written, repeats folded; songrnn.music.performance says what is heard.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from songrnn.music.pitch import Key, Pitch


@dataclass(frozen=True, slots=True)
class Meter:
    """A time signature; `beats` 0 means free meter.

    groups   how the beats of an uneven bar are counted, (2, 3) for 2+3/8; empty where nothing is said
    """

    beats: int = 4
    unit: int = 4
    groups: tuple[int, ...] = ()

    @property
    def length(self) -> Fraction | None:
        """The length of a full bar, None in free meter."""
        return _length(self.beats, self.unit) if self.beats else None


@lru_cache(maxsize=256)
def _length(beats: int, unit: int) -> Fraction:
    return Fraction(beats, unit)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is written about a note, beside its pitch and length.

    graces    short notes before it, with their written lengths
    marks     decorations by their ABC names: "trill", "staccato", "("  and ")" for slurs that begin and end here
    harmony   a chord symbol: "Am7"            words    annotations, placement sign first: "^slow"
    lyrics    a syllable for each verse
    """

    graces: tuple["Note", ...] = ()
    marks: tuple[str, ...] = ()
    harmony: str = ""
    words: tuple[str, ...] = ()
    lyrics: tuple[str, ...] = ()


PLAIN = Signs()


@dataclass(frozen=True, slots=True)
class Note:
    """What begins together: one pitch, a chord, or a rest.

    pitches    none for a rest
    duration   of a whole note
    tied       those of its pitches that go on into the next note
    """

    pitches: tuple[Pitch, ...]
    duration: Fraction
    tied: tuple[Pitch, ...] = ()
    signs: Signs = PLAIN


@dataclass(frozen=True, slots=True)
class Tempo:
    """A speed in quarter notes a minute, and the words that go with it."""

    quarters: float = 120.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes at the beginning of a bar; None and "" where nothing does."""

    key: Key | None = None
    meter: Meter | None = None
    tempo: Tempo | None = None
    part: str = ""


UNCHANGED = Changes()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as written.

    opens      a repeated section begins at its left bar line
    closes     how often the section that ends at its right bar line is played: 1 is once, 0 is no section end here
    endings    the passes on which this bar and those up to the next section end are played; empty for all
    overlays   further layers of notes that begin with the bar
    """

    notes: tuple[Note, ...]
    opens: bool = False
    closes: int = 0
    endings: tuple[int, ...] = ()
    overlays: tuple[tuple[Note, ...], ...] = ()
    changes: Changes = UNCHANGED

    @property
    def length(self) -> Fraction:
        """Its sounding length, whatever the meter asks; that of the longest layer."""
        return max(map(total, (self.notes, *self.overlays)))


def total(notes: tuple[Note, ...]) -> Fraction:
    """The length of notes one after the other."""
    numerator, denominator = 0, 1  # Fraction's own sum reduces at every step, which takes ten times as long
    for note in notes:
        above, below = note.duration.numerator, note.duration.denominator
        if below == denominator:
            numerator += above
        else:
            numerator, denominator = numerator * below + above * denominator, denominator * below
            if denominator > _REDUCE_FROM:
                numerator, denominator = Fraction(numerator, denominator).as_integer_ratio()
    return Fraction(numerator, denominator)


_REDUCE_FROM = 2**60


@dataclass(frozen=True, slots=True)
class Voice:
    """Bars that one player plays, from the beginning of the score."""

    bars: tuple[Bar, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Voices that sound together.

    key, meter, tempo   at the beginning
    title               "" where there is none
    fields              further header fields, letter and value, in their order
    parts               the order in which parts of the tune are played, "AABB"; "" as they are written
    """

    voices: tuple[Voice, ...]
    key: Key = field(default_factory=Key)
    meter: Meter = field(default_factory=Meter)
    tempo: Tempo = field(default_factory=Tempo)
    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    parts: str = ""
