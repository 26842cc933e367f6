"""What is counted and measured of a piece to compare sets of pieces: four histograms of its notes and four figures.

Knows note sequences and how to collect many; compares nothing (songrnn.evaluate.distance does). Drums are left out.
Pitch classes, note lengths, pitch count, pitch range and the mean inter-onset interval are those of Yang and Lerch
2020, "On the evaluation of generative models in music", Neural Computing and Applications 32, their pitch-based and
rhythm-based features; intervals, places in the bar and notes a whole note are further ones of the same kind.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from songrnn.corpus.dedupe import top_line
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Span

Real = NDArray[np.float64]

_STEPS = 16  # of a whole note, in which places in a bar are counted
_LAST_PLACE = 24  # the place from which on all are one: bars of 3/2 are as long
_WIDEST = 12  # semitones; wider intervals are one
# Yang and Lerch's twelve lengths, from a sixteenth on, and two shorter ones.
_LENGTHS = ("1/32", "1/24", "1/16", "1/12", "3/32", "1/8", "1/6", "3/16", "1/4", "1/3", "3/8", "1/2", "3/4", "1")
_PARTS = np.array([WHOLE * int(above) // int(below or 1) for above, _, below in (s.partition("/") for s in _LENGTHS)])
_BOUNDS = np.sqrt(_PARTS[1:] * _PARTS[:-1])  # halfway between two lengths, as ratios go


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often notes of a piece fall into bins.

    unit     what the bins are of, for an axis      bins   their labels
    places   the bin of each note, or of each step from note to note, from the notes and the piece
    """

    name: str
    unit: str
    bins: tuple[str, ...]
    places: Callable[[list[Span], NoteSequence], Sequence[int]]

    def of(self, notes: list[Span], sequence: NoteSequence) -> Real:
        """Counts, (bins,)."""
        return np.bincount(self.places(notes, sequence), minlength=len(self.bins)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Figure:
    """A single number for a piece, in a unit."""

    name: str
    unit: str
    value: Callable[[list[Span], NoteSequence], float]

    def of(self, notes: list[Span], sequence: NoteSequence) -> Real:
        """The number, (1,); NaN where the piece is too short to have one."""
        return np.array([self.value(notes, sequence)], np.float64)


@dataclass(frozen=True, slots=True)
class Collected:
    """A set of pieces, measured.

    rows     feature → (pieces, bins) counts of a histogram, or (pieces, 1) values of a figure
    silent   pieces without a note, which are not among them
    """

    rows: dict[str, Real]
    pieces: int
    silent: int


def collect(sequences: Iterable[NoteSequence]) -> Collected:
    """Measure each of the pieces that have notes."""
    found: dict[str, list[Real]] = {feature.name: [] for feature in (*HISTOGRAMS, *FIGURES)}
    pieces = silent = 0
    for sequence in sequences:
        notes = sequence.pitched
        pieces, silent = pieces + bool(notes), silent + (not notes)
        for feature in (*HISTOGRAMS, *FIGURES) if notes else ():
            found[feature.name].append(feature.of(notes, sequence))
    return Collected({name: np.array(rows) for name, rows in found.items()}, pieces, silent)


def _pitch_classes(notes: list[Span], _: NoteSequence) -> list[int]:
    return [note.pitch % 12 for note in notes]


def _intervals(notes: list[Span], _: NoteSequence) -> list[int]:
    """Steps of the top line, the highest of the notes that begin together."""
    steps = (after.pitch - before.pitch for before, after in pairwise(top_line(notes)))
    return [min(max(step, -_WIDEST - 1), _WIDEST + 1) + _WIDEST + 1 for step in steps]


def _lengths(notes: list[Span], _: NoteSequence) -> list[int]:
    lasts = np.array([note.end - note.onset for note in notes], np.float64)
    places: list[int] = np.searchsorted(_BOUNDS, lasts).tolist()
    return places


def _places_in_bars(notes: list[Span], sequence: NoteSequence) -> list[int]:
    """A short first bar is an upbeat, so it ends where a full one does; where nobody counts bars, they are of 4/4."""
    bars = sequence.measures or (Measure(0, WHOLE, 4, 4),)
    ends = [bar.end for bar in bars]
    begins = [bars[0].end - _full(bars[0]), *ends[:-1]]

    def place(onset: int) -> int:
        at = bisect_right(ends, onset)
        passed = onset - begins[at] if at < len(bars) else (onset - ends[-1]) % _full(bars[-1])
        return min(max(passed * _STEPS // WHOLE, 0), _LAST_PLACE)

    return [place(note.onset) for note in notes]


def _full(bar: Measure) -> int:
    return max(WHOLE * bar.beats // bar.unit, bar.end - bar.start)


def _pitch_count(notes: list[Span], _: NoteSequence) -> int:
    return len({note.pitch for note in notes})


def _pitch_range(notes: list[Span], _: NoteSequence) -> int:
    pitches = {note.pitch for note in notes}
    return max(pitches) - min(pitches)


def _density(notes: list[Span], sequence: NoteSequence) -> float:
    """From the first note to the end of the last bar."""
    end = max(sequence.end, *(note.end for note in notes))
    return len(notes) * WHOLE / max(end - notes[0].onset, 1)


def _between_onsets(notes: list[Span], _: NoteSequence) -> float:
    onsets = {note.onset for note in notes}
    return (max(onsets) - min(onsets)) / (len(onsets) - 1) / WHOLE if len(onsets) > 1 else np.nan


HISTOGRAMS = (
    Histogram(
        "pitch classes",
        "pitch class",
        ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"),
        _pitch_classes,
    ),
    Histogram(
        "intervals",
        "interval of the top line, semitones",
        (f"< -{_WIDEST}", *(f"{step:+}" if step else "0" for step in range(-_WIDEST, _WIDEST + 1)), f"> {_WIDEST}"),
        _intervals,
    ),
    Histogram("lengths", "length of a note, of a whole note", _LENGTHS, _lengths),
    Histogram(
        "places in the bar",
        "onset in the bar, 16ths",
        (*map(str, range(_LAST_PLACE)), f"{_LAST_PLACE}+"),
        _places_in_bars,
    ),
)
FIGURES = (
    Figure("pitch count", "pitches", _pitch_count),
    Figure("pitch range", "semitones", _pitch_range),
    Figure("notes a whole note", "notes", _density),
    Figure("between onsets", "whole notes", _between_onsets),
)
