from fractions import Fraction

import pytest

from songrnn.notation.abc.meaning import GRID
from songrnn.probe.features.clock import CODES, FIELDS, KINDS, parts


@pytest.mark.parametrize("duration", [Fraction(1, 8), Fraction(2, 3), Fraction(15, 7)])
def test_times_of_the_grid_are_exact(duration):
    assert Fraction(parts(duration), GRID) == duration


def test_times_that_the_grid_does_not_hold_are_rounded():
    assert parts(Fraction(1, 999)) == round(GRID / 999)


def test_every_kind_has_a_number_of_its_own():
    assert [KINDS[CODES[name]] for name in KINDS] == [*KINDS]
    assert set(FIELDS) < set(KINDS)
