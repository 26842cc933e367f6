"""What fits into what is left of a bar."""

import pytest

from songrnn.notation.abc.grammar import begin, law, read
from songrnn.notation.abc.grammar.law import GRID, Level
from songrnn.notation.abc.grammar.state import carries, fits, need

UNIT = GRID // 8


def needs(body, *, header="M:4/4\nL:1/8\nK:D\n"):
    place = read(begin(law(Level.BARS)), header + body)
    return need(place._replace(law=law(Level.BARS, ("M", "L", "K"), drawing=True)))


@pytest.mark.parametrize(
    ("units", "does"), [(1, True), (4, True), (5, False), (3.5, True), (3.25, True), (3.125, False)]
)
def test_a_note_leaves_a_rest_of_the_bar_that_can_be_filled(units, does):
    assert fits(needs("A8|A4 "), int(units * UNIT)) is does


def test_the_other_half_of_broken_rhythm_has_the_same_length():
    assert fits(needs("A2>"), 2 * UNIT)
    assert not fits(needs("A2>"), UNIT)


def test_a_tuplet_fits_as_a_whole_and_its_notes_are_alike():
    assert fits(needs("A8|A6 (3A"), UNIT)
    assert not fits(needs("A8|A6 (3A"), 2 * UNIT)
    assert not fits(needs("A2 (3AA"), 2 * UNIT)


def test_tuplets_leave_swung_pairs_on_the_beat():
    hornpipe = "R:hornpipe\nM:4/4\nL:1/8\nK:D\n"
    assert fits(needs("(3A", header=hornpipe), UNIT)
    assert not fits(needs("(2A", header=hornpipe), UNIT)
    assert fits(needs("(2A"), UNIT)


def test_a_note_is_longer_than_its_graces():
    assert carries(UNIT, 3 * 16, UNIT)
    assert not carries(UNIT, 4 * 16, UNIT)
