"""How much more symbols cost a changed network, class by class, and whether that is more than by chance.

Knows nats, classes and tunes as rows of numbers; knows no network and no music.

Conventions. A difference is the nats of all symbols of a class under the changed network, less those under the plain
one, divided by how many they are. Two things are asked of it:

    is it there?        An interval over tunes, which are what varies: Student's t with one degree less than the tunes
                        that hold the class, of the jackknife over tunes of the ratio (Miller 1974). A second one,
                        wider, holds for all rows together (Bonferroni). Where tunes differ normally and are of one
                        length, the 95 % are 95 %; where their lengths differ much or a few of them gain much, it is
                        90 % at 20 tunes and 93 % at 100, and the wider one lies above 0 too often.
    is it this unit's?  The same change is made to units drawn at random instead. How many of these draws do as much
                        harm to any class? Harm is counted in units of what a draw usually does to that class: the
                        median of all draws, but a thousandth of a nat at least. So p holds for all rows together
                        (Westfall and Young 1993, single-step maxT), whatever the shape of the differences: of units
                        that are like the draws, one in twenty has a p of 0.05 somewhere. With 39 draws one may do as
                        much, so that a single important unit among them does not speak against all others.

A class is said to be harmed if 20 tunes or more hold it, the wider interval lies above 0 and p is 0.05 or less. It is
harmed more than by most units of its layer; not by this unit alone. That something costs less is shown, and never
called significant.

Axes: P tunes, K classes, C controls.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.probe.chance import t_quantile

Reals = NDArray[np.float64]
Labels = Sequence[NDArray[np.int64]]

ALL = "all"
LEVEL = 0.05
LEAST = 6  # tunes that hold a class; over fewer an interval says nothing
ENOUGH = 20  # tunes to be called significant; with fewer, skewed differences deceive the interval
FEWEST_CONTROLS = 19  # that can show one in twenty
_TOLD = 1e-3  # nats: a smaller harm is none


@dataclass(frozen=True, slots=True)
class Loss:
    """What the symbols of a class cost, in nats a symbol.

    tunes       that hold such symbols             count      of these symbols
    low, high   of the difference, 95 %; nan if too few tunes hold any
    controls    the differences that other units make     reached   how many of these are as large, in this class alone
    p           against the controls, for all classes together; nan if there are none
    """

    name: str
    tunes: int
    count: int
    plain: float
    changed: float
    low: float
    high: float
    controls: tuple[float, ...]
    reached: int
    p: float
    significant: bool

    @property
    def difference(self) -> float:
        """How much more they cost."""
        return self.changed - self.plain


def tally(values: Sequence[Reals], labels: Labels, classes: int) -> Reals:
    """The sums of the values of each class in each tune, (P, K); labels count from 0, values and labels (T,) a tune."""
    rows = [np.bincount(of_tune, row, classes) for row, of_tune in zip(values, labels, strict=True)]
    return np.stack(rows).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Tallies:
    """Sums over the tunes, (P, K) each: how many symbols, their nats plain and changed, and with controls instead."""

    counts: Reals
    plain: Reals
    changed: Reals
    controls: tuple[Reals, ...] = ()


def losses(names: Sequence[str], given: Tallies) -> tuple[Loss, ...]:
    """All symbols together, and each class that there is."""
    there = given.counts.sum(0) > 0
    counts, plain, changed, *controls = (
        _with_all(part[:, there]) for part in (given.counts, given.plain, given.changed, *given.controls)
    )
    total, holding = counts.sum(0), (counts > 0).sum(0)
    mean_plain, mean_changed = (part.sum(0) / total for part in (plain, changed))
    differences = (changed - plain).sum(0) / total  # as those of the controls, to the last bit
    beside = np.array([(part - plain).sum(0) / total for part in controls]).reshape(-1, len(total))
    errors, reached, p = _errors(changed - plain, counts), (beside >= differences).sum(0), _p(differences, beside)
    called = [ALL, *(name for name, has in zip(names, there, strict=True) if has)]
    out = []
    for at, name in enumerate(called):
        away, far_away = (errors[at] * _t(share, int(holding[at])) for share in (LEVEL, LEVEL / len(called)))
        significant = holding[at] >= ENOUGH and differences[at] - far_away > 0 and p[at] <= LEVEL
        out.append(Loss(
            name, int(holding[at]), int(total[at]), float(mean_plain[at]), float(mean_changed[at]),
            float(differences[at] - away), float(differences[at] + away),
            tuple(beside[:, at].tolist()), int(reached[at]), float(p[at]), bool(significant),
        ))  # fmt: skip
    return tuple(out)


def _with_all(sums_PK: Reals) -> Reals:
    return np.column_stack([sums_PK.sum(1), sums_PK])


def _errors(differences_PK: Reals, counts_PK: Reals) -> Reals:
    """Standard errors of differences a symbol, (K,): how each moves when a tune is left out."""
    total_K, holding_K = counts_PK.sum(0), (counts_PK > 0).sum(0)
    beyond_PK, left_PK = differences_PK - counts_PK * (differences_PK.sum(0) / total_K), total_K - counts_PK
    moved_PK = np.divide(beyond_PK, left_PK, out=np.zeros_like(beyond_PK), where=left_PK > 0)
    return np.asarray(np.sqrt((holding_K - 1) / holding_K * (moved_PK**2).sum(0)))


def _t(share: float, tunes: int) -> float:
    """How many standard errors leave out that share, half on each side; nan of too few tunes."""
    return t_quantile(1 - share / 2, tunes - 1) if tunes >= LEAST else np.nan


def _p(differences_K: Reals, controls_CK: Reals) -> Reals:
    """How likely a random draw does as much harm to any class, in units of what draws usually do to it."""
    if not len(controls_CK):
        return np.full_like(differences_K, np.nan)
    usual = np.maximum(np.median(np.abs([differences_K, *controls_CK]), axis=0), _TOLD)
    most_C = (controls_CK / usual).max(1)
    reached = (most_C[:, None] >= differences_K / usual).sum(0)
    return np.asarray((1 + reached) / (1 + len(controls_CK)))
