import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.order import order


def patterns(count, length=200, seed=0):
    return np.random.default_rng(seed).normal(size=(length, count))


@given(st.integers(0, 40), st.integers(0, 12), st.integers(0, 100))
def test_the_order_has_every_unit_once_and_is_the_same_for_the_same_values(length, count, seed):
    values = np.random.default_rng(seed).integers(-1, 2, (length, count)).astype(float)
    found = order(values)
    assert sorted(found.tolist()) == list(range(count))
    assert found.tolist() == order(values.copy()).tolist()


@pytest.mark.parametrize("seed", range(5))
def test_units_that_follow_one_pattern_stand_together(seed):
    kinds = np.random.default_rng(seed).permutation(np.arange(30) % 5)
    values = patterns(5, seed=seed)[:, kinds] + 0.2 * patterns(30, seed=seed + 9)
    runs = np.count_nonzero(np.diff(kinds[order(values)]))
    assert runs == 4


def test_units_along_a_slow_wave_stand_in_the_order_of_their_phase():
    phases = np.random.default_rng(3).permutation(24) / 24
    times = np.arange(480)[:, None] / 480
    found = phases[order(np.exp(-(((times - phases) / 0.08) ** 2)))]
    assert np.abs(np.diff(found)).max() < 0.1


def test_what_a_unit_is_multiplied_by_changes_nothing_but_its_sign_does():
    values = patterns(2)[:, [0, 1, 0, 1]] + 0.1 * patterns(4, seed=1)
    assert order(values).tolist() == order(values * [1.0, 5.0, 0.01, 3.0]).tolist()
    ends = order(values * [1, 1, -1, 1]).tolist()
    assert abs(ends.index(0) - ends.index(2)) > 1


def test_units_that_never_change_are_last_in_their_own_order():
    values = patterns(6)
    values[:, [1, 4]] = 0.5
    assert order(values).tolist()[-2:] == [1, 4]
    assert order(np.ones((5, 4))).tolist() == [0, 1, 2, 3]


def test_what_is_no_number_does_no_harm():
    values = patterns(6)
    values[3, 2], values[5, 1] = np.nan, np.inf
    assert sorted(order(values).tolist()) == list(range(6))
