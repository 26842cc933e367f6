"""How well a signal follows a feature, how sure that is, and what is left of it after many questions.

Knows rows of numbers, and which rows belong to one tune. Knows no network and no music.

Effects are signed and need no units: for a yes/no feature 2 AUC - 1, the share of pairs of a yes and a no where the
signal is higher at the yes, less the share where it is lower (Somers' d; Hanley and McNeil 1982 of AUC); for a number
Spearman's rho. Equal values share a mid-rank. Rows of one tune hang together, so that errors are of tunes: each tune's
influence on the effect is added up, and the sums are what varies. For AUC this is Obuchowski 1997, "Nonparametric
analysis of clustered ROC curve data", Biometrics 53; for rho the influence function of Croux and Dehon 2010, with the
terms of ties. False discoveries are held as in Benjamini and Hochberg 1995.

Axes: N rows, U signals, F features.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Exact = NDArray[np.float64]
Flags = NDArray[np.bool_]

_DIGITS = 12  # of an effect: those after are rounding, and a perfect effect has no error
_LEAST = 1e-6  # z, before its logarithm
_CEILING = 1 - 1e-6  # of an effect, before it is stretched without bounds


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
        """What holds the effect so often; all there is if nothing is known of the error."""
        if self.freedom < 1:
            return -1.0, 1.0
        if not self.error:
            return self.effect, self.effect
        away = t_quantile((1 + share) / 2, self.freedom) * self.stretched_error
        low, high = math.tanh(self.stretched - away), math.tanh(self.stretched + away)
        return min(low, self.effect), max(high, self.effect)

    def chance(self) -> float:
        """How likely an effect so far from 0, on either side, is if there is none."""
        if self.freedom < 1 or not self.effect:
            return 1.0
        return 2 * t_tail(abs(self.stretched) / self.stretched_error, self.freedom) if self.error else 0.0


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
    """One less than the tunes that bear on it: of yes and of no, whichever fewer tunes have."""
    sides = [feature > 0, feature == 0] if yes_no else [np.ones(len(feature), np.bool_)]
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


def benjamini_hochberg(p: list[float]) -> list[float]:
    """The smallest false-discovery rate at which each is a discovery, in the order given."""
    order = sorted(range(len(p)), key=lambda at: p[at], reverse=True)
    q, least = [1.0] * len(p), 1.0
    for behind, at in enumerate(order):
        least = min(least, p[at] * len(p) / (len(p) - behind))
        q[at] = least
    return q


def beyond_best(effect: float, best: list[float]) -> float:
    """How likely the best effect of one more random network is as large as this one or larger; signs do not count.

    From the prediction interval for one more observation: Student's t with n - 1 degrees of freedom. Bests are skewed
    to the right, which t would pay for with false discoveries; the logarithms of their z hardly are.
    best   two or more
    """
    value, *others = (math.log(max(abs(stretch(each)), _LEAST)) for each in (effect, *best))
    mean = sum(others) / len(others)
    variance = sum((other - mean) ** 2 for other in others) / (len(others) - 1)
    if not variance:
        return 1.0 if value <= mean else 0.0
    return t_tail((value - mean) / math.sqrt(variance * (1 + 1 / len(others))), len(others) - 1)


def t_tail(t: float, freedom: int) -> float:
    """How likely Student's t is above t."""
    half = 0.5 * _incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return half if t >= 0 else 1 - half


@cache
def t_quantile(share: float, freedom: int) -> float:
    """The t that is above so large a share, from 1/2, of all."""
    low, high = 0.0, 1e6
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, freedom) > 1 - share else (low, middle)
    return high


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised, by its continued fraction (Abramowitz and Stegun 1964, 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    fraction = 1.0
    for m in range(200, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        fraction = 1 + even / (1 + odd / fraction)
    return scale / (1 - (a + b) / (a + 1) * x / fraction)
