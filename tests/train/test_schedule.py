"""The learning rate: up, and down."""

import pytest

from songrnn.train.schedule import FLOOR, left_of_peak, rate_at


def test_warm_up_rises_in_equal_steps_to_the_peak():
    assert [rate_at(step, 100, 1.0, 4, "cosine") for step in range(4)] == [0.25, 0.5, 0.75, 1.0]


def test_the_cosine_is_at_half_height_halfway_and_ends_at_the_floor():
    assert rate_at(50, 100, 2.0, 0, "cosine") == pytest.approx(2.0 * (FLOOR + (1 - FLOOR) / 2))
    assert rate_at(100, 100, 2.0, 0, "cosine") == pytest.approx(2.0 * FLOOR)


def test_the_cosine_never_rises():
    rates = [rate_at(step, 50, 1.0, 5, "cosine") for step in range(5, 51)]
    assert rates == sorted(rates, reverse=True)


def test_constant_stays():
    assert {rate_at(step, 50, 0.3, 5, "constant") for step in range(5, 51)} == {0.3}


def test_a_run_shorter_than_its_warm_up_only_rises():
    assert rate_at(2, 3, 1.0, 10, "cosine") == pytest.approx(0.3)


def test_decay_is_a_constant_peak_in_each_epoch():
    assert {rate_at(step, 50, 0.3, 5, "decay") for step in range(5, 51)} == {0.3}


def test_decay_holds_the_peak_for_some_epochs_and_then_takes_a_share_each_epoch():
    assert [left_of_peak(epoch, 2, 0.5) for epoch in range(5)] == [1.0, 1.0, 0.5, 0.25, 0.125]


def test_char_rnn_has_learned_for_ten_epochs_when_its_rate_shrinks_first():
    assert [2e-3 * left_of_peak(epoch, 10, 0.97) for epoch in (9, 10)] == [2e-3, pytest.approx(1.94e-3)]
