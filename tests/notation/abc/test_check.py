"""Bars, ties and repeats of a tune, as players would judge them."""

import pytest

from songrnn.notation.abc.check import check_tune

HEADER = "X:1\nM:4/4\nL:1/4\nK:C\n"


def said(body, header=HEADER):
    """(severity, line of the body, column, what) of everything that is said."""
    first = header.count("\n")
    return [(one.severity, one.line - first, one.column, one.what) for one in check_tune(header + body)]


@pytest.mark.parametrize(
    "body",
    [
        "CDEF|GABc|", "|:CDEF|GABc:|", "C|CDEF|GAB|]", "C|CDEF|GAB:|c|CDEF|GAB:|", "CD|\nEF|GABc|", "CDEF|GA||Bc|CDEF|",
        "|:CDEF|1GABc:|2c4|]", "CDEF|[M:3/4]GAB|c3|", "Z4|CDEF|", "C4-|C4|", "C4-|C2D2|", "[C-E]4|[CE]4|", "|:C4-:|D4|",
        "CDEF&c4|GABc|",
    ],
)  # fmt: skip
def test_a_tune_that_players_would_not_stumble_over_is_left_in_peace(body):
    assert said(body) == []


def test_free_meter_has_bars_of_any_length():
    assert said("C|CDEFG|A|C|", "X:1\nM:none\nL:1/4\nK:C\n") == []


def test_a_bar_that_is_too_long_is_told_where_it_begins():
    assert said("CDEF|GABcd|CDEF|") == [("warning", 1, 6, "the bar lasts 5/4, the meter asks for 1")]


def test_a_short_bar_inside_a_section_is_told():
    assert said("CDEF|GA|CDEF|CDEF|") == [("warning", 1, 6, "the bar lasts 1/2, the meter asks for 1")]


def test_a_bar_after_a_line_end_is_told_on_its_own_line():
    assert said("CDEF|\nGABcd|CDEF|") == [("warning", 2, 1, "the bar lasts 5/4, the meter asks for 1")]


def test_a_tie_to_another_pitch_is_told():
    assert said("C4-|D4|") == [("warning", 1, 5, "a tie leads to another pitch")]


def test_a_repeat_that_is_never_closed_is_told():
    assert said("|:CDEF|GABc|]") == [("warning", 1, 3, "the repeat is opened and not closed")]
    assert said("|:CDEF|:GABc:|")[0][1:3] == (1, 3)


def test_a_tune_without_notes_is_an_error():
    assert [one.severity for one in check_tune("X:1\nK:C\n")] == ["error"]


def test_what_the_reader_says_comes_with_the_rest_in_the_order_of_lines():
    found = said("CDEFG|@|\n{}C4|")
    assert [(line, what.split()[-1]) for _, line, _, what in found] == [(1, "1"), (1, "here"), (2, "note")]
