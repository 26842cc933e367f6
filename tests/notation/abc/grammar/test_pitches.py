"""Letters, accidentals and octave marks."""

import pytest

from songrnn.notation.abc.grammar import begin, law, read
from songrnn.notation.abc.grammar.law import Level
from songrnn.notation.abc.grammar.pitches import answers_tie, octave_fits, possible
from songrnn.notation.abc.grammar.state import need


def behind(body, *, drawing=True):
    return read(begin(law(Level.BARS, drawing=drawing)), "M:4/4\nL:1/8\nK:D\n" + body)


@pytest.mark.parametrize(
    ("pitch", "mark", "fits"),
    [("c", "'", True), ("C", ",", True), ("c", ",", False), ("C", "'", False), ("^c''", "'", False), ("[", ",", False)],
)
def test_octave_marks_lead_away_from_the_middle(pitch, mark, fits):
    assert octave_fits(behind("A")._replace(pitch=pitch), mark) is fits


def test_a_tie_is_answered_by_its_pitch_with_or_without_the_accidental():
    tied = behind("^c'-")
    assert answers_tie(tied, "^", whole=False)
    assert answers_tie(tied, "^c'", whole=True)
    assert answers_tie(tied, "c'", whole=True)
    assert not answers_tie(tied, "c", whole=True)
    assert not answers_tie(tied, "_", whole=False)


def test_a_length_is_possible_as_long_as_it_can_become_one_that_fits():
    two_units_left = need(behind("A4 A2 "))
    assert possible(two_units_left, "3")  # as 3/2
    assert not possible(two_units_left, "9")
    assert possible(two_units_left, "5/4")
