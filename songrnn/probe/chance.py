"""What chance does: Student's t, and false discoveries among many questions.

Knows probabilities, and nothing of what they are of.
"""

import math
from functools import cache


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


def benjamini_hochberg(p: list[float]) -> list[float]:
    """The smallest false-discovery rate at which each is a discovery, in the order given."""
    order = sorted(range(len(p)), key=lambda at: p[at], reverse=True)
    q, least = [1.0] * len(p), 1.0
    for behind, at in enumerate(order):
        least = min(least, p[at] * len(p) / (len(p) - behind))
        q[at] = least
    return q
