"""Whether grids that a model wrote differ from each other, and whether they hold as many notes as music does.

Conventions. A grid is an array of (T, P) or (T, P, K): 0 where a cell is off, else on. Grids of one comparison have the
same P and K; where one is shorter, silence follows it. Jaccard distance is 1 - |A ∩ B| / |A ∪ B| over the cells that
are on (Jaccard 1912): silence that two grids share makes them no more alike. Two silent grids are the same: 0. A pitch
sounds at a step where any of its planes is on.

What to compare with: the same figures for as many pieces of the corpus. A model that writes the same piece whatever it
is prompted with has a distance near 0, one that writes hardly any note has hardly any notes a step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Diversity:
    """Of some pieces as note state matrices, (T, P, 2).

    pieces     how many                  distance   the mean Jaccard distance of all pairs
    sounding   pitches a step            struck     pitches that begin, a step
    """

    pieces: int
    distance: float
    sounding: float
    struck: float

    @classmethod
    def of(cls, matrices: Sequence[Grid]) -> Self:
        """The figures of matrices whose first plane says what is struck."""
        struck = notes_a_step([matrix[..., :1] for matrix in matrices])
        return cls(len(matrices), jaccard(matrices), notes_a_step(matrices), struck)


def jaccard(grids: Sequence[Grid]) -> float:
    """The mean Jaccard distance of all pairs: 0 all alike, 1 nothing in common; nan for fewer than two grids."""
    pairs = [_distance(one, other) for one, other in combinations(grids, 2)]
    return float(np.mean(pairs)) if pairs else float("nan")


def _distance(one: Grid, other: Grid) -> float:
    shared, both = min(len(one), len(other)), _count(one) + _count(other)
    common = _count((one[:shared] != 0) & (other[:shared] != 0))
    return 1 - common / (both - common) if both else 0.0


def _count(cells: Grid) -> int:
    return int(np.count_nonzero(cells))


def notes_a_step(grids: Sequence[Grid]) -> float:
    """How many pitches sound at a step, over all steps of all grids; nan where there are none."""
    steps = sum(map(len, grids))
    sounding = sum(_count((grid != 0).any(axis=tuple(range(2, grid.ndim)))) for grid in grids)
    return sounding / steps if steps else float("nan")
