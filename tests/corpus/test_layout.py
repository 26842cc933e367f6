from fractions import Fraction

import pytest

from songrnn.corpus.layout import Measure, misfits, open_sections, repeats_fault, write

FULL = Fraction(1)


def measure(text="x", length=1, **signs):
    return Measure(text, Fraction(length), **signs)


def opened(*measures):
    open_sections(measures)
    return [one.opens for one in measures]


def test_four_full_bars_make_a_line():
    assert write([measure(text) for text in "abcdef"], FULL) == "a|b|c|d|\ne|f|]"


def test_a_pickup_does_not_count_as_a_bar_of_its_line():
    assert write([measure("p", "1/4"), *map(measure, "abcde")], FULL) == "p|a|b|c|d|\ne|]"


def test_as_many_bars_as_asked_make_a_line():
    assert write([measure(text) for text in "abc"], FULL, bars_a_line=2) == "a|b|\nc|]"


def test_sections_have_lines_of_their_own():
    measures = [measure("a", opens=True), measure("b", closes=True), measure("c", double=True), measure("d")]
    assert write(measures, FULL) == "|:a|b:|\nc||\nd|]"


def test_a_section_that_opens_puts_a_double_bar_before_it():
    assert write([measure("a"), measure("b", opens=True, closes=True)], FULL) == "a||\n|:b:|"


def test_endings_follow_the_bar_line_and_keep_to_their_line():
    measures = [
        measure("a", opens=True), measure("b"), measure("c"), measure("d"),
        measure("e", ending="1", closes=True), measure("f", ending="2"),
    ]  # fmt: skip
    assert write(measures, FULL) == "|:a|b|c|d|1e:|2f|]"


def test_nothing_is_written_as_nothing():
    assert write([], FULL) == ""


@pytest.mark.parametrize(
    ("measures", "opens"),
    [
        ([measure(), measure(closes=True)], [True, False]),
        ([measure(double=True), measure(), measure(closes=True)], [False, True, False]),
        ([measure(closes=True), measure(closes=True)], [True, True]),
        ([measure(), measure(opens=True), measure(closes=True)], [False, True, False]),
        ([measure(opens=True, double=True), measure(closes=True)], [True, False]),
        ([measure(), measure(ending="1", closes=True), measure(ending="2")], [True, False, False]),
        ([measure(opens=True), measure()], [False, False]),
    ],
)
def test_a_repeat_is_opened_where_players_go_back_to(measures, opens):
    assert opened(*measures) == opens


@pytest.mark.parametrize(
    ("measures", "fault"),
    [
        ([measure(opens=True), measure(closes=True), measure(opens=True), measure(closes=True)], ""),
        ([measure(), measure(ending="1", closes=True), measure(ending="2")], ""),
        ([measure(opens=True), measure(opens=True, closes=True)], "a repeat is opened twice"),
        ([measure(ending="3")], "unusual endings"),
        ([measure(ending="1"), measure(ending="2")], "a second ending without a repeat before it"),
        ([measure(), measure(ending="1", closes=True)], "endings that do not pair"),
    ],
)
def test_repeats_that_can_be_read_in_two_ways_are_a_fault(measures, fault):
    assert repeats_fault(measures) == fault


@pytest.mark.parametrize(
    ("measures", "wrong"),
    [
        ([measure(), measure(), measure()], []),
        ([measure(length="1/4"), measure(), measure(length="3/4")], []),
        ([measure(), measure(length="3/4"), measure()], [2]),
        ([measure(length="5/4"), measure(), measure(length="5/4")], [1, 3]),
        ([measure(), measure(length="3/4", closes=True), measure(length="1/4"), measure()], []),
        ([measure(), measure(length="3/4"), measure(length="1/4", opens=True), measure()], []),
    ],
)
def test_bars_may_be_short_only_at_the_ends_of_sections_and_never_long(measures, wrong):
    assert misfits(measures, FULL) == wrong
