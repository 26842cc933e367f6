import math

import pytest

from songrnn.probe.chance import benjamini_hochberg, t_quantile, t_tail


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
