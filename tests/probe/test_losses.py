"""Losses by class: their sums, intervals over tunes, and what random draws do beside."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.chance import t_quantile
from songrnn.probe.losses import ENOUGH, LEAST, Tallies, losses, tally

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


QUIET = [(0.01 * (1 + at % 3), 0.01 * (1 + at % 4)) for at in range(39)]


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
    assert (rows["bar line"].p, rows["bar line"].reached) == (pytest.approx(1 / 40), 0)
    assert rows["bar line"].low < rows["bar line"].difference < rows["bar line"].high


@pytest.mark.parametrize(("as_bad", "significant"), [(0, True), (1, True), (2, False)])
def test_one_random_unit_of_39_may_do_as_much_harm_and_no_more(as_bad, significant):
    row = found((1.0, 0.0), controls=[*QUIET[as_bad:], *[(1.2, 0.0)] * as_bad])["bar line"]
    assert row.low > 0
    assert row.p == pytest.approx((1 + as_bad) / 40)
    assert (row.reached, row.significant) == (as_bad, significant)


def test_a_control_that_does_exactly_as_much_has_reached_it():
    given = made((1.0, 0.0), controls=QUIET)
    same = Tallies(given.counts, given.plain, given.changed, (given.changed.copy(), *given.controls[1:]))
    assert losses(NAMES, same)[1].reached == 1


def test_harm_that_random_units_do_to_another_class_counts_too():
    row = found((1.0, 0.0), controls=[*QUIET[2:], (0.0, 3.0), (0.0, 3.0)])["bar line"]
    assert (row.reached, row.significant) == (0, False)


def test_harm_is_counted_in_what_is_usual_for_a_class():
    """Draws that move pitches by 0.5 nats do not speak against 0.2 of bar lines, which no draw moves by more."""
    controls = [(0.01, 0.5 + 0.01 * at) for at in range(39)]
    assert found((0.2, 0.0), controls=controls)["bar line"].significant


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
    assert found((1.0, 0.0), controls=QUIET, tunes=LEAST)["bar line"].low > 0


def test_a_class_that_few_tunes_hold_is_never_significant():
    assert not found((1.0, 0.0), controls=QUIET, tunes=ENOUGH - 1)["bar line"].significant
    given = made((1.0, 0.0), controls=QUIET)
    given.counts[ENOUGH - 1 :, 0] = given.plain[ENOUGH - 1 :, 0] = given.changed[ENOUGH - 1 :, 0] = 0
    row = losses(NAMES, given)[1]
    assert (row.tunes, row.significant) == (ENOUGH - 1, False)


def test_the_interval_of_tunes_of_one_length_is_students_of_their_means():
    given = made((0.5, 0.1))
    means = (given.changed - given.plain)[:, 0] / 10
    away = t_quantile(0.975, 29) * means.std(ddof=1) / math.sqrt(30)
    row = losses(NAMES, given)[1]
    assert (row.low, row.high) == (pytest.approx(means.mean() - away), pytest.approx(means.mean() + away))


def drawn(rng, tunes, skew):
    """No difference but chance, in seven classes; skewed: most tunes lose a little, a few gain much."""
    shape = (tunes, 7)
    means = 1 - rng.standard_exponential(shape) if skew else rng.normal(size=shape)
    counts = np.full(shape, 50.0)
    return losses("abcdefg", Tallies(counts, 0 * counts, counts * means, ()))


@pytest.mark.parametrize(
    ("tunes", "skew", "least"), [(6, False, 0.93), (20, False, 0.93), (20, True, 0.89), (100, True, 0.92)]
)
def test_the_interval_holds_what_is_true_about_as_often_as_is_said(tunes, skew, least):
    rng = np.random.default_rng(tunes)
    held = [row.low <= 0 <= row.high for _ in range(300) for row in drawn(rng, tunes, skew)[1:]]
    assert least < np.mean(held) < 0.97


def test_harm_in_a_single_tune_is_no_harm_to_tunes():
    given = made((0.0, 0.0), controls=QUIET)
    given.changed[3, 0] += 100
    row = losses(NAMES, given)[1]
    assert row.difference > 0.3
    assert not row.significant


@given(st.integers(0, 2**32), st.integers(LEAST, 30))
def test_the_interval_holds_the_difference(seed, tunes):
    rows = losses(NAMES, made((0.5, 0.1), controls=QUIET, seed=seed, tunes=tunes))
    assert all(row.low <= row.difference <= row.high for row in rows)


def test_random_units_are_seldom_called_special():
    """Draws from one and the same crowd, all of which harm: at most one in twenty, whatever the classes."""
    called = []
    for seed in range(400):
        crowd = np.random.default_rng(seed).exponential(0.1, (40, 2)) * (1, 5)
        rows = losses(NAMES, made(crowd[0], controls=crowd[1:], seed=seed))
        called.append(any(row.significant for row in rows))
    assert 0 < sum(called) <= 33  # 20 are to be expected, and more than 33 by chance in one of 500 seeds
