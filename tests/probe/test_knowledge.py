import numpy as np
import pytest

from songrnn.probe.knowledge import Lesson, probe

TUNES = np.arange(400) // 20


def layer(seed, units=6):
    return np.random.default_rng(seed).uniform(-1, 1, (400, units)).astype(np.float32)


def correlation(first, second):
    return np.corrcoef(first, second)[0, 1]


def test_what_is_a_sum_of_units_is_known_on_other_rows():
    units, others = layer(1), layer(2)
    feature = (units[:, 1] - 2 * units[:, 4] > 0.3).astype(np.float32)
    (said,) = probe(Lesson(units, feature[None], TUNES)).say(others)
    assert correlation(said, others[:, 1] - 2 * others[:, 4]) > 0.98


def test_a_number_is_known_by_its_rank_whatever_its_scale():
    units, others = layer(1), layer(2)
    (said,) = probe(Lesson(units, np.exp(5 * units[:, 2])[None], TUNES)).say(others)
    assert correlation(said, others[:, 2]) > 0.98


def test_what_units_do_not_hold_is_not_known():
    feature = np.random.default_rng(3).integers(0, 2, (1, 400)).astype(np.float32)
    units, others = layer(1), layer(2)
    (said,) = probe(Lesson(units, feature, TUNES)).say(others)
    truth = np.random.default_rng(4).integers(0, 2, 400)
    assert abs(correlation(said, truth)) < 0.2


def test_rows_without_the_question_teach_nothing():
    units, others = layer(1), layer(2)
    feature = units[:, 0].copy()
    feature[200:] = np.nan
    wrong = units.copy()
    wrong[200:] = 7
    told = [probe(Lesson(given, feature[None], TUNES)).say(others) for given in (units, wrong)]
    np.testing.assert_array_equal(*told)


def test_each_feature_is_taught_as_if_alone():
    units, others = layer(1), layer(2)
    features = np.stack([units[:, 0], (units[:, 1] > 0).astype(np.float32)])
    together = probe(Lesson(units, features, TUNES)).say(others)
    for said, feature in zip(together, features, strict=True):
        np.testing.assert_allclose(said, probe(Lesson(units, feature[None], TUNES)).say(others)[0], atol=1e-5)


@pytest.mark.parametrize("value", [np.nan, 1.0])
def test_a_feature_that_never_varies_teaches_nothing(value):
    said = probe(Lesson(layer(1), np.full((1, 400), value, np.float32), TUNES)).say(layer(2))
    assert not said.any()


def test_silent_units_know_nothing():
    said = probe(Lesson(np.zeros((400, 6), np.float32), layer(1)[:, :1].T, TUNES)).say(layer(2))
    assert not said.any()


def test_what_was_missed_at_tunes_held_back_tells_a_layer_that_knows_from_one_that_does_not():
    feature = (layer(1)[:, 1] > 0).astype(np.float32)[None]
    missed = [probe(Lesson(layer(seed), feature, TUNES)).missed[0] for seed in (1, 2)]
    assert missed[0] < 0.15
    assert missed[1] == pytest.approx(0.25, abs=0.03)  # the variance of a coin


def test_where_no_tune_is_held_back_nothing_is_known_of_what_was_missed():
    assert probe(Lesson(layer(1), layer(1)[:, :1].T, np.zeros(400, np.int64))).missed == [1.0]
