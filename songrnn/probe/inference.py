"""How well one signal follows one feature, and how sure that is: over other tunes, and beside random networks.

Knows rows of numbers, and which rows belong to one tune. Knows no network and no music.

Effects are those of songrnn.probe.ranks. Rows of one tune hang together, so that errors are of tunes: each tune's
influence on the effect is added up, and the sums are what varies. For AUC this is Obuchowski 1997, "Nonparametric
analysis of clustered ROC curve data", Biometrics 53; for rho the influence function of Croux and Dehon 2010, with the
terms of ties.

Axes: N rows.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.probe.chance import t_quantile, t_tail
from songrnn.probe.ranks import Exact, Floats

_DIGITS = 12  # of an effect: those after are rounding, and a perfect effect has no error
_LEAST = 1e-6  # z, before its logarithm
_CEILING = 1 - 1e-6  # of an effect, before it is stretched without bounds


@dataclass(frozen=True, slots=True)
class Measured:
    """An effect and how sure it is.

    error   its standard error over tunes; freedom   degrees of freedom that the error has, 0 if it tells nothing
    """

    effect: float
    error: float
    freedom: int

    @property
    def stretched(self) -> float:
        """Fisher's z of the effect."""
        return stretch(self.effect)

    @property
    def stretched_error(self) -> float:
        """The standard error of z."""
        return self.error / (1 - min(abs(self.effect), _CEILING) ** 2)

    def interval(self, share: float = 0.95) -> tuple[float, float]:
        """What holds the effect so often; all there is if nothing is known of the error.

        Where an effect is nearly perfect, its error is nearly 0 because no tune was read in which the unit fails. Of n
        tunes that may not have been met, so many there still may be: the inner end allows that the rest are opposite.
        """
        if self.freedom < 1:
            return -1.0, 1.0
        away = t_quantile((1 + share) / 2, self.freedom) * self.stretched_error
        ends = math.tanh(abs(self.stretched) - away), math.tanh(abs(self.stretched) + away)
        inner = min(ends[0], 2 * ((1 - share) / 2) ** (1 / self._tunes) - 1, abs(self.effect))
        outer = max(ends[1], abs(self.effect))
        return (inner, outer) if self.effect >= 0 else (-outer, -inner)

    def chance(self) -> float:
        """How likely an effect so far from 0, on either side, is if there is none; never less than a sign test says."""
        if self.freedom < 1 or not self.effect:
            return 1.0
        by_error = t_tail(abs(self.stretched) / self.stretched_error, self.freedom) if self.error else 0.0
        return 2 * max(by_error, self._unseen(0.0))

    def beyond(self, best: list[float]) -> float:
        """How likely the best effect of one more random network is as large as this one or larger; signs do not count.

        From the prediction interval for one more observation, widened by the error of this effect: Student's t with the
        fewer degrees of freedom of the two. Bests are skewed to the right, which t would pay for with false
        discoveries; the logarithms of their z hardly are. Never less than what the tunes allow beside the typical one.
        best   two or more
        """
        if self.freedom < 1:
            return 1.0
        value, *others = (math.log(max(abs(stretch(each)), _LEAST)) for each in (self.effect, *best))
        mean, count = sum(others) / len(others), len(others)
        theirs = sum((other - mean) ** 2 for other in others) / (count - 1) * (1 + 1 / count)
        own = (self.stretched_error / max(abs(self.stretched), _LEAST)) ** 2
        least = self._unseen(math.tanh(math.exp(mean)))
        if not theirs + own:
            return least if value > mean else 1.0
        t = (value - mean) / math.sqrt(theirs + own)
        return max(t_tail(t, min(count - 1, self.freedom)), least)

    @property
    def _tunes(self) -> int:
        """How many bear on it."""
        return self.freedom + 1

    def _unseen(self, effect: float) -> float:
        """How likely no tune of those read is opposite, if so many are in all that the effect is no more than this."""
        return ((1 + effect) / 2) ** self._tunes


