from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.sequence import FINEST, WHOLE, Clock, Measure, NoteSequence, Part, Span, Speed, bars_until, fraction

SPEEDS = st.lists(st.builds(Speed, st.integers(0, 10**6), st.floats(5, 500)), max_size=5).map(sorted)


@pytest.mark.parametrize("length", [Fraction(1, n) for n in (1, 2, 4, 8, 16, 32, 64, 12, 24, 48, 20, 28, 36, 128)])
def test_every_length_in_use_is_a_whole_number_of_parts(length):
    assert fraction(int(length * WHOLE)) == length


def test_the_finest_step_is_a_48th_note():
    assert fraction(FINEST) == Fraction(1, 48)


def test_the_notes_of_all_players_come_in_their_order_and_drums_can_be_left_aside():
    high, drum, low = Span(5, 9, 70), Span(2, 3, 36), Span(0, 9, 40)
    both = NoteSequence((Part((high,)), Part((drum,), drums=True), Part((low,))))
    assert both.spans == [low, drum, high]
    assert both.pitched == [low, high]


def test_a_piece_ends_with_its_last_bar_or_without_bars_with_its_last_note():
    part = Part((Span(0, 90, 60), Span(5, 20, 61)))
    assert NoteSequence((part,)).end == 90
    assert NoteSequence((part,), (Measure(0, WHOLE, 4, 4),)).end == WHOLE
    assert NoteSequence(()).end == 0


def test_without_tempos_a_whole_note_takes_two_seconds():
    assert Clock(()).seconds(WHOLE) == pytest.approx(2)


def test_a_tempo_counts_from_where_it_stands():
    clock = Clock((Speed(0, 60.0), Speed(WHOLE, 240.0)))
    assert [clock.seconds(time) for time in (WHOLE // 2, WHOLE, 2 * WHOLE)] == pytest.approx([2, 4, 5])
    assert [clock.parts(seconds) for seconds in (2, 4, 5)] == [WHOLE // 2, WHOLE, 2 * WHOLE]


def test_of_two_tempos_at_one_place_the_second_counts():
    clock = Clock((Speed(0, 60.0), Speed(WHOLE, 30.0), Speed(WHOLE, 240.0)))
    assert clock.seconds(2 * WHOLE) == pytest.approx(5)


def test_before_the_first_tempo_it_is_a_hundred_and_twenty_quarters():
    assert Clock((Speed(WHOLE, 60.0),)).seconds(2 * WHOLE) == pytest.approx(6)


@given(SPEEDS, st.integers(0, 2 * 10**6))
def test_parts_into_seconds_and_back_are_the_same(speeds, time):
    clock = Clock(speeds)
    assert clock.parts(clock.seconds(time)) == time


@given(SPEEDS, st.integers(0, 10**6), st.integers(1, 10**6))
def test_later_is_later_in_seconds_too(speeds, time, more):
    clock = Clock(speeds)
    assert clock.seconds(time + more) > clock.seconds(time)


def test_bars_go_on_like_the_last_one_and_a_piece_without_bars_counts_four_fourths():
    waltz = Measure(0, WHOLE // 4, 3, 4)
    more = Measure(WHOLE // 4, WHOLE, 3, 4)
    assert bars_until(WHOLE // 4 + 1, (waltz,)) == [waltz, more]
    assert bars_until(WHOLE // 8, (waltz,)) == [waltz]
    assert bars_until(WHOLE + 1) == [Measure(0, WHOLE, 4, 4), Measure(WHOLE, 2 * WHOLE, 4, 4)]
    assert bars_until(0) == []


@given(st.integers(1, 99), st.sampled_from([1, 2, 4, 8, 16, 1000]), st.integers(0, 20 * WHOLE))
def test_bars_follow_each_other_and_cover_a_time(beats, unit, end):
    bars = bars_until(end, (Measure(0, 100, beats, unit),))
    assert all(before.end == after.start for before, after in pairwise(bars))
    assert bars[-1].end >= end > (bars[-2].end if len(bars) > 1 else -1)
