import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.probe.statistics import (
    Measured,
    Sorted,
    alike,
    asked,
    benjamini_hochberg,
    beyond_best,
    is_yes_no,
    measure,
    midranks,
    t_quantile,
    t_tail,
)

NAN = np.nan


def numbers(values):
    return np.array(values, np.float32)


def drawn(seed, count=60, levels=9):
    return np.random.default_rng(seed).integers(0, levels, count).astype(np.float32)


def pairs(signal, yes):
    """2 AUC - 1 by going through all pairs."""
    return np.sign(signal[yes][:, None] - signal[~yes][None]).mean()


def effect(signal, feature, *, yes_no):
    found = asked(feature[None], np.array([yes_no])).effects(Sorted(signal[None]))
    return float(found[0, 0])


SIGNALS = st.lists(st.integers(-3, 3), min_size=2, max_size=30)


@settings(max_examples=60, deadline=None)
@given(SIGNALS, st.integers(0, 9))
def test_the_effect_on_a_yes_is_that_of_all_pairs(levels, seed):
    signal = numbers(levels)
    yes = np.random.default_rng(seed).random(len(signal)) < 0.5
    wanted = pairs(signal, yes) if 0 < yes.sum() < len(yes) else 0.0
    assert effect(signal, yes.astype(np.float32), yes_no=True) == pytest.approx(wanted, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(SIGNALS, st.integers(0, 9))
def test_the_effect_on_a_number_is_the_correlation_of_mid_ranks(levels, seed):
    signal, feature = numbers(levels), drawn(seed, len(levels), 4)
    varies = len({*signal.tolist()}) > 1 and len({*feature.tolist()}) > 1
    wanted = np.corrcoef(midranks(signal), midranks(feature))[0, 1] if varies else 0.0
    assert effect(signal, feature, yes_no=False) == pytest.approx(wanted, abs=1e-5)


def test_rows_without_the_question_count_for_nothing():
    signal, feature = drawn(1), (drawn(2) > 4).astype(np.float32)
    feature[::3] = NAN
    there = ~np.isnan(feature)
    assert effect(signal, feature, yes_no=True) == pytest.approx(pairs(signal[there], feature[there] > 0), abs=1e-6)


def test_equal_numbers_share_a_rank():
    assert midranks(numbers([3, 1, 3, 2])).tolist() == [2.5, 0, 2.5, 1]


def test_many_signals_are_ranked_as_one_by_one():
    signals = np.stack([drawn(seed) for seed in range(5)])
    rows = drawn(9) > 3
    together = Sorted(signals).ranks(rows)
    for signal, ranks in zip(signals, together, strict=True):
        wanted = midranks(signal[rows])
        np.testing.assert_allclose(ranks[rows], wanted - wanted.mean(), atol=1e-4)
        assert not ranks[~rows].any()


def test_features_with_the_same_gaps_are_asked_together():
    features = numbers([[1, NAN, 0], [NAN, 1, 0], [2, NAN, 5]])
    assert [group.tolist() for group in alike(features)] == [[0, 2], [1]]


def test_a_feature_of_zeros_and_ones_is_a_yes_or_a_no():
    assert is_yes_no(numbers([0, 1, NAN]))
    assert not is_yes_no(numbers([0, 1, 2]))


@pytest.mark.parametrize("yes_no", [True, False])
def test_the_two_ways_to_an_effect_agree(yes_no):
    signal = drawn(1)
    feature = (drawn(2) > 3).astype(np.float32) if yes_no else drawn(2)
    measured = measure(signal, feature, np.arange(60) // 6, yes_no=yes_no)
    assert measured.effect == pytest.approx(effect(signal, feature, yes_no=yes_no), abs=1e-6)


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
    assert measure(drawn(1, 40), yes, tunes, yes_no=False).freedom == 9


def test_a_perfect_effect_is_no_chance_and_has_no_width():
    measured = measure(numbers([1, 2, 1, 2]), numbers([0, 1, 0, 1]), np.array([0, 0, 1, 1]), yes_no=True)
    assert measured.interval() == (1, 1)
    assert measured.chance() == 0


@pytest.mark.parametrize("t", [-3.0, 0.0, 0.1, 1.0, 8.0, 1e4])
def test_student_s_t_is_what_can_be_written_down_for_one_and_two_degrees(t):
    assert t_tail(t, 1) == pytest.approx(0.5 - math.atan(t) / math.pi)
    assert t_tail(t, 2) == pytest.approx(0.5 - t / (2 * math.sqrt(2 + t * t)), abs=1e-12)


def test_student_s_t_of_many_degrees_is_normal():
    assert t_tail(1.959964, 10**6) == pytest.approx(0.025, abs=1e-6)


def test_a_quantile_is_where_the_tail_begins():
    assert t_tail(t_quantile(0.975, 7), 7) == pytest.approx(0.025)


def test_false_discoveries_are_held_as_by_benjamini_and_hochberg():
    assert benjamini_hochberg([0.04, 0.01, 0.03, 0.5]) == pytest.approx([0.16 / 3, 0.04, 0.16 / 3, 0.5])
    assert benjamini_hochberg([]) == []


def test_one_more_of_the_best_is_beyond_them_as_often_as_it_says():
    rng = np.random.default_rng(1)
    best = np.tanh(np.exp(rng.normal(-1, 0.3, (1000, 9))))
    p = np.array([beyond_best(last, others) for *others, last in best.tolist()])
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.02)
    assert (p < 0.5).mean() == pytest.approx(0.5, abs=0.05)


def test_the_sign_of_an_effect_does_not_matter_beside_bests():
    assert beyond_best(-0.9, [0.5, 0.6, 0.55]) == beyond_best(0.9, [0.5, 0.6, 0.55]) < 0.05


def test_bests_that_are_all_alike_are_beaten_by_more_only():
    assert beyond_best(0.5, [0.5, 0.5]) == 1
    assert beyond_best(0.6, [0.5, 0.5]) == 0
    assert beyond_best(0.0, [0.0, 0.0]) == 1
