"""A piece as a line of symbols that compares: once as it is, once the same in every key and at every speed.

What begins together is one note of the line, a chord as a whole: a tune is its melody, a chorale or piano piece the
chords and single notes that begin at each onset. A note lasts until the next one begins, so a rest lengthens the note
before it, and how long the notes of a chord are held does not matter; the last one lasts until its own end. Grace notes
and drums are left out. ABC is compared as it is written, repeats played once, so that no run is long only because it
is played twice; other notations have no repeats.

Knows neither indexes nor models. Chords and lengths go into numbers of 64 bits, drawn at random once: two lines that
differ have the same symbols once in 10^19 comparisons.

Axes: S notes as they sound, N notes of the line.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from songrnn.corpus.facts import heard_or_silent
from songrnn.music.piece import Piece
from songrnn.music.score import Score, Voice
from songrnn.music.sequence import WHOLE, NoteSequence, bars_until
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import from_score

Symbols = NDArray[np.uint64]
Whole = NDArray[np.int64]

FINEST = WHOLE // 192  # parts; lengths that differ by less are the same: players and septuplets are never exact
DOUBLING = 12  # steps of the scale of ratios from 1 to 2; it tells 4:3, 3:2 and 5:3 apart, and not 1.00 from 1.02
_LOWEST, _PITCHES = -512, 1024  # of what ABC can say with octave marks; beyond them pitches are the same


@dataclass(frozen=True, slots=True)
class Line:
    """The notes of a piece one after the other.

    tops       (N,) the highest pitch of each, MIDI numbers
    steps      (N,) parts until the next one begins
    bars       (N,) the bar that each begins in, from 1, a pick-up counted
    verbatim   (N,) a symbol a note: its pitches and its length
    invariant  (N - 1,) a symbol for each pair of neighbours: both chords from their top notes down, the interval
               between these, and the ratio of the lengths
    """

    name: str
    tops: Whole
    steps: Whole
    bars: Whole
    verbatim: Symbols
    invariant: Symbols

    def __len__(self) -> int:
        return len(self.tops)


def hear(piece: Piece, notation: str) -> NoteSequence:
    """A piece of a corpus as it is compared, under its own name; one that cannot be read has no notes."""
    if notation == "abc":
        return replace(from_score(once(read_tune(piece.text).score)), name=piece.name)
    return replace(heard_or_silent(piece, notation), name=piece.name)


def once(score: Score) -> Score:
    """The score with every bar played once, in the order in which they are written."""
    voices = tuple(
        Voice(tuple(replace(bar, opens=False, closes=0, endings=()) for bar in voice.bars), voice.name)
        for voice in score.voices
    )
    return replace(score, voices=voices, parts="")


def line(sequence: NoteSequence) -> Line:
    """The line of a piece; empty if it has no notes but drums."""
    spans_S = np.array(sequence.pitched, np.int64).reshape(-1, 3)
    onsets_S, pitches_S = _chords(spans_S)
    begins_N = np.flatnonzero(np.diff(onsets_S, prepend=-1))
    if not len(begins_N):
        numbers, symbols = np.empty(0, np.int64), np.empty(0, np.uint64)
        return Line(sequence.name, numbers, numbers, numbers, symbols, symbols)
    onsets_N = onsets_S[begins_N]
    end = spans_S[spans_S[:, 0] == onsets_N[-1], 1].max()
    steps_N = np.maximum(np.diff(onsets_N, append=end), 1)
    tops_N = np.maximum.reduceat(pitches_S, begins_N)
    hung_S = np.repeat(tops_N, np.diff(begins_N, append=len(pitches_S))) - pitches_S
    starts = np.array([bar.start for bar in bars_until(int(onsets_N[-1]) + 1, sequence.measures)])
    return Line(
        sequence.name, tops_N, steps_N, np.searchsorted(starts, onsets_N, "right").astype(np.int64),
        _verbatim(np.add.reduceat(_table()[pitches_S - _LOWEST], begins_N), steps_N),
        _invariant(np.add.reduceat(_table()[hung_S], begins_N), tops_N, steps_N),
    )  # fmt: skip


def _chords(spans_S: Whole) -> tuple[Whole, Whole]:
    """Onsets and pitches in their order, a pitch that several players begin together once."""
    pitches_S = np.clip(spans_S[:, 2] - _LOWEST, 0, _PITCHES - 1)
    places_S = np.unique(spans_S[:, 0] * _PITCHES + pitches_S)
    return places_S // _PITCHES, places_S % _PITCHES + _LOWEST


def _verbatim(chords_N: Symbols, steps_N: Whole) -> Symbols:
    lengths_N = np.rint(steps_N / FINEST).astype(np.uint64)
    notes: Symbols = chords_N + lengths_N * _factors()[0]
    return notes


def _invariant(shapes_N: Symbols, tops_N: Whole, steps_N: Whole) -> Symbols:
    ratios = np.rint(DOUBLING * np.log2(steps_N[1:] / steps_N[:-1])).astype(np.int64)
    before, after, interval, ratio = _factors()[1:]
    moves: Symbols = shapes_N[:-1] * before + shapes_N[1:] * after
    moves += np.diff(tops_N).astype(np.uint64) * interval + ratios.astype(np.uint64) * ratio
    return moves


@lru_cache(maxsize=1)
def _table() -> Symbols:
    """A number a pitch; a chord's is their sum."""
    return np.random.default_rng(1).integers(2**64, size=_PITCHES, dtype=np.uint64)


@lru_cache(maxsize=1)
def _factors() -> Symbols:
    """Odd factors, so that they keep different numbers apart."""
    return np.random.default_rng(2).integers(2**63, size=5, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
