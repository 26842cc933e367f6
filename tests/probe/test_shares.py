"""Two shares, by Fisher's exact test."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.shares import fisher

COUNTS = st.integers(0, 40)


def test_the_lady_who_tasted_tea():
    """Fisher 1935: 3 of 4 cups right, 17 of 70 ways as good or better; and as many on the other side."""
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert fisher(4, 4, 0, 4) == pytest.approx(2 / 70)


@given(st.tuples(COUNTS, COUNTS), st.tuples(COUNTS, COUNTS))
def test_it_is_the_share_of_all_ways_that_are_no_likelier(one, other):
    (hits, of), (other_hits, of_others) = sorted(one), sorted(other)
    together = hits + other_hits
    ways = [comb(of, k) * comb(of_others, together - k) for k in range(together + 1)]
    wanted = sum(way for way in ways if way <= ways[hits]) / sum(ways)
    assert fisher(hits, of, other_hits, of_others) == pytest.approx(wanted)
    assert fisher(other_hits, of_others, hits, of) == pytest.approx(wanted)


def test_equal_shares_are_no_news_however_many():
    assert fisher(0, 0, 0, 0) == pytest.approx(1)
    assert fisher(50_000, 100_000, 50_000, 100_000) == pytest.approx(1)
