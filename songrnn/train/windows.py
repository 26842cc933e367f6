"""Windows: stretches of pieces, each read from an empty state, in an order that is shuffled anew every epoch.

What a window holds depends on the number of the step and the seed alone, so a stopped run goes on exactly where it was.
"""

from dataclasses import dataclass

import numpy as np

from songrnn.train.batches import Array, Batch, Batches, Pieces, check_any


@dataclass(frozen=True, slots=True)
class Cut:
    """How windows are cut from pieces.

    steps    symbols of a window, T
    stride   from one window of a piece to the next, 0 for the first one alone
    last     one window a target, the symbols before it: those before the piece are zeros. Else all of a window's
             symbols are targets, and those beyond the piece do not count
    drawn    one window of each piece an epoch, at random; `stride` plays no part then
    """

    steps: int
    stride: int = 1
    last: bool = False
    drawn: bool = False


class Windows(Batches):
    """The windows of a training split, `rows` in a batch."""

    carries = False

    def __init__(self, pieces: Pieces, rows: int, seed: int, cut: Cut) -> None:
        check_any(pieces)
        self._pieces, self._seed, self.cut, self.steps = pieces, seed, cut, cut.steps
        every = cut.stride and not cut.drawn
        each = -(-pieces.lengths // cut.stride) if every else np.minimum(pieces.lengths, 1)
        self._offsets: Array = np.append(0, np.cumsum(each))
        count = int(self._offsets[-1])
        self.rows = min(rows, count)
        self.batches = -(-count // self.rows)
        self._epoch = -1
        self._order: Array = np.empty(0, np.int64)

    def batch(self, step: int) -> Batch:
        epoch, place = divmod(step, self.batches)
        if epoch != self._epoch:
            shuffled = np.random.default_rng((self._seed, epoch)).permutation(self._offsets[-1])
            self._order, self._epoch = np.resize(shuffled, self.rows * self.batches), epoch
        here = self._order[place * self.rows : (place + 1) * self.rows]
        cuts = [self._cut(int(window), epoch) for window in here]
        symbols = np.stack([before for before, _ in cuts])
        if self.cut.last:
            return Batch(symbols, np.stack([after for _, after in cuts]), fresh=True, last=True)
        lengths = np.array([len(after) for _, after in cuts])
        counts = np.arange(self.steps) < lengths[:, None]
        targets = np.stack([_filled(after, self.steps) for _, after in cuts])
        return Batch(symbols, targets, fresh=True, counts=None if counts.all() else counts)

    def _cut(self, window: int, epoch: int) -> tuple[Array, Array]:
        """The symbols of a window, filled up with zeros, and its targets as they are."""
        at = int(np.searchsorted(self._offsets, window, "right")) - 1
        rng = np.random.default_rng((self._seed, epoch, window))
        piece = self._pieces.pick(at, rng)
        place = self._place(window - int(self._offsets[at]), len(piece), rng)
        if self.cut.last:
            before = piece[max(0, place - self.steps) : place]
            return _filled(before[::-1], self.steps)[::-1], piece[place : place + 1]
        after = piece[place : place + self.steps]
        first = piece[place - 1 : place] if place else np.zeros_like(piece[:1])
        return _filled(np.concatenate([first, after[:-1]]), self.steps), after

    def _place(self, number: int, length: int, rng: np.random.Generator) -> int:
        """Where a window of a piece begins, or its one target stands."""
        if self.cut.drawn:
            return int(rng.integers(length if self.cut.last else max(1, length - self.steps + 1)))
        return min(number * self.cut.stride, length - 1)  # of versions, the one that was drawn may be shorter


def _filled(rows: Array, steps: int) -> Array:
    """Rows, and zeros behind them."""
    return np.concatenate([rows, np.zeros((steps - len(rows), *rows.shape[1:]), rows.dtype)])
