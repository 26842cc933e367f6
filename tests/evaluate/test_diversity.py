"""How different grids are, and how full: each figure against one counted by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from songrnn.evaluate.diversity import Diversity, jaccard, notes_a_step

GRIDS = arrays.arrays(np.uint8, st.tuples(st.integers(0, 5), st.just(3), st.just(2)), elements=st.integers(0, 1))


def grid(*cells, steps=4):
    found = np.zeros((steps, 3, 2), np.uint8)
    for cell in cells:
        found[cell] = 1
    return found


ONE, TWO, THREE = (0, 0, 0), (1, 2, 1), (3, 1, 0)


def test_the_distance_counts_cells_of_either_that_are_not_in_both():
    assert jaccard([grid(ONE, TWO), grid(TWO, THREE)]) == pytest.approx(2 / 3)


def test_all_pairs_have_the_same_say():
    assert jaccard([grid(ONE), grid(ONE), grid(TWO)]) == pytest.approx((0 + 1 + 1) / 3)


def test_shared_silence_makes_nothing_alike_and_silent_grids_are_the_same():
    assert jaccard([grid(ONE, steps=99), grid(TWO, steps=99)]) == 1
    assert jaccard([grid(), grid(steps=7)]) == 0


def test_silence_follows_the_shorter_grid():
    assert jaccard([grid(ONE, steps=1), grid(ONE, THREE)]) == pytest.approx(1 / 2)


def test_a_single_grid_has_no_distance_and_no_grid_no_notes():
    assert math.isnan(jaccard([grid(ONE)]))
    assert math.isnan(notes_a_step([]))
    assert math.isnan(notes_a_step([grid(steps=0)]))


def test_a_pitch_sounds_once_whichever_of_its_planes_are_on():
    assert notes_a_step([grid(ONE, (0, 0, 1), TWO)]) == pytest.approx(2 / 4)
    assert notes_a_step([grid(ONE)[..., 0], grid(steps=6)[..., 0]]) == pytest.approx(1 / 10)


@given(st.lists(GRIDS, min_size=2, max_size=4))
def test_distances_are_shares_and_copies_have_none(grids):
    assert 0 <= jaccard(grids) <= 1
    assert jaccard(grids) == pytest.approx(jaccard(grids[::-1]))
    assert jaccard([grids[0], grids[0]]) == 0


def test_the_figures_of_matrices_tell_what_is_struck_from_what_sounds():
    matrix = np.zeros((4, 3, 2), np.uint8)
    matrix[0, 1, 0] = matrix[1, 1, 1] = 1  # struck, then held
    found = Diversity.of([matrix, matrix])
    assert found == Diversity(2, 0.0, 0.5, 0.25)
