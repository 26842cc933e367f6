from dataclasses import replace

import pytest

from songrnn.actions.effects import effect, figure, interval, name, small
from songrnn.probe.findings import Finding, Score
from songrnn.probe.signals import Unit

SCORE = Score(Unit(2, 37), "c", 0.9, 0.8, 0.98, 0.91, 0.001, 0.01, significant=True)
YES = Finding("bar-line", "yes/no", 100, 10, (SCORE,), (0.2, 0.4), (0.5,))
NUMBER = replace(YES, kind="number")
LOW = replace(SCORE, effect=-0.9, low=-0.98, high=-0.8)


def test_a_unit_is_named_with_its_signal():
    assert name(SCORE) == "2:37 c"


def test_what_holds_or_not_is_told_as_an_area_under_the_curve():
    assert (effect(YES, SCORE), interval(YES, SCORE), figure(YES, 0.0)) == ("AUC 0.950", "0.900 0.990", "0.500")


def test_a_unit_that_is_lower_has_an_area_above_one_half_and_says_that_it_is_low():
    assert (effect(YES, LOW), interval(YES, LOW)) == ("AUC 0.950 low", "0.900 0.990")


@pytest.mark.parametrize(
    ("score", "told", "ends"), [(SCORE, "rho +0.90", "+0.80 +0.98"), (LOW, "rho -0.90", "-0.98 -0.80")]
)
def test_a_number_is_told_as_a_correlation_with_its_sign(score, told, ends):
    assert (effect(NUMBER, score), interval(NUMBER, score)) == (told, ends)


def test_an_interval_that_nobody_knows_is_none():
    assert interval(YES, replace(SCORE, low=float("nan"))) == "none"


@pytest.mark.parametrize(("p", "told"), [(0.25, "0.250"), (0.001, "0.001"), (0.0009, "< 0.001"), (0.0, "< 0.001")])
def test_a_probability_is_told_down_to_a_thousandth(p, told):
    assert small(p) == told
