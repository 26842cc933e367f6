"""The inside of chords."""

import pytest

from songrnn.notation.abc.grammar import begin, law, read
from songrnn.notation.abc.grammar.law import Level


def behind(body, *, drawing=True):
    return read(begin(law(Level.BARS, drawing=drawing)), "M:4/4\nL:1/8\nK:D\n" + body)


@pytest.mark.parametrize("chord", ["[GB]", "[^G_B,]2", "[G2B2d2]", "[G3/2B3/2]", "[g'b']/", "[GB]-[GB]"])
def test_chords_of_different_notes_of_one_length_are_taken(chord):
    assert behind(chord + "c") is not None


@pytest.mark.parametrize(
    "chord", ["[]", "[GG]", "[^]", "[G2B]", "[G2B3]", "[G2B2]2", "[GBdfa]", "[G9B", "[Gz]", "[GB]-[GA"]
)
def test_others_are_not_drawn(chord):
    assert behind(chord) is None


def test_a_reader_takes_more_notes_and_the_same_one_twice():
    assert behind("[GGBdfa]", drawing=False) is not None


def test_the_length_of_a_chord_is_taken_from_the_bar_once():
    place = behind("[G2B2]c")
    assert place.course.bar - place.course.left == 2 * place.time.unit
