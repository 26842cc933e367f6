import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.probe.ranks import Sorted, alike, asked, is_yes_no, midranks
from tests.probe.numbers import drawn, numbers, pairs

NAN = np.nan


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
