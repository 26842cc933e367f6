"""Distributions of numbers, smoothed, and how far two of them agree. Knows numbers alone.

After: Yang and Lerch 2020, "On the evaluation of generative models in music", Neural Computing and Applications 32,
their relative measurements. Unlike their program, both densities are taken at the same points, over all they cover.
Gaussian kernels with the width of Scott 1992, "Multivariate Density Estimation". Shares are of a grid's or a
histogram's cells, 0 or more, together 1.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

_POINTS = 512
_REACH = 4  # widths of a kernel that it is drawn to on both sides
_LEAST = 1e-12  # of all: what never occurs counts as this in a divergence, which would be infinite


class Agreement(NamedTuple):
    """How far two distributions agree: overlapping area, 0 to 1, and the divergence of the second, in nats."""

    overlap: float
    divergence: float


def agreement(one: Real, other: Real) -> Agreement:
    """Of two samples, smoothed.

    one, other   (N,) numbers, at least one each
    """
    low, high = min(one.min(), other.min()), max(one.max(), other.max())
    if low == high:
        return Agreement(1.0, 0.0)
    finest = (high - low) / _POINTS * 2  # a kernel narrower than the grid would fall between its points
    widths = [max(scott(sample), finest) for sample in (one, other)]
    grid = np.linspace(low - _REACH * max(widths), high + _REACH * max(widths), _POINTS)
    shares = [smoothed(sample, width, grid) for sample, width in zip((one, other), widths, strict=True)]
    return Agreement(overlap(*shares), divergence(*shares))


def scott(sample: Real) -> float:
    """The width of kernels for a sample: its standard deviation by the fifth root of its size; 0 for one number."""
    return float(sample.std(ddof=1) * len(sample) ** -0.2) if len(sample) > 1 else 0.0


def smoothed(sample: Real, width: float, grid: Real) -> Real:
    """The shares of the grid's points under a Gaussian over each number of the sample, (grid,)."""
    heights = np.exp(-0.5 * ((grid[:, None] - sample) / width) ** 2).sum(axis=1)
    return np.asarray(heights / heights.sum())


def overlap(one: Real, other: Real) -> float:
    """The area that lies under both of two distributions: 1 where they are equal, 0 where they have nothing common."""
    return float(np.minimum(one, other).sum())


def divergence(one: Real, other: Real) -> float:
    """Kullback and Leibler's: the nats that are lost on what is `one` by who expects `other`; not symmetric."""
    known = one > 0
    return max(float((one[known] * np.log(one[known] / np.maximum(other[known], _LEAST))).sum()), 0.0)
