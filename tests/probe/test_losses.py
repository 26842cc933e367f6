"""Losses by class: their sums, intervals over tunes, and what random draws do beside."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.losses import LEAST, Tallies, losses, tally

NAMES = ("bar line", "pitch", "never")


def made(harm, *, controls=(), tunes=30, seed=0):
    """Tallies of tunes with 10 bar lines and 50 pitches each; harm in nats a symbol, about so much in every tune."""
    rng = np.random.default_rng(seed)
    counts = np.tile([10.0, 50.0, 0.0], (tunes, 1))
    plain = counts * rng.uniform(0.5, 1.5, counts.shape)
    noise = rng.normal(1, 0.1, counts.shape)

    def more(of):
        return plain + counts * np.array([*of, 0.0]) * noise

    return Tallies(counts, plain, more(harm), tuple(map(more, controls)))


def found(*arguments, **settings):
    return {one.name: one for one in losses(NAMES, made(*arguments, **settings))}


QUIET = [(0.01 * (1 + at % 3), 0.01 * (1 + at % 4)) for at in range(20)]


def test_sums_are_of_each_class_in_each_tune():
    nats = [np.array([1.0, 2.0, 4.0]), np.array([8.0])]
    labels = [np.array([0, 1, 0]), np.array([2])]
    assert tally(nats, labels, 3).tolist() == [[5, 2, 0], [0, 0, 8]]


def test_all_symbols_come_first_and_a_class_that_is_not_there_is_left_out():
    assert [*found((1.0, 0.0))] == ["all", "bar line", "pitch"]


def test_figures_are_means_of_symbols():
    one = found((0.6, 0.0))["bar line"]
    given = made((0.6, 0.0))
    assert (one.tunes, one.count) == (30, 300)
    assert one.plain == pytest.approx(given.plain[:, 0].sum() / 300)
    assert one.difference == pytest.approx(0.6, abs=0.05)
    assert found((0.6, 0.0))["all"].difference == pytest.approx(one.difference / 6)


def test_what_only_this_unit_harms_is_significant_and_nothing_else_is():
    rows = found((1.0, 0.015), controls=QUIET)
    assert [row.significant for row in rows.values()] == [True, True, False]
    assert rows["bar line"].p == pytest.approx(1 / 21)
    assert rows["bar line"].low < rows["bar line"].difference < rows["bar line"].high


def test_harm_that_a_random_unit_does_too_is_not_significant():
    row = found((1.0, 0.0), controls=[*QUIET[1:], (1.2, 0.0)])["bar line"]
    assert row.low > 0
    assert (row.p, row.significant) == (pytest.approx(2 / 21), False)


def test_harm_that_a_random_unit_does_to_another_class_counts_too():
    assert not found((1.0, 0.0), controls=[*QUIET[1:], (0.0, 3.0)])["bar line"].significant


def test_a_gain_is_never_significant():
    assert not any(row.significant for row in found((-1.0, -1.0), controls=QUIET).values())


def test_a_few_controls_cannot_show_that_it_is_this_unit():
    assert not found((1.0, 0.0), controls=QUIET[:18])["bar line"].significant


def test_without_controls_there_is_no_p():
    row = found((1.0, 0.0))["bar line"]
    assert math.isnan(row.p)
    assert not row.significant


def test_too_few_tunes_have_no_interval():
    row = found((1.0, 0.0), controls=QUIET, tunes=LEAST - 1)["bar line"]
    assert math.isnan(row.low)
    assert not row.significant
    assert found((1.0, 0.0), controls=QUIET, tunes=LEAST)["bar line"].significant


def test_harm_in_a_single_tune_is_no_harm_to_tunes():
    given = made((0.0, 0.0), controls=QUIET)
    given.changed[3, 0] += 100
    row = losses(NAMES, given)[1]
    assert row.difference > 0.3
    assert not row.significant


@given(st.integers(0, 2**32), st.integers(-(2**70), 2**70))
def test_the_interval_holds_the_difference_and_the_same_seed_gives_the_same(seed, drawn):
    given_ = made((0.5, 0.1), controls=QUIET, seed=seed)
    rows = losses(NAMES, given_, drawn)
    assert all(row.low <= row.difference <= row.high for row in rows)
    assert rows == losses(NAMES, given_, drawn)


def test_random_units_are_seldom_called_special():
    """Draws from one and the same crowd: at most one in twenty, whatever the classes."""
    called = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        crowd = rng.exponential(0.1, (21, 2))
        called += any(row.p <= 0.05 for row in losses(NAMES, made(crowd[0], controls=crowd[1:], seed=seed)))
    assert called <= 20
