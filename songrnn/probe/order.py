"""An order of units in which those that say alike stand together, so that structure shows in a matrix of them.

Knows numbers alone: the units are clustered by average linkage of 1 - correlation, and each two clusters that are
joined are turned so that the most alike of their ends meet.

After: Gruvaeus and Wainer 1972; Murtagh 1983 (chains of nearest neighbours). Axes: T symbols, H units.
"""

import numpy as np
from numpy.typing import NDArray

_CONSTANT = 1e-9  # a standard deviation that is rounding alone


def order(values_TH: NDArray[np.floating]) -> NDArray[np.intp]:
    """A permutation of the units, shape (H,): row k of a picture shows unit order[k]; the same for the same values.

    values_TH   what the units said, shape (T, H); what is no number counts as 0
    returns     (H,) units that say alike beside one another, those that never change last, in their own order
    """
    values = np.nan_to_num(np.asarray(values_TH, np.float32), posinf=0.0, neginf=0.0)
    spread = values.std(axis=0) if len(values) else np.zeros(values.shape[1])
    lively, still = np.flatnonzero(spread > _CONSTANT), np.flatnonzero(spread <= _CONSTANT)
    if len(lively) < 3:
        return np.concatenate([lively, still])
    standard = (values[:, lively] - values[:, lively].mean(axis=0)) / spread[lively]
    alike = (standard.T @ standard) / len(values)
    return np.concatenate([lively[_seriated(1.0 - alike.astype(np.float64))], still])


def _seriated(apart: NDArray[np.float64]) -> list[int]:
    """The leaves of the tree of average linkage of distances (N, N), in order."""
    linked = apart.copy()
    np.fill_diagonal(linked, np.inf)
    clusters = {leaf: [leaf] for leaf in range(len(apart))}
    chain: list[int] = []
    while len(clusters) > 1:
        if not chain:
            chain = [next(iter(clusters))]
        near = _nearest(linked, chain)
        if near not in chain[-2:-1]:
            chain.append(near)
            continue
        one, other = chain.pop(), chain.pop()
        _merge(linked, (one, other), (len(clusters[one]), len(clusters[other])))
        clusters[one] = _joined(clusters[one], clusters.pop(other), apart)
    return next(iter(clusters.values()))


def _nearest(linked: NDArray[np.float64], chain: list[int]) -> int:
    """The cluster nearest to the chain's last; of equals the one before it, so that chains end."""
    distances = linked[chain[-1]]
    near = int(distances.argmin())
    before = chain[-2] if len(chain) > 1 else near
    return before if distances[before] <= distances[near] else near


def _merge(linked: NDArray[np.float64], pair: tuple[int, int], sizes: tuple[int, int]) -> None:
    """The first of two clusters becomes both of them, the other is gone."""
    one, other = pair
    row = (sizes[0] * linked[one] + sizes[1] * linked[other]) / sum(sizes)
    row[[one, other]] = np.inf
    linked[one], linked[:, one] = row, row
    linked[other], linked[:, other] = np.inf, np.inf


def _joined(one: list[int], other: list[int], apart: NDArray[np.float64]) -> list[int]:
    """Two runs of leaves as one, each turned so that the ends that meet are the nearest."""
    turns = [(left, right) for left in (one, one[::-1]) for right in (other, other[::-1])]
    left, right = min(turns, key=lambda turn: apart[turn[0][-1], turn[1][0]])
    return left + right
