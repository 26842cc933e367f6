from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.score import Meter
from songrnn.notation.stream.lengths import Value, beams, divisions, rounded, tuplet_edges, values

F = Fraction


def of(*durations):
    return [value for duration in durations for value in values(F(duration))]


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("1/4", [Value(F(1, 4))]),
        ("3/8", [Value(F(1, 4), 1)]),
        ("15/64", [Value(F(1, 8), 3)]),
        ("5/8", [Value(F(1, 2)), Value(F(1, 8))]),
        ("1/12", [Value(F(1, 8), 0, 3, 2)]),
        ("1/20", [Value(F(1, 16), 0, 5, 4)]),
        ("1/11", [Value(F(1, 8), 0, 11, 8)]),
        ("3/28", [Value(F(1, 8), 1, 7, 4)]),
        ("16", [Value(F(8)), Value(F(8))]),
        ("1/40320", [Value(F(1, 1024), 0, 315, 8)]),
    ],
)
def test_a_duration_is_printed_as_players_know_it(duration, expected):
    assert list(values(F(duration))) == expected


@given(st.integers(1, 200_000))
def test_the_values_of_whole_ticks_make_up_the_duration_exactly(ticks):
    assert sum(value.duration for value in values(F(ticks, 40320))) == F(ticks, 40320)


def test_values_that_no_note_is_short_enough_for_are_left_out():
    assert values(F(1, 4096)) == ()


def test_divisions_are_the_fewest_in_which_all_durations_are_whole():
    assert divisions({F(1, 4)}) == 1
    assert divisions({F(1, 8), F(1, 12)}) == 6
    assert divisions({F(1, 44)}) == 11


def test_durations_that_need_too_many_divisions_have_none():
    assert divisions({F(1, 4), F(1, 65537)}) is None


def test_rounding_moves_onsets_and_adds_up_nothing():
    third = F(1, 11 * 9973)
    spans = rounded([third] * 10_000)
    assert abs(sum(spans) - third * 10_000) <= F(1, 2 * 40320)
    assert all((span * 40320).denominator == 1 for span in spans)


def test_brackets_hold_what_fills_a_span_that_needs_none():
    assert tuplet_edges(of("1/8", "1/12", "1/12", "1/12", "1/12", "1/6")) == [
        "", "start", "", "stop", "start", "stop",
    ]  # fmt: skip
    assert tuplet_edges(of("1/12", "1/4")) == ["both", ""]
    assert tuplet_edges(of("1/12", "1/20")) == ["both", "both"]


def beamed(meter, *durations, begun=0):
    written = of(*durations)
    return beams(written, [True] * len(written), meter, F(begun))


def test_eighths_share_a_beam_for_half_a_bar_of_four_quarters():
    joined = beamed(Meter(4, 4), *["1/8"] * 8)
    assert joined == [["start"], ["continue"], ["continue"], ["stop"]] * 2


def test_eighths_share_a_beam_by_threes_in_six_eight():
    assert beamed(Meter(6, 8), *["1/8"] * 6) == [["start"], ["continue"], ["stop"]] * 2


def test_beams_follow_the_groups_of_an_uneven_meter():
    assert beamed(Meter(5, 8, (2, 3)), *["1/8"] * 5) == [["start"], ["stop"], ["start"], ["continue"], ["stop"]]


def test_a_pickup_is_beamed_from_the_end_of_its_bar():
    assert beamed(Meter(4, 4), "1/8", "1/8", "1/8", begun="5/8") == [["start"], ["continue"], ["stop"]]
    assert beamed(Meter(4, 4), "1/8", "1/8", "1/8", begun=0) == [["start"], ["continue"], ["stop"]]
    assert beamed(Meter(4, 4), "1/8", "1/8", begun="3/8") == [[], []]


def test_a_lone_sixteenth_has_a_stump():
    assert beamed(Meter(4, 4), "3/16", "1/16") == [["start"], ["stop", "left"]]
    assert beamed(Meter(4, 4), "1/16", "3/16") == [["start", "right"], ["stop"]]


def test_rests_break_beams():
    written = of("1/8", "1/8", "1/8", "1/8")
    assert beams(written, [True, False, True, True], Meter(4, 4), F(0)) == [[], [], ["start"], ["stop"]]