def stretch(effect: float) -> float:
    """Fisher's z: an effect without bounds, so that 0.98 and 0.99 lie as far apart as 0.6 and 0.76 nearly do."""
    return math.atanh(min(max(effect, -_CEILING), _CEILING))


def measure(signal_N: Floats, feature_N: Floats, tune_N: NDArray[np.int64], *, yes_no: bool) -> Measured:
    """The effect of one signal on one feature.

    feature_N   nan where it has no sense        tune_N   which tune each row belongs to, from 0
    """
    rows = ~np.isnan(feature_N)
    signal, feature, tune = signal_N[rows], feature_N[rows], tune_N[rows]
    if len(feature) == 0 or (signal == signal[0]).all() or (feature == feature[0]).all():
        return Measured(0.0, 0.0, 0)
    effect, influence = (_of_labels if yes_no else _of_numbers)(_Middle.of(signal), _Middle.of(feature))
    sums = np.bincount(tune, influence)[np.unique(tune)] / len(feature)
    spread = len(sums) / max(1, len(sums) - 1)
    error = math.sqrt(spread * float(sums @ sums))
    return Measured(round(effect, _DIGITS), round(error, _DIGITS), _freedom(feature, tune, yes_no=yes_no))


def _freedom(feature: Floats, tune: NDArray[np.int64], *, yes_no: bool) -> int:
    """One less than the tunes that bear on it: of yes and of no, whichever fewer tunes have.

    Of a number, those that hold something other than the commonest value: where most tunes hold nothing else, the few
    others are all that can be compared with them.
    """
    values, counts = np.unique(feature, return_counts=True)
    commonest = feature == values[counts.argmax()]
    sides = [commonest, ~commonest] if yes_no else [~commonest]
    return min(len(np.unique(tune[side])) for side in sides) - 1


@dataclass(frozen=True, slots=True)
class _Middle:
    """Values as shares of rows that lie below them, half of the equal ones with them.

    shares     (N,) in 0 … 1, their mean is 1/2
    values     (N,) where each row stands among the different values      ties   (N,) the share of rows equal to it
    """

    shares: Exact
    values: NDArray[np.int64]
    ties: Exact

    @classmethod
    def of(cls, numbers: Floats) -> "_Middle":
        _, places, counts = np.unique(numbers, return_inverse=True, return_counts=True)
        below = np.cumsum(counts) - counts / 2
        return cls((below / len(numbers))[places], places, (counts / len(numbers))[places])

    def above(self, weights: Exact) -> Exact:
        """For each row, the mean over all rows of the weights of those above it, and half of those level with it."""
        sums = np.bincount(self.values, weights) / len(weights)
        return (sums[::-1].cumsum()[::-1] - sums / 2)[self.values]

    def variance(self) -> float:
        return (1 - float((self.ties**2).mean())) / 12

    def variance_influence(self) -> Exact:
        return (float((self.ties**2).mean()) - self.ties**2) / 4


def _covariance(x: _Middle, y: _Middle) -> tuple[float, Exact]:
    """Of the shares, and each row's influence on it, through its own place and through the shares of others."""
    product = float((x.shares * y.shares).mean())
    influence = x.shares * y.shares + x.above(y.shares) + y.above(x.shares) - 3 * product
    return product - 0.25, influence


def _of_numbers(x: _Middle, y: _Middle) -> tuple[float, Exact]:
    """Spearman's rho, and each row's influence on it."""
    covariance, influence = _covariance(x, y)
    length = math.sqrt(x.variance() * y.variance())
    rho = covariance / length
    turned = x.variance_influence() / x.variance() + y.variance_influence() / y.variance()
    return rho, influence / length - rho / 2 * turned


def _of_labels(x: _Middle, y: _Middle) -> tuple[float, Exact]:
    """2 AUC - 1, and each row's influence on it: its placement among the rows of the other label."""
    covariance, influence = _covariance(x, y)
    yes = y.values == 1
    share = float(yes.mean())
    effect = 4 * covariance / (share * (1 - share))
    turned = (yes - share) * (1 / share - 1 / (1 - share))
    return effect, 4 * influence / (share * (1 - share)) - effect * turned
