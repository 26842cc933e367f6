"""Weights of symbols: inverse to their frequency, 1 in the mean."""

import numpy as np
import pytest

from songrnn.train.batches import Choices
from songrnn.train.weights import balanced

PIECES = Choices([np.array([1, 1, 1, 2]), np.array([1, 1])])


def test_a_symbol_weighs_inversely_to_how_often_it_occurs():
    weights = balanced(PIECES, 5)
    assert weights[1] * 5 == pytest.approx(weights[2] * 1)
    assert weights[0] * 2 == pytest.approx(weights[2] * 1)  # the ends


def test_the_mean_weight_of_all_that_occurs_is_one():
    weights = balanced(PIECES, 5)
    assert (weights[[1, 1, 1, 2, 0, 1, 1, 0]]).mean() == pytest.approx(1)


def test_what_never_occurs_weighs_nothing():
    assert balanced(PIECES, 5)[3:].tolist() == [0, 0]
