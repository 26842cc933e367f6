"""Pieces into lanes: contiguous streams, read side by side, so that the state carries on from batch to batch.

Pieces, each closed by the end symbol, are packed into stretches of equal length; a lane is one stretch after another.
At the start of a stretch a piece begins and the state is empty, as it is when a tune is written or measured; a stream
that never began anew would leave a network that cannot begin. Inside, the state carries on over batches and pieces.
Every epoch shuffles anew. What a step sees depends on its number and the seed alone, so a stopped run goes on exactly
where it was.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import TrainingError
from songrnn.form import Ids

Array = NDArray[np.int64]
_ROOM_FOR = 0.995  # the share of pieces that a stretch has room for; the longest few are read in parts


@dataclass(frozen=True, slots=True)
class Batch:
    """Symbols and their successors, both (B, T); `fresh` where lanes begin anew and the state must too."""

    symbols: Array
    targets: Array
    fresh: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A piece in several versions, of which every epoch draws one.

    closed    symbols of each version, with the end symbol
    limits    cumulative weights of the versions
    """

    closed: tuple[Array, ...]
    limits: tuple[float, ...] = (1.0,)

    @classmethod
    def of(cls, versions: Sequence[Array], weights: Sequence[float] = (1.0,)) -> Self:
        """A choice of versions without the end symbol, and how likely each of them is."""
        assert len(versions) == len(weights)
        return cls(tuple(np.append(version, Ids.END) for version in versions), tuple(accumulate(weights)))

    @property
    def longest(self) -> int:
        """The length of the longest version."""
        return max(map(len, self.closed))

    def parts(self, reach: int) -> "list[Choice]":
        """The piece in consecutive parts of at most `reach` symbols: itself, if it is no longer."""
        starts = range(0, self.longest, reach)
        if len(starts) == 1:
            return [self]
        return [Choice(tuple(v[start : start + reach] for v in self.closed), self.limits) for start in starts]

    def pick(self, rng: np.random.Generator) -> Array:
        """One version."""
        at = bisect_right(self.limits, rng.random() * self.limits[-1])
        return self.closed[min(at, len(self.closed) - 1)]


class Lanes:
    """The batches of a training split.

    pieces   symbols of each piece without the end symbol, or a choice of versions of it
    rows     lanes, B, at most        steps   symbols of a lane in one batch, T
    """

    def __init__(self, pieces: Sequence[Array | Choice], rows: int, steps: int, seed: int) -> None:
        if not pieces:
            raise TrainingError("The training split is empty; give a corpus with tunes in it.")
        choices = [piece if isinstance(piece, Choice) else Choice.of([piece]) for piece in pieces]
        lengths = [choice.longest for choice in choices]
        self._seed = seed
        self.steps = min(steps, sum(lengths))  # a corpus smaller than one batch makes one small batch
        self._reach = self._choose_reach(lengths)
        self._pieces = [part for choice in choices for part in choice.parts(self._reach)]
        self._stretches = _pack([piece.longest for piece in self._pieces], self._reach)
        turns = -(-len(self._stretches) // rows)  # stretches that a lane reads in an epoch
        self.rows = -(-len(self._stretches) // turns)  # as few as do the same: none of them has to read one twice
        self.batches = turns * (self._reach // self.steps)  # of an epoch
        self._epoch = -1
        self._inputs: Array = np.empty((self.rows, 0), np.int64)
        self._targets: Array = self._inputs

    def _choose_reach(self, lengths: Sequence[int]) -> int:
        """Symbols of a stretch: room for all but the longest pieces, at least two batches, a whole number of them."""
        wanted = max(2 * self.steps, int(np.quantile(lengths, _ROOM_FOR)))
        return self.steps * -(-min(wanted, sum(lengths)) // self.steps)

    def batch(self, step: int) -> Batch:
        """The batch of a training step, counted from 0 over all epochs."""
        epoch, place = divmod(step, self.batches)
        if epoch != self._epoch:
            self._lay_out(epoch)
        span = slice(place * self.steps, (place + 1) * self.steps)
        fresh = place * self.steps % self._reach == 0
        return Batch(self._inputs[:, span], self._targets[:, span], fresh)

    def _lay_out(self, epoch: int) -> None:
        """Shuffle stretches and the pieces inside them, and lay them side by side in lanes."""
        rng = np.random.default_rng((self._seed, epoch))
        order = np.resize(rng.permutation(len(self._stretches)), self._lanes_of_stretches())
        filled = [self._fill(self._stretches[at], rng) for at in order]
        self._targets = np.concatenate(filled).reshape(-1, self.rows, self._reach).swapaxes(0, 1).reshape(self.rows, -1)
        before = np.roll(self._targets.reshape(self.rows, -1, self._reach), 1, axis=2)
        before[:, :, 0] = Ids.END
        self._inputs, self._epoch = before.reshape(self.rows, -1), epoch

    def _lanes_of_stretches(self) -> int:
        """How many stretches an epoch lays out: all, and some twice where the last row of lanes would not be full."""
        return self.rows * self.batches * self.steps // self._reach

    def _fill(self, stretch: Sequence[int], rng: np.random.Generator) -> Array:
        """The pieces of a stretch in any order, and the beginnings of others in the room that is left."""
        parts = [self._pieces[at].pick(rng) for at in rng.permutation(stretch)]
        room = self._reach - sum(map(len, parts))
        while room > 0:
            parts.append(self._pieces[int(rng.integers(len(self._pieces)))].pick(rng)[:room])
            room -= len(parts[-1])
        return np.concatenate(parts)


def _pack(lengths: Sequence[int], reach: int) -> list[list[int]]:
    """Pieces into as few stretches of `reach` symbols as may be: the longest first, each where it fits tightest.

    returns   the pieces of each stretch, by number
    """
    stretches: list[list[int]] = []
    rooms: list[tuple[int, int]] = []  # room left and number of each stretch, sorted
    for at in sorted(range(len(lengths)), key=lambda piece: -lengths[piece]):
        found = bisect_left(rooms, (lengths[at], -1))
        if found == len(rooms):
            stretches.append([])
            rooms.append((reach, len(stretches) - 1))
            found = len(rooms) - 1
        room, number = rooms.pop(found)
        stretches[number].append(at)
        insort(rooms, (room - lengths[at], number))
    return stretches
