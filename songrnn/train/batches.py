"""Pieces into lanes: contiguous streams, read side by side, so that the state carries on from batch to batch.

Pieces, each closed by the end symbol, are packed into stretches of equal length; a lane is one stretch after another.
At the start of a stretch a piece begins and the state is empty, as it is when a tune is written or measured; a stream
that never began anew would leave a network that cannot begin. Inside, the state carries on over batches and pieces.
Every epoch shuffles anew. What a step sees depends on its number and the seed alone, so a stopped run goes on exactly
where it was.
"""

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import TrainingError

Array = NDArray[Any]
_AT_A_TIME = 1 << 14  # parts that are packed together
_ROOM_FOR = 0.995  # the share of pieces that a stretch has room for; the longest few are read in parts


@dataclass(frozen=True, slots=True)
class Batch:
    """Symbols and their successors, both (B, T, *the form's shape).

    fresh     sequences begin anew and the state must too
    last      the targets are what follows the last symbols alone: their T is 1
    counts    (B, T), which targets count; all, if it is None
    """

    symbols: Array
    targets: Array
    fresh: bool
    last: bool = False
    counts: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A piece in several versions, of which every epoch draws one.

    closed    symbols of each version, with the end symbol
    limits    cumulative weights of the versions
    """

    closed: tuple[Array, ...]
    limits: tuple[float, ...] = (1.0,)

    @classmethod
    def of(cls, versions: Sequence[Array], weights: Sequence[float] = (1.0,), *, ends: bool = True) -> Self:
        """A choice of versions without the end, and how likely each of them is; they are closed where pieces end."""
        assert len(versions) == len(weights)
        return cls(tuple(close(version) if ends else version for version in versions), tuple(accumulate(weights)))

    @property
    def longest(self) -> int:
        """The length of the longest version."""
        return max(map(len, self.closed))

    def pick(self, rng: np.random.Generator) -> Array:
        """One version."""
        at = bisect_right(self.limits, rng.random() * self.limits[-1])
        return self.closed[min(at, len(self.closed) - 1)]


def close(piece: Array) -> Array:
    """A piece with a step of zeros at its end."""
    return np.concatenate([piece, np.zeros((1, *piece.shape[1:]), piece.dtype)])


class Pieces(ABC):
    """The pieces of a training split, closed by a step of zeros where they have an end.

    lengths   of the longest version of each, shape (pieces,)
    """

    lengths: NDArray[np.int64]

    @abstractmethod
    def pick(self, at: int, rng: np.random.Generator) -> Array:
        """One version of a piece."""


class Choices(Pieces):
    """Pieces in memory."""

    def __init__(self, pieces: Sequence[Array | Choice], *, ends: bool = True) -> None:
        self._choices = [piece if isinstance(piece, Choice) else Choice.of([piece], ends=ends) for piece in pieces]
        self.lengths = np.array([choice.longest for choice in self._choices], np.int64)

    def pick(self, at: int, rng: np.random.Generator) -> Array:
        return self._choices[at].pick(rng)


class Stored(Pieces):
    """Pieces on disk, of which only those that are picked are read.

    rows      symbols of all pieces, without ends, one after the other; mapped into memory
    offsets   where each piece begins, and where the last one ends: shape (pieces + 1,)
    ends      whether a step of zeros closes a piece
    """

    def __init__(self, rows: Array, offsets: NDArray[np.int64], *, ends: bool = True) -> None:
        self._rows, self._offsets, self._ends = rows, offsets, ends
        self.lengths = np.diff(offsets) + ends

    def pick(self, at: int, rng: np.random.Generator) -> Array:
        rng.random()  # as a choice of one version does: what is drawn after it is the same
        piece = self._rows[self._offsets[at] : self._offsets[at + 1]]
        piece = piece.astype(np.int64 if piece.ndim == 1 else piece.dtype.newbyteorder("="))
        return close(piece) if self._ends else piece


class Batches(ABC):
    """The batches of a training split, each a function of its number and the seed alone.

    rows      of a batch               batches   of an epoch
    carries   whether the state goes on from one batch to the next
    weights   what symbols weigh, float32 of shape (V,), for forms of Ids; None if all weigh the same
    """

    weights: NDArray[np.float32] | None = None
    rows: int
    batches: int
    carries: bool

    @abstractmethod
    def batch(self, step: int) -> Batch:
        """The batch of a training step, counted from 0 over all epochs."""


class Lanes(Batches):
    """Lanes of whole pieces, which have an end.

    pieces   symbols of each piece without the end symbol, or a choice of versions of it; or pieces that know themselves
    rows     lanes, B, at most        steps   symbols of a lane in one batch, T

    Only what the lanes read side by side, a stretch each, is in memory.
    """

    carries = True

    def __init__(self, pieces: Pieces | Sequence[Array | Choice], rows: int, steps: int, seed: int) -> None:
        self._pieces = pieces if isinstance(pieces, Pieces) else Choices(pieces)
        lengths = self._pieces.lengths
        check_any(self._pieces)
        self._seed = seed
        total = int(lengths.sum())
        self.steps = min(steps, total)  # a corpus smaller than one batch makes one small batch
        self._reach = self._choose_reach(lengths, total)
        self._parts = _Parts.of(lengths, self._reach)
        self._stretches = _Stretches.of(self._parts.lengths, self._reach)
        self._turns = -(-len(self._stretches) // rows)  # stretches that a lane reads in an epoch
        self.rows = -(-len(self._stretches) // self._turns)  # as few as do the same: none has to read one twice
        self.batches = self._turns * (self._reach // self.steps)  # of an epoch
        self._at = (-1, -1)  # the epoch and the turn that are laid out
        self._rng = np.random.default_rng()
        self._order: Array = np.empty(0, np.int64)
        self._inputs: Array = np.empty((self.rows, 0))
        self._targets: Array = self._inputs

    def _choose_reach(self, lengths: Array, total: int) -> int:
        """Symbols of a stretch: room for all but the longest pieces, at least two batches, a whole number of them."""
        wanted = max(2 * self.steps, int(np.quantile(lengths, _ROOM_FOR)))
        return self.steps * -(-min(wanted, total) // self.steps)

    def batch(self, step: int) -> Batch:
        epoch, place = divmod(step, self.batches)
        turn, inside = divmod(place * self.steps, self._reach)
        if (epoch, turn) != self._at:
            self._lay_out(epoch, turn)
        span = slice(inside, inside + self.steps)
        return Batch(self._inputs[:, span], self._targets[:, span], fresh=inside == 0)

    def _lay_out(self, epoch: int, turn: int) -> None:
        """Lay the stretches of a turn side by side. Those before it in the epoch are drawn first, if they were not."""
        if self._at[0] != epoch or self._at[1] >= turn:
            self._rng = np.random.default_rng((self._seed, epoch))
            self._order = np.resize(self._rng.permutation(len(self._stretches)), self.rows * self._turns)
            self._at = (epoch, -1)
        for number in range(self._at[1] + 1, turn + 1):
            here = self._order[number * self.rows : (number + 1) * self.rows]
            self._targets = np.stack([self._fill(self._stretches[at]) for at in here])
        self._inputs = np.roll(self._targets, 1, axis=1)
        self._inputs[:, 0] = 0
        self._at = (epoch, turn)

    def _fill(self, stretch: Array) -> Array:
        """The pieces of a stretch in any order, and the beginnings of others in the room that is left."""
        parts = [self._pick(at) for at in self._rng.permutation(stretch)]
        room = self._reach - sum(map(len, parts))
        while room > 0:
            parts.append(self._pick(int(self._rng.integers(len(self._parts.pieces))))[:room])
            room -= len(parts[-1])
        return np.concatenate(parts)

    def _pick(self, part: int) -> Array:
        start = self._parts.starts[part]
        return self._pieces.pick(int(self._parts.pieces[part]), self._rng)[start : start + self._reach]


def check_any(pieces: Pieces) -> None:
    """Raise TrainingError if there is no piece."""
    if not len(pieces.lengths):
        raise TrainingError("The training split is empty; give a corpus with tunes in it.")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Pieces cut where they are longer than a stretch: the piece of each part, where it starts, and its length."""

    pieces: Array
    starts: Array
    lengths: Array

    @classmethod
    def of(cls, lengths: Array, reach: int) -> Self:
        counts = -(-lengths // reach)
        pieces = np.repeat(np.arange(len(lengths)), counts)
        starts = (np.arange(len(pieces)) - np.repeat(np.cumsum(counts) - counts, counts)) * reach
        return cls(pieces, starts, np.minimum(lengths[pieces] - starts, reach))


class _Stretches:
    """The parts of each stretch, by number; a few bytes for each, however many there are."""

    def __init__(self, parts: Array, offsets: Array) -> None:
        self._parts, self._offsets = parts, offsets

    @classmethod
    def of(cls, lengths: Array, reach: int) -> Self:
        """Parts into stretches, some tens of thousands at a time: packing all at once takes too long for millions."""
        parts, offsets = array("q"), array("q", [0])
        for begin in range(0, len(lengths), _AT_A_TIME):
            for stretch in _pack(lengths[begin : begin + _AT_A_TIME].tolist(), reach):
                parts.extend(begin + at for at in stretch)
                offsets.append(len(parts))
        return cls(np.frombuffer(parts, np.int64), np.frombuffer(offsets, np.int64))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, at: int) -> Array:
        return self._parts[self._offsets[at] : self._offsets[at + 1]]


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
