"""Numbers behind notes and "(": their values, and what their beginnings can become."""

import pytest

from songrnn.notation.abc.grammar.numbers import DRAWN, LENGTHS, REACHABLE, SIXTEENTHS, TUPLET_BEGINNINGS, tuplet
from songrnn.notation.abc.timing import length


def test_lengths_mean_what_the_reader_makes_of_them():
    assert all(length(text) * SIXTEENTHS == value for text, value in LENGTHS.items() if text)
    assert LENGTHS[""] == SIXTEENTHS


@pytest.mark.parametrize("text", ["0", "02", "1/3", "/5", "33", "2/0", "/1"])
def test_lengths_that_cannot_be_counted_are_none(text):
    assert text not in LENGTHS


def test_every_beginning_reaches_the_lengths_that_begin_so():
    assert set(REACHABLE["3/"]) == {LENGTHS[text] for text in LENGTHS if text.startswith("3/")}
    assert set(REACHABLE[""]) == set(LENGTHS.values())


def test_a_writer_keeps_to_lowest_terms():
    assert LENGTHS["6/2"] == LENGTHS["3"]
    assert not {"6/2", "4/", "1/2"} & set(DRAWN)
    assert {"3/2", "/2", "/", "3", "12"} <= set(DRAWN)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("(3", (3, 2, 3)), ("(2", (2, 3, 2)), ("(5", (5, 2, 5)), ("(3:2:4", (3, 2, 4)), ("(3::2", (3, 2, 2)), ("(", None)],
)
def test_tuplets_state_notes_time_and_how_many(text, meant):
    assert tuplet(text, compound=False) == meant


def test_some_tuplets_fill_three_units_in_compound_meters():
    assert tuplet("(5", compound=True) == (5, 3, 5)


def test_tuplets_begin_as_they_are_written():
    assert {"(3", "(3:", "(3:2", "(3:2:", "(3:2:3"} <= TUPLET_BEGINNINGS
    assert "(1" not in TUPLET_BEGINNINGS
