"""Ways out of a tune."""

import pytest

from songrnn.notation.abc.grammar import accepts, begin, law, read, under
from songrnn.notation.abc.grammar.law import Level
from songrnn.notation.abc.grammar.way import hurried, way_out

HEADER = "M:4/4\nL:1/8\nK:D\n"


def behind(body):
    place = read(begin(law(Level.BARS)), HEADER + body)
    return under(place, law(Level.BARS, ("M", "L", "K"), drawing=True))


@pytest.mark.parametrize(
    "body",
    ["", "A", "A2|A", "|:A8|", "|:A8|1", "|:A2|A8|1A4", "A>", "(3A", "[A", "[AB]-", "^", "{a", "~", "A3/",
     "A8|", "(", "A8-", "A8-|"],
)  # fmt: skip
def test_there_is_a_way_to_an_end_from_any_place(body):
    assert accepts(HEADER + body + way_out(behind(body)))


def test_where_a_tune_may_end_the_way_is_nothing():
    assert way_out(behind("A8|]")) == ""


def test_a_tune_in_a_hurry_has_as_few_bars_left_as_can_be():
    assert hurried(behind("A8|A4")).course.wanted == 1
    assert hurried(behind("|:A8|1A4")).course.wanted == 2
    assert hurried(hurried(behind("A8|A4"))) == hurried(behind("A8|A4"))
