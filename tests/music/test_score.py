"""Values of a score: lengths of bars and meters."""

from fractions import Fraction

import pytest

from songrnn.music.pitch import Pitch
from songrnn.music.score import Bar, Meter, Note, total


def test_a_bar_is_as_long_as_its_notes():
    notes = (
        Note((Pitch(4, "C"),), Fraction(1, 8)),
        Note((), Fraction(1, 12)),
        Note((Pitch(4, "D"), Pitch(4, "F")), Fraction(1, 4)),
    )
    assert Bar(notes).length == Fraction(11, 24)


@pytest.mark.parametrize(
    ("meter", "length"), [(Meter(), 1), (Meter(6, 8), Fraction(3, 4)), (Meter(2, 2), 1), (Meter(0, 1), None)]
)
def test_a_meter_says_how_long_a_full_bar_is_unless_it_is_free(meter, length):
    assert meter.length == length


def test_a_bar_is_as_long_as_its_longest_layer():
    short, long = Note((), Fraction(1, 8)), Note((), Fraction(3, 7))
    assert Bar((short,), overlays=((long, short),)).length == Fraction(3, 7) + Fraction(1, 8)


def test_the_total_of_many_different_lengths_is_exact():
    lengths = [Fraction(1, n) for n in range(1, 60)]
    assert total(tuple(Note((), one) for one in lengths)) == sum(lengths)
