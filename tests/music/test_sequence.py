from fractions import Fraction

import pytest

from songrnn.music.sequence import FINEST, WHOLE, fraction


@pytest.mark.parametrize("length", [Fraction(1, n) for n in (1, 2, 4, 8, 16, 32, 64, 12, 24, 48, 20, 28, 36, 128)])
def test_every_length_in_use_is_a_whole_number_of_parts(length):
    assert fraction(int(length * WHOLE)) == length


def test_the_finest_step_is_a_48th_note():
    assert fraction(FINEST) == Fraction(1, 48)
