import math

import numpy as np
import pytest

from songrnn.probe.inference import Measured, measure
from songrnn.probe.ranks import Sorted, asked
from tests.probe.numbers import drawn, numbers, pairs

NAN = np.nan


@pytest.mark.parametrize("yes_no", [True, False])
def test_the_two_ways_to_an_effect_agree(yes_no):
    signal = drawn(1)
    feature = (drawn(2) > 3).astype(np.float32) if yes_no else drawn(2)
    measured = measure(signal, feature, np.arange(60) // 6, yes_no=yes_no)
    at_once = asked(feature[None], np.array([yes_no])).effects(Sorted(signal[None]))
    assert measured.effect == pytest.approx(float(at_once[0, 0]), abs=1e-6)


def test_the_error_of_a_yes_is_obuchowski_s():
    signal, yes, tunes = drawn(1).astype(np.float64), drawn(2) > 3, np.arange(60) // 6
    auc = (pairs(signal, yes) + 1) / 2
    placed = np.array([
        ((np.sign(value - signal[yes != mine]) * (1 if mine else -1) + 1) / 2).mean()
        for value, mine in zip(signal, yes, strict=True)
    ])  # fmt: skip
    off = np.where(yes, (placed - auc) / yes.sum(), (placed - auc) / (~yes).sum())
    sums = np.bincount(tunes, off)
    wanted = 2 * math.sqrt(10 / 9 * (sums**2).sum())
    assert measure(drawn(1), yes.astype(np.float32), tunes, yes_no=True).error == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("yes_no", [True, False])
def test_an_interval_over_tunes_holds_the_truth_as_often_as_it_says(yes_no):
    found = [measure(*tunebook(seed, yes_no), yes_no=yes_no) for seed in range(300)]
    truth = np.mean([each.effect for each in found])
    held = np.mean([low <= truth <= high for low, high in (each.interval() for each in found)])
    assert 0.91 < held < 0.99
    assert np.mean([each.error for each in found]) == pytest.approx(np.std([each.effect for each in found]), rel=0.15)


def tunebook(seed, yes_no):
    """A signal and a feature of 30 tunes of 8 rows: both have a part that the tune has in common."""
    rng = np.random.default_rng(seed)
    first = rng.standard_normal((30, 1))
    second = first / 2 + rng.standard_normal((30, 1))
    signal, feature = ((part + rng.standard_normal((30, 8))).round(1).ravel() for part in (first, second))
    return signal.astype(np.float32), (feature > 0.5 if yes_no else feature).astype(np.float32), np.arange(240) // 8


def test_what_only_one_tune_has_says_nothing_of_other_tunes():
    yes, tunes = numbers([1, 1, 0, 0, 0, 0]), np.array([0, 0, 0, 1, 1, 2])
    measured = measure(numbers([5, 6, 1, 2, 3, 4]), yes, tunes, yes_no=True)
    assert measured.effect == pytest.approx(1)
    assert measured.interval() == (-1, 1)
    assert measured.chance() == 1


@pytest.mark.parametrize(("signal", "feature"), [([1, 1, 1], [0, 1, 0]), ([1, 2, 3], [1, 1, 1]), ([1, 2], [NAN, NAN])])
def test_what_does_not_vary_has_no_effect(signal, feature):
    measured = measure(numbers(signal), numbers(feature), np.arange(len(signal)), yes_no=True)
    assert measured == Measured(0.0, 0.0, 0)
    assert measured.chance() == 1


def test_the_rarer_answer_bounds_what_is_known():
    yes, tunes = (np.arange(40) < 12).astype(np.float32), np.arange(40) // 4
    assert measure(drawn(1, 40), yes, tunes, yes_no=True).freedom == 2
    assert measure(drawn(1, 40), drawn(2, 40), tunes, yes_no=False).freedom == 9


def perfect(tunes):
    """An effect of 1 in so many tunes of two rows."""
    return measure(numbers([1, 2] * tunes), numbers([0, 1] * tunes), np.arange(2 * tunes) // 2, yes_no=True)


@pytest.mark.parametrize("tunes", [2, 5, 10, 100])
def test_a_perfect_effect_is_as_sure_as_the_tunes_are_many(tunes):
    assert perfect(tunes).chance() == pytest.approx(2 * 0.5**tunes)  # a sign test
    low, high = perfect(tunes).interval()
    assert high == 1
    assert ((1 + low) / 2) ** tunes == pytest.approx(0.025)  # no tune of those is opposite, if just so many are in all


def test_an_effect_that_is_low_has_the_same_interval_turned_round():
    signal, feature, tunes = nearly_perfect(3, 10)
    high, low = (measure(sign * signal, feature, tunes, yes_no=True) for sign in (1, -1))
    assert low.interval() == pytest.approx(tuple(-end for end in reversed(high.interval())))
    assert low.chance() == pytest.approx(high.chance())


@pytest.mark.parametrize("tunes", [5, 10, 100])
def test_an_interval_near_one_holds_the_truth_as_often_as_it_says(tunes):
    truth = measure(*nearly_perfect(0, 5000), yes_no=True).effect
    intervals = [measure(*nearly_perfect(seed, tunes), yes_no=True).interval() for seed in range(1, 200)]
    assert 0.98 < truth < 0.995
    assert np.mean([low <= truth <= high for low, high in intervals]) > 0.94
    assert min(high - low for low, high in intervals) > 0


def nearly_perfect(seed, tunes):
    """200 rows a tune, 2 % of them a yes, at which the signal is far higher: by about 4 of its deviations."""
    rng = np.random.default_rng(seed)
    tune = np.repeat(np.arange(tunes), 200)
    yes = rng.random(len(tune)) < 0.02
    signal = rng.normal(0, 0.5, tunes)[tune] + rng.standard_normal(len(tune)) + 4 * yes
    return signal.astype(np.float32), yes.astype(np.float32), tune


@pytest.mark.parametrize("yes_no", [True, False])
@pytest.mark.parametrize("differ", [1, 3, 5, 50])
def test_what_differs_in_few_tunes_is_seldom_found_by_chance(differ, yes_no):
    found = [measure(*told_apart(seed, differ, yes_no), yes_no=yes_no).chance() < 0.05 for seed in range(200)]
    assert np.mean(found) < 0.09


def told_apart(seed, differ, yes_no):
    """A feature that is the same in all of a tune, not 0 in few of 100, and a signal that knows nothing of it."""
    rng = np.random.default_rng(seed)
    tune = np.repeat(np.arange(100), 20)
    feature = np.zeros(100, np.float32)
    feature[:differ] = 1 if yes_no else np.arange(differ) + 2
    signal = rng.standard_normal(100)[tune] + rng.normal(0, 0.5, len(tune))
    return signal.astype(np.float32), feature[tune], tune


def test_of_a_number_the_tunes_count_that_hold_more_than_the_commonest():
    feature = numbers([0, 0, 0, 0, 0, 3, 0, 4, 5, 0])
    assert measure(drawn(1, 10), feature, np.arange(10) // 2, yes_no=False).freedom == 2


def sure(effect, tunes=10**9):
    """An effect without an error."""
    return Measured(effect, 0.0, tunes - 1)


def test_one_more_of_the_best_is_beyond_them_as_often_as_it_says():
    rng = np.random.default_rng(1)
    best = np.tanh(np.exp(rng.normal(-1, 0.3, (1000, 9))))
    p = np.array([sure(last).beyond(others) for *others, last in best.tolist()])
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.02)
    assert (p < 0.5).mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("tunes", [10, 30, 100])
@pytest.mark.parametrize("spread", [0.02, 0.1])
def test_a_unit_no_better_than_the_best_of_random_networks_is_seldom_beyond_them(tunes, spread):
    truth = np.mean([measure(*uneven(seed, 100), yes_no=True).effect for seed in range(40)])
    alarms = 0
    for seed in range(200):
        drawn = np.random.default_rng([seed, 1]).normal(0, spread, 8)
        best = np.tanh(np.arctanh(truth) * np.exp(drawn)).tolist()
        alarms += measure(*uneven(seed, tunes), yes_no=True).beyond(best) < 0.05
    assert alarms / 200 < 0.1  # 30 % and more without the unit's own error


def uneven(seed, tunes):
    """30 rows a tune; a signal that follows a yes well in some tunes and badly in others."""
    rng = np.random.default_rng(seed)
    tune = np.repeat(np.arange(tunes), 30)
    yes = rng.random(len(tune)) < 0.3
    signal = rng.standard_normal(len(tune)) + (1.2 + rng.normal(0, 0.8, tunes)[tune]) * yes
    return signal.astype(np.float32), yes.astype(np.float32), tune


def test_the_sign_of_an_effect_does_not_matter_beside_bests():
    assert sure(-0.9).beyond([0.5, 0.6, 0.55]) == sure(0.9).beyond([0.5, 0.6, 0.55]) < 0.05


def test_bests_that_are_all_alike_are_beaten_by_more_only():
    assert sure(0.5).beyond([0.5, 0.5]) == 1
    assert sure(0.6).beyond([0.5, 0.5]) == pytest.approx(0)
    assert sure(0.0).beyond([0.0, 0.0]) == 1


def test_few_tunes_cannot_show_what_lies_beyond_good_bests():
    assert sure(1.0, tunes=20).beyond([0.9, 0.9]) == pytest.approx(0.95**20)


def test_what_nothing_is_known_of_is_not_beyond_anything():
    assert Measured(1.0, 0.0, 0).beyond([0.1, 0.2]) == 1
