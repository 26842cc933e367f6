"""Passages of a piece: some notes in a row of its top line, intervals and rhythm, the same in every key and unit.

Pieces that share most of their passages are one music, however they begin. A sketch finds such pieces without
comparing all with all: a few numbers of each piece, of which pieces that share much have one in common.
After: Broder 1997, "On the resemblance and containment of documents" (min-wise hashing).
"""

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from songrnn.corpus.dedupe import top_line
from songrnn.music.sequence import FINEST, NoteSequence

NOTES = 16  # of a passage
_BANDS, _ROWS = 32, 2  # pieces that share a third of all passages that they have are found 97 times of 100
_FEWEST = 8  # passages; shorter pieces share too easily

Hashes = NDArray[np.uint64]


def passages(sequence: NoteSequence) -> Hashes:
    """Hashes of the passages of a piece, each once, in ascending order; none of a piece shorter than a passage."""
    line = np.array(top_line(sequence.spans), np.int64).reshape(-1, 3)
    if len(line) < NOTES:
        return np.empty(0, np.uint64)
    intervals, steps = np.diff(line[:, 2]), np.rint(np.diff(line[:, 0]) / FINEST).astype(np.int64)
    windows = sliding_window_view(steps, NOTES - 1)
    units = np.maximum(np.gcd.reduce(windows, axis=1), 1)
    shapes = np.concatenate([sliding_window_view(intervals, NOTES - 1), windows // units[:, None]], axis=1)
    return np.unique(_mixed((shapes.astype(np.uint64) * _factors(2 * NOTES - 2)).sum(axis=1, dtype=np.uint64)))


def _mixed(sums: Hashes) -> Hashes:
    """Sums whose bits depend on all bits of the numbers that went in. After: Steele and others 2014 (SplitMix64)."""
    mixed = (sums ^ (sums >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@lru_cache(maxsize=4)
def _factors(count: int) -> Hashes:
    """Odd factors, the same ones always."""
    return np.random.default_rng(2).integers(2**63, size=count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def sketch(hashes: Hashes) -> list[str]:
    """A few short keys; two pieces that share many passages have one in common. None of a piece with few passages."""
    if len(hashes) < _FEWEST:
        return []
    factors, offsets = _functions()
    least = (hashes[:, None] * factors + offsets).min(axis=0).reshape(_BANDS, _ROWS)
    return [f"{number}:{one:x}{other:x}" for number, (one, other) in enumerate(least.tolist())]


@lru_cache(maxsize=1)
def _functions() -> tuple[Hashes, Hashes]:
    """Odd factors and offsets of hash functions, the same ones always."""
    rng = np.random.default_rng(1)
    count = _BANDS * _ROWS
    return rng.integers(2**63, size=count, dtype=np.uint64) * np.uint64(2) + np.uint64(1), rng.integers(
        2**63, size=count, dtype=np.uint64
    )


def is_same(own: Hashes, shared: int) -> bool:
    """Whether so many shared passages make a piece the same music as others."""
    return len(own) >= _FEWEST and 2 * shared > len(own)
