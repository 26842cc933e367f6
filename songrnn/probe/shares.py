"""Whether two shares differ by more than chance: so many tunes of so many are valid, and so many of so many others.

Knows four numbers.
"""

from math import exp, lgamma

_ROUNDING = 1e-7  # of logarithms: ways that are as likely are to count as such


def fisher(hits: int, of: int, other_hits: int, of_others: int) -> float:
    """How likely shares so far apart are where there is one share only, by Fisher's exact test (1935), two-sided.

    Of all pairs with as many hits together, those no likelier than this one are as far apart or farther.
    """
    together = hits + other_hits
    each = range(max(0, together - of_others), min(of, together) + 1)
    ways = {k: _log_ways(of, k) + _log_ways(of_others, together - k) for k in each}
    most = max(ways.values())
    shares = {k: exp(way - most) for k, way in ways.items()}
    return sum(shares[k] for k, way in ways.items() if way <= ways[hits] + _ROUNDING) / sum(shares.values())


def _log_ways(of: int, chosen: int) -> float:
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)
