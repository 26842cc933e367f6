"""A suffix array: where the longest runs of a sequence stand in many others, of any length, exactly.

Knows sequences of numbers, nothing of music. Made by prefix doubling, in which only what still ties is sorted again, so
it takes time by the length of the longest repeated run's logarithm; searched by bisection, for all places of a sequence
at once, without comparing again what both bounds share with it.

After: Manber and Myers 1993, "Suffix arrays: a new method for on-line string searches"; Larsson and Sadakane 2007,
"Faster suffix sorting".

Axes: T symbols of all sequences and an end after each, Q symbols of the sequence that is looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Symbols = NDArray[np.uint64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a run stands: the first such sequence, the run's place in it, and how many places there are in all."""

    sequence: int
    at: int
    places: int


@dataclass(frozen=True, slots=True)
class Suffixes:
    """Sequences of symbols, indexed; made by `build`.

    known    the different symbols, ascending
    text     (T,) their ranks, odd so that others fit between; each sequence ends in a negative number of its own
    order    (T,) the places of the text, sorted by what follows from there
    begins   where each sequence begins in the text
    """

    known: Symbols
    text: NDArray[np.int32]
    order: NDArray[np.int32]
    begins: Whole

    @classmethod
    def build(cls, sequences: Sequence[Symbols]) -> Self:
        """Index the sequences. Less than 2^30 symbols in all."""
        lengths = np.array([len(one) for one in sequences], np.int64)
        begins = np.cumsum(lengths + 1) - lengths - 1
        ends = begins + lengths
        known, ranks = np.unique(np.concatenate([np.empty(0, np.uint64), *sequences]), return_inverse=True)
        text = np.empty(int(lengths.sum()) + len(lengths), np.int32)
        inside = np.ones(len(text), bool)
        inside[ends] = False
        text[inside] = 2 * ranks + 1
        text[ends] = -1 - np.arange(len(ends))
        return cls(known, text, _sorted(text), begins)

    @property
    def memory(self) -> int:
        """Bytes."""
        return sum(array.nbytes for array in (self.known, self.text, self.order, self.begins))

    def search(self, sequence_Q: Symbols) -> Whole:
        """How long the longest run from each place of a sequence is that stands here.

        returns   (Q,) symbols; 0 where not even the first one does
        """
        query = self._query(sequence_Q, -1 - len(self.begins))
        _, below, above = self._insert(query, np.arange(len(sequence_Q)))
        return np.maximum(below, above)

    def find(self, run: Symbols) -> Found | None:
        """Where a run stands, None if it does not."""
        after = self._query(run, -1 - len(self.begins))
        low, _, _ = self._insert(after, np.zeros(1, np.int64))
        high, _, _ = self._insert(self._query(run, np.iinfo(np.int32).max), np.zeros(1, np.int64))
        places = self.order[low[0] : high[0]]
        if not len(places):
            return None
        first = int(places.min())
        sequence = int(np.searchsorted(self.begins, first, "right")) - 1
        return Found(sequence, first - int(self.begins[sequence]), len(places))

    def _query(self, sequence_Q: Symbols, end: int) -> NDArray[np.int32]:
        """Ranks of symbols, those that are not known between the others; and an end that is smaller or greater."""
        ranks = np.searchsorted(self.known, sequence_Q)
        there = np.zeros(len(ranks), bool)
        inside = ranks < len(self.known)
        there[inside] = self.known[ranks[inside]] == sequence_Q[inside]
        return np.append(2 * ranks + there, end).astype(np.int32)

    def _insert(self, query: NDArray[np.int32], starts_Q: Whole) -> tuple[Whole, Whole, Whole]:
        """Where in the order the query from each start belongs, and what it shares with its two neighbours there."""
        low, high = np.zeros_like(starts_Q), np.full_like(starts_Q, len(self.order))
        below, above = np.zeros_like(starts_Q), np.zeros_like(starts_Q)
        while (active := np.flatnonzero(low < high)).size:
            middle = (low[active] + high[active]) // 2
            suffixes, starts = self.order[middle].astype(np.int64), starts_Q[active]
            common = self._common(query, starts, suffixes, np.minimum(below[active], above[active]))
            less = self.text[suffixes + common] < query[starts + common]
            low[active[less]], below[active[less]] = middle[less] + 1, common[less]
            high[active[~less]], above[active[~less]] = middle[~less], common[~less]
        return low, below, above

    def _common(self, query: NDArray[np.int32], starts: Whole, suffixes: Whole, least: Whole) -> Whole:
        """How far each pair agrees, which is `least` or further. Ends agree with nothing."""
        common, active = least, np.arange(len(starts))
        while active.size:
            at = common[active]
            active = active[self.text[suffixes[active] + at] == query[starts[active] + at]]
            common[active] += 1
        return common


def _sorted(text: NDArray[np.int32]) -> NDArray[np.int32]:
    """The places of a text, sorted by what follows. Every run that ties ends before an end, as ends differ."""
    order = np.argsort(text, kind="stable")
    places = np.arange(len(text))  # in the order, of suffixes that tie so far
    ranks = np.empty(len(text), np.int64)
    keys, width = text[order].astype(np.int64), 0
    while len(places):
        new = np.diff(keys, prepend=keys[0] - 1) != 0
        ranks[order[places]] = np.maximum.accumulate(np.where(new, places, 0))
        tied = ~(new & np.append(new[1:], True))
        places, width = places[tied], max(2 * width, 1)
        suffixes = order[places]
        keys = (ranks[suffixes] << 32) | ranks[suffixes + width]
        within = np.argsort(keys, kind="stable")
        keys, order[places] = keys[within], suffixes[within]
    return order.astype(np.int32)
