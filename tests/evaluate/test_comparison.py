"""Comparing: written pieces are judged by what human ones share."""

import pytest

from songrnn.evaluate.comparison import compare, summary
from songrnn.evaluate.novelty import Novelty, Passage, Place


def novelty(verbatim, invariant, notes=100, fragments=10, known=0):
    place = Place(0, 1, 2)
    made = [Passage(run, place, place, 0, "one", 1, 0, 1.0) if run else None for run in (verbatim, invariant)]
    return Novelty(notes, *made, fragments, known, known)


HUMAN = [novelty(run, run + 1) for run in range(1, 101)]


def test_the_bound_is_the_longest_run_of_the_usual_share_of_human_pieces():
    found = compare([novelty(5, 6)], HUMAN)
    assert found.bounds == {"longest_verbatim": 99, "longest_invariant": 100}
    assert found.human_copies == {"longest_verbatim": 1, "longest_invariant": 1}
    assert compare([novelty(5, 6)], HUMAN, 0.5).bounds["longest_verbatim"] == 50


def test_written_pieces_with_longer_runs_are_copies_and_the_closest_come_first():
    found = compare([novelty(3, 4), novelty(10, 101), novelty(99, 100), novelty(100, 100)], HUMAN)
    assert found.copies == {"longest_verbatim": 1, "longest_invariant": 1}
    assert found.closest == (1, 2, 3, 0)


def test_spreads_are_quartiles_of_the_pieces_that_have_the_figure():
    spreads = summary([novelty(run, run, known=run) for run in range(1, 6)] + [novelty(9, 9, fragments=0)]).spreads
    shares, runs = spreads["known_verbatim"], spreads["longest_verbatim"]
    assert (shares.lower, shares.median, shares.upper, shares.greatest) == pytest.approx((0.2, 0.3, 0.4, 0.5))
    assert runs.greatest == 9


def test_pieces_that_are_half_or_all_one_run_are_counted():
    found = summary([novelty(50, 50), novelty(51, 51), novelty(0, 100), novelty(0, 0, notes=0)])
    assert (found.pieces, found.half, found.whole) == (4, 2, 1)


def test_no_pieces_have_no_spreads():
    assert (summary([]).pieces, summary([]).spreads) == (0, {})
