"""Steps in bars: where notes come to stand, and any array as steps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.codecs.bars import as_cells, as_steps, in_steps, in_time, merged
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span

STEP = WHOLE // 16


def piece(*spans, measures=(), drums=()):
    parts = [Part(tuple(sorted(Span(*span) for span in spans)))]
    parts += [Part(tuple(Span(*span) for span in drums), drums=True)] if drums else []
    return NoteSequence(tuple(parts), tuple(Measure(*bar) for bar in measures))


def stepped(*spans, steps=16, low=0, high=127, **more):
    found = in_steps(piece(*spans, **more), steps, low, high)
    return list(zip(found.onsets.tolist(), found.ends.tolist(), (found.pitches + low).tolist(), strict=True))


def test_a_piece_without_bars_counts_four_fourths():
    assert in_steps(piece((0, 17 * STEP, 60)), 16, 0, 127).count == 32


def test_a_bar_has_as_many_steps_whatever_its_meter():
    waltz = [(0, 3 * WHOLE // 4, 3, 4), (3 * WHOLE // 4, 6 * WHOLE // 4, 3, 4)]
    assert stepped((3 * WHOLE // 4, WHOLE, 60), steps=12, measures=waltz) == [(12, 16, 60)]


def test_a_pick_up_stands_at_the_end_of_its_bar():
    bars = [(0, WHOLE // 4, 4, 4), (WHOLE // 4, 5 * WHOLE // 4, 4, 4)]
    assert stepped((0, WHOLE // 4, 60), (WHOLE // 4, WHOLE // 2, 62), measures=bars) == [(12, 16, 60), (16, 20, 62)]


def test_a_bar_that_is_cut_short_is_silent_at_its_end():
    bars = [(0, WHOLE, 4, 4), (WHOLE, 5 * WHOLE // 4, 4, 4), (5 * WHOLE // 4, 7 * WHOLE // 4, 2, 4)]
    notes = [(WHOLE, 5 * WHOLE // 4, 60), (5 * WHOLE // 4, 3 * WHOLE // 2, 62)]
    assert stepped(*notes, measures=bars) == [(16, 20, 60), (32, 40, 62)]


def test_notes_beside_the_steps_move_to_the_nearest_and_last_one_at_least():
    found = in_steps(piece((STEP // 3, STEP // 2, 60), (2 * STEP, 4 * STEP, 62)), 16, 0, 127)
    assert (found.onsets.tolist(), found.ends.tolist()) == ([0, 2], [1, 4])
    assert found.remarks == ("1 note is not on the 16 steps of a bar: moved to the nearest.",)


def test_pitches_outside_move_by_octaves_or_are_left_out():
    found = in_steps(piece((0, STEP, 10), (STEP, 2 * STEP, 61), (2 * STEP, 3 * STEP, 126)), 16, 60, 66)
    assert (found.pitches + 60).tolist() == [61, 66]
    assert found.remarks == ("2 notes are outside the pitches 60 to 66: moved by octaves, or left out.",)


@given(st.integers(0, 127), st.integers(0, 116), st.integers(11, 127))
@settings(deadline=None)
def test_an_octave_wide_range_takes_every_pitch(pitch, low, width):
    high = min(low + width, 127)
    ((_, _, found),) = stepped((0, STEP, pitch), low=low, high=high)
    assert low <= found <= high
    assert (found - pitch) % 12 == 0
    assert found == pitch or not low <= pitch <= high


def test_drums_are_left_aside():
    assert stepped((0, STEP, 60), drums=[(0, STEP, 36)]) == [(0, 1, 60)]


def test_nothing_has_no_steps():
    assert in_steps(NoteSequence(()), 16, 0, 127).count == 0


def test_notes_that_a_grid_cannot_tell_apart_are_counted():
    notes = in_steps(piece((0, STEP, 60), (STEP, 2 * STEP, 60)), 16, 0, 127)
    assert merged(notes, 2) == ()
    assert merged(notes, 1) == ("1 note is one with a note of the same pitch.",)


def test_notes_that_sound_over_others_of_their_pitch_are_counted():
    found = in_steps(piece((0, 8 * STEP, 60), (2 * STEP, 4 * STEP, 60), (2 * STEP, 4 * STEP, 61)), 16, 0, 127)
    assert found.remarks == ("1 note is struck while the pitch sounds: which of both ends first is lost.",)


def test_notes_last_until_the_next_begins_or_nothing_sounds():
    begins = np.array([[1, 0], [0, 1], [1, 1], [0, 0]], bool)
    sounding = np.array([[1, 0], [1, 1], [1, 1], [0, 1]], bool)
    found = in_time(begins, sounding, 4, 60)
    quarter = WHOLE // 4
    assert found.spans == [
        Span(0, 2 * quarter, 60), Span(quarter, 2 * quarter, 61), Span(2 * quarter, 3 * quarter, 60),
        Span(2 * quarter, 4 * quarter, 61),
    ]  # fmt: skip
    assert found.measures == (Measure(0, WHOLE, 4, 4),)


def test_a_broken_off_bar_is_a_whole_one():
    silent = np.zeros((5, 2), bool)
    assert in_time(silent, silent, 4, 60) == NoteSequence((), in_time(silent, silent, 4, 60).measures, ((0, 120.0),))
    assert len(in_time(silent, silent, 4, 60).measures) == 2


@pytest.mark.parametrize(
    "array",
    [
        np.array(["a", "b"]), np.array([object()]), np.array([10**400], object), np.zeros(1, "i4,i4"),
    ],
    ids=["text", "objects", "huge", "records"],
)  # fmt: skip
def test_what_is_no_number_is_nothing(array):
    values, repairs = as_steps(array, (3,))
    assert values.shape == (0, 3)
    assert repairs == ["It held no numbers; there is nothing in it."]


@pytest.mark.parametrize("shape", [(), (7,), (2, 4), (3, 2), (1, 2, 3), (0,)])
def test_another_shape_is_read_in_its_order_and_remarked_on(shape):
    values, (repair,) = as_steps(np.arange(np.prod(shape)).reshape(shape), (3,))
    assert values.ravel().tolist() == list(range(int(np.prod(shape)) // 3 * 3))
    assert "not (steps, 3)" in repair


def test_cells_between_yes_and_no_are_repaired_and_counted():
    cells, (repair,) = as_cells(np.array([[[0.2], [0.7], [np.nan], [1.0]]]), (4, 1))
    assert cells.ravel().tolist() == [False, True, False, True]
    assert repair == "3 cells were neither 0 nor 1; above a half is 1."
    assert as_cells(np.ones((2, 4, 1), bool), (4, 1))[1] == []
