"""How much more symbols cost a changed network, class by class, and whether that is more than by chance.

Knows nats, classes and tunes as rows of numbers; knows no network and no music.

Conventions. A difference is the nats of all symbols of a class under the changed network, less those under the plain
one, divided by how many they are. Two things are asked of it:

    is it there?        An interval from a bootstrap over tunes, which are what varies (Efron and Tibshirani 1993); a
                        second one, wider, holds for all classes together (Bonferroni).
    is it this unit's?  The same change is made to units drawn at random instead. How many of these draws do as much
                        harm to any class? Harm is counted in units of what a draw usually does to that class: the
                        median of all draws, but a thousandth of a nat at least. So p holds for all classes together
                        (Westfall and Young 1993, single-step maxT), and 20 draws can show one in twenty. A correction
                        of each class's own p for so many classes would take hundreds of draws.

A class is said to be harmed if the wider interval lies above 0 and p is 0.05 or less. That something costs less is
shown, and never called significant.

Axes: P tunes, K classes, C controls, N draws of the bootstrap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Labels = Sequence[NDArray[np.int64]]

ALL = "all"
LEVEL = 0.05
LEAST = 6  # tunes that hold a class; over fewer an interval says nothing
FEWEST_CONTROLS = 19  # that can show one in twenty
_DRAWS = 10_000
_TOLD = 1e-3  # nats: a smaller harm is none


@dataclass(frozen=True, slots=True)
class Loss:
    """What the symbols of a class cost, in nats a symbol.

    tunes       that hold such symbols             count      of these symbols
    low, high   of the difference, 95 %; nan if too few tunes hold any
    controls    the differences that other units make     p   against them; nan if there are none
    """

    name: str
    tunes: int
    count: int
    plain: float
    changed: float
    low: float
    high: float
    controls: tuple[float, ...]
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


def losses(names: Sequence[str], given: Tallies, seed: int = 1) -> tuple[Loss, ...]:
    """All symbols together, and each class that there is; the seed is of the bootstrap."""
    there = given.counts.sum(0) > 0
    counts, plain, changed, *controls = (
        _with_all(part[:, there]) for part in (given.counts, given.plain, given.changed, *given.controls)
    )
    mean_plain, mean_changed = (part.sum(0) / counts.sum(0) for part in (plain, changed))
    differences = mean_changed - mean_plain
    beside = np.array([(part - plain).sum(0) / counts.sum(0) for part in controls]).reshape(-1, len(differences))
    drawn = _bootstrap(changed - plain, counts, seed)
    safe = _quantile(drawn, LEVEL / 2 / len(differences))
    low, high = _quantile(drawn, LEVEL / 2), _quantile(drawn, 1 - LEVEL / 2)
    holding, p = (counts > 0).sum(0), _p(differences, beside)
    called = [ALL, *(name for name, has in zip(names, there, strict=True) if has)]
    return tuple(
        Loss(
            name, int(holding[at]), int(counts[:, at].sum()), float(mean_plain[at]), float(mean_changed[at]),
            *((float(low[at]), float(high[at])) if holding[at] >= LEAST else (np.nan, np.nan)),
            tuple(beside[:, at].tolist()), float(p[at]),
            bool(holding[at] >= LEAST and safe[at] > 0 and p[at] <= LEVEL),
        )
        for at, name in enumerate(called)
    )  # fmt: skip


def _with_all(sums_PK: Reals) -> Reals:
    return np.column_stack([sums_PK.sum(1), sums_PK])


def _bootstrap(differences_PK: Reals, counts_PK: Reals, seed: int) -> Reals:
    """Differences a symbol of as many tunes, drawn with replacement, (N, K); nan where a draw holds no such symbol."""
    tunes = len(counts_PK)
    times_NP = np.random.default_rng(seed % 2**63).multinomial(tunes, np.full(tunes, 1 / tunes), _DRAWS).astype(float)
    sums, counts = times_NP @ differences_PK, times_NP @ counts_PK
    return np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)


def _quantile(drawn_NK: Reals, share: float) -> Reals:
    return np.asarray(np.nanquantile(drawn_NK, share, axis=0))


def _p(differences_K: Reals, controls_CK: Reals) -> Reals:
    """How likely a random draw does as much harm to any class, in units of what draws usually do to it."""
    if not len(controls_CK):
        return np.full_like(differences_K, np.nan)
    usual = np.maximum(np.median(np.abs([differences_K, *controls_CK]), axis=0), _TOLD)
    most_C = (controls_CK / usual).max(1)
    reached = (most_C[:, None] >= differences_K / usual).sum(0)
    return np.asarray((1 + reached) / (1 + len(controls_CK)))
