"""Notes in seconds, as tables and distributions show them: pitch, step and duration.

Conventions. A step is the time since the onset before, 0 inside of a chord and for the first note. Seconds follow the
tempos of a piece; where it has none, 120 quarters a minute. Drums are left out. Distributions are shares of all notes
in bins: a semitone each, and 50 ms each up to 2 s, the last bin for what is longer. The overlapping area of two of them
is the sum of the smaller share of each bin, 0 to 1.

After: Zhang 2023, whose pictures these are; Yang and Lerch 2020 for the area.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from songrnn.evaluate.density import overlap
from songrnn.music.sequence import Clock, NoteSequence

Real = NDArray[np.float64]

BIN = 0.05  # seconds
LONGEST = 2.0  # seconds
PITCHES = 128
_BINS = round(LONGEST / BIN) + 1


@dataclass(frozen=True, slots=True)
class Note:
    """A MIDI pitch, and seconds."""

    pitch: int
    step: float
    duration: float
    start: float
    end: float


def notes(sequence: NoteSequence) -> list[Note]:
    """The notes of a piece, in the order of their onsets."""
    clock = Clock(sequence.speeds)
    spans = sequence.pitched
    times = [(clock.seconds(span.onset), clock.seconds(span.end)) for span in spans]
    steps = [0.0, *(after[0] - before[0] for before, after in pairwise(times))]
    return [
        Note(span.pitch, step, end - start, start, end)
        for span, step, (start, end) in zip(spans, steps, times, strict=False)
    ]


def first(sequence: NoteSequence, count: int = 10) -> list[Note]:
    """The first notes of a piece."""
    return list(islice(notes(sequence), count))


@dataclass(frozen=True, slots=True)
class Distributions:
    """Shares of bins, each together 1; all 0 where there is no note. pieces: that have notes."""

    pieces: int
    pitch: Real
    step: Real
    duration: Real

    def overlaps(self, other: "Distributions") -> dict[str, float]:
        """The area that is shared with another set, by name."""
        return {name: overlap(getattr(self, name), getattr(other, name)) for name in ("pitch", "step", "duration")}


def distributions(sequences: Iterable[NoteSequence]) -> Distributions:
    """Of all notes of pieces together."""
    counts = {"pitch": np.zeros(PITCHES), "step": np.zeros(_BINS), "duration": np.zeros(_BINS)}
    pieces = 0
    for sequence in sequences:
        found = notes(sequence)
        pieces += bool(found)
        counts["pitch"] += np.bincount([note.pitch for note in found], minlength=PITCHES)[:PITCHES]
        counts["step"] += _times([note.step for note in found[1:]])
        counts["duration"] += _times([note.duration for note in found])
    shares = {name: count / max(count.sum(), 1) for name, count in counts.items()}
    return Distributions(pieces, **shares)


def _times(seconds: list[float]) -> Real:
    places = np.minimum(np.array(seconds) / BIN + 1e-6, _BINS - 1).astype(np.int64)
    return np.bincount(places, minlength=_BINS).astype(np.float64)
