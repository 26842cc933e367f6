import pytest

from songrnn.music.sequence import FINEST, WHOLE, Measure
from songrnn.notation.midi.events import MeterEvent
from songrnn.notation.midi.meter import grid_offset, guess, measures, pickup, stated

QUARTER = WHOLE // 4


def melody(*quarters):
    """Notes of these lengths one after the other, all of one pitch."""
    found, now = [], 0.0
    for length in quarters:
        found.append((now, now + length * QUARTER, 67))
        now += length * QUARTER
    return found


def test_a_grid_that_begins_anywhere_is_found():
    onsets = [2.32 * FINEST + 3 * FINEST * step for step in (0, 2, 3, 8, 9, 11)]
    assert grid_offset(onsets) == pytest.approx(2.32 * FINEST)


def test_notes_on_the_beats_have_no_offset():
    assert grid_offset([3 * FINEST * step for step in (0, 2, 3, 8, 9, 11)]) == 0
    assert grid_offset([4 * FINEST * step for step in (0, 1, 2, 3, 5)]) == 0


def test_notes_without_a_grid_have_no_offset():
    assert grid_offset([FINEST * step * 1.37 for step in range(40)]) == 0


def test_meters_that_no_one_means_are_passed_over():
    events = [MeterEvent(0, 1, 4), MeterEvent(960, 3, 8), MeterEvent(1920, 4, 128), MeterEvent(1921, 1, 8)]
    assert stated(events, 480) == [(WHOLE // 2, 3, 8), (WHOLE, 1, 8)]


def test_accents_in_threes_are_a_waltz_and_all_else_is_common_time():
    assert guess(melody(*[2, 1] * 16)) == (3, 4)
    assert guess(melody(*[2, 1, 1] * 16)) == (4, 4)
    assert guess(melody(*[1] * 16)) == (4, 4)


def test_bars_follow_each_other_and_a_change_cuts_one_short():
    found = measures([(0, 3, 4), (4 * QUARTER, 2, 4)], 0, 7 * QUARTER)
    spans = [(one.start // QUARTER, one.end // QUARTER, one.beats) for one in found]
    assert spans == [(0, 3, 3), (3, 4, 3), (4, 6, 2), (6, 8, 2)]


def test_before_the_first_stated_meter_is_common_time():
    assert measures([(WHOLE, 3, 4)], 0, WHOLE + 1) == [Measure(0, WHOLE, 4, 4), Measure(WHOLE, 7 * QUARTER, 3, 4)]


def test_a_pick_up_is_heard_where_long_notes_come_after_it():
    assert pickup(melody(1, *[2, 1] * 8), 3, 4) == QUARTER
    assert pickup(melody(0.5, *[1.5, 0.5, 0.5, 0.5] * 8), 6, 8) == QUARTER // 2


def test_bars_that_are_right_are_left_alone():
    assert pickup(melody(*[2, 1] * 8), 3, 4) == 0
    assert pickup(melody(*[1] * 32), 4, 4) == 0


def test_bars_that_were_a_guess_are_moved_more_easily_and_by_sixteenths():
    notes = melody(0.25, *[2, 1, 1] * 8)
    assert pickup(notes, 4, 4, trusted=False) == QUARTER // 4
    assert pickup(notes, 4, 4) != QUARTER // 4
