"""How well many signals follow many features at once, by ranks; how sure that is, songrnn.probe.inference says of one.

Knows rows of numbers. Knows no network and no music.

Effects are signed and need no units: for a yes/no feature 2 AUC - 1, the share of pairs of a yes and a no where the
signal is higher at the yes, less the share where it is lower (Somers' d; Hanley and McNeil 1982 of AUC); for a number
Spearman's rho. Equal values share a mid-rank.

Axes: N rows, U signals, F features.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Exact = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """Features that have a sense at the same rows.

    rows       (N,) where they have one
    weights    (F, N) what the centred ranks of a signal are summed with; 0 elsewhere
    spreads    (F,) whether the sum is also divided by the length of the ranks: for numbers
    """

    rows: Flags
    weights: Floats
    spreads: Flags

    def effects(self, signals_UN: "Sorted") -> Floats:
        """The effect of each feature and signal, (F, U); 0 where either does not vary."""
        ranks_UN = signals_UN.ranks(self.rows)
        # Not by BLAS: its threads would wait for each other, and for those that are busy with other signals.
        sums_FU = np.einsum("fn,un->fu", self.weights, ranks_UN)
        lengths_U = np.sqrt(np.einsum("un,un->u", ranks_UN, ranks_UN))
        effects_FU: Floats = np.where(self.spreads[:, None], sums_FU / np.where(lengths_U > 0, lengths_U, 1), sums_FU)
        return effects_FU.clip(-1, 1)


def asked(features_FN: Floats, yes_no_F: Flags) -> Asked:
    """Prepare features, nan at the same rows."""
    rows = ~np.isnan(features_FN[0])
    weights = np.zeros(features_FN.shape, np.float32)
    for at, feature_N in enumerate(features_FN):
        weights[at, rows] = (_label_weights if yes_no_F[at] else _rank_weights)(feature_N[rows])
    return Asked(rows, weights, ~yes_no_F)


def alike(features_FN: Floats) -> list[NDArray[np.int64]]:
    """The features, by their places, in groups that have a sense at the same rows."""
    groups: dict[bytes, list[int]] = {}
    for at, missing_N in enumerate(np.isnan(features_FN)):
        groups.setdefault(np.packbits(missing_N).tobytes(), []).append(at)
    return [np.array(group) for group in groups.values()]


def is_yes_no(feature_N: Floats) -> bool:
    """Whether a feature is 0 or 1 wherever it has a sense."""
    return bool(np.isin(feature_N[~np.isnan(feature_N)], (0, 1)).all())


def _label_weights(labels: Floats) -> Exact:
    """With the centred ranks r of n rows, 2 AUC - 1 = 2 / n (mean of r where yes - mean of r where no)."""
    yes = labels > 0
    if yes.all() or not yes.any():
        return np.zeros(len(labels))
    count = int(yes.sum())
    return np.where(yes, 1 / count, -1 / (len(labels) - count)) * (2 / len(labels))


def _rank_weights(values: Floats) -> Exact:
    ranks = midranks(values)
    ranks -= ranks.mean() if len(ranks) else 0
    length = math.sqrt(ranks @ ranks)
    return ranks / (length or 1)


def midranks(values: Floats) -> Exact:
    """Ranks from 0; equal values share the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[places]


class Sorted:
    """Signals that are sorted once, and then ranked among any choice of rows."""

    def __init__(self, signals_UN: Floats) -> None:
        self._shape = signals_UN.shape
        self._order = np.argsort(signals_UN, axis=1)
        self._places = (self._order + np.arange(len(signals_UN))[:, None] * signals_UN.shape[1]).ravel()
        self._values = signals_UN.ravel().take(self._places)

    def ranks(self, rows: Flags) -> Floats:
        """Centred mid-ranks among the rows, (U, N); 0 at other rows."""
        ranks = np.zeros(self._values.shape, np.float32)
        count = int(rows.sum())
        if count:
            kept = rows.take(self._order).ravel()  # compress and take, as an index would be several times slower
            ranks[self._places.compress(kept)] = _middles(self._values.compress(kept), count)
        return ranks.reshape(self._shape)


def _middles(values: Floats, count: int) -> Floats:
    """Centred mid-ranks of sorted values, so many of each signal, one signal after the other."""
    begins_run = np.empty(values.shape, np.bool_)
    np.not_equal(values[1:], values[:-1], out=begins_run[1:])
    begins_run[::count] = True
    begins = np.flatnonzero(begins_run)
    lengths = np.diff(begins, append=len(values))
    ranks_UN = np.repeat(begins + (lengths - 1) / 2, lengths).reshape(-1, count)
    ranks_UN -= np.arange(len(ranks_UN))[:, None] * count + (count - 1) / 2
    return ranks_UN.ravel().astype(np.float32)
