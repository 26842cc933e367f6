"""Pitch, step and duration: seconds, and what a model may say of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.codecs.events import Events
from songrnn.form import Fields
from songrnn.music.sequence import WHOLE, Clock, NoteSequence, Part, Span, Speed

CODEC = Events()
QUARTER = WHOLE // 4


def piece(*parts, speeds=()):
    return NoteSequence(tuple(Part(tuple(sorted(Span(*s) for s in spans))) for spans in parts), (), speeds)


def decoded(*rows):
    found = CODEC.decode(np.array(rows, np.float32))
    return [(s.onset / WHOLE * 2, s.end / WHOLE * 2, s.pitch) for s in found.value.spans], found.repairs


def test_a_note_is_its_pitch_the_seconds_since_the_last_and_those_it_lasts():
    found = CODEC.encode(piece([(QUARTER, 2 * QUARTER, 60), (2 * QUARTER, 4 * QUARTER, 64)])).symbols
    assert (CODEC.form, found.dtype) == (Fields(("pitch", "step", "duration"), (128, 0, 0)), np.float32)
    assert found.tolist() == [[60, 0.5, 0.5], [64, 0.5, 1]]


def test_tempos_are_applied():
    slow = piece([(0, QUARTER, 60), (QUARTER, 2 * QUARTER, 62)], speeds=(Speed(0, 60.0), Speed(QUARTER, 240.0)))
    assert CODEC.encode(slow).symbols.tolist() == [[60, 0, 1], [62, 1, 0.25]]


def test_players_are_one_and_chords_go_up():
    found = CODEC.encode(piece([(0, QUARTER, 67)], [(0, 2 * QUARTER, 60), (QUARTER, 2 * QUARTER, 48)])).symbols
    assert found[:, 0].tolist() == [60, 67, 48]


def test_drums_are_left_aside():
    both = NoteSequence((Part((Span(0, 9, 60),)), Part((Span(0, 9, 36),), drums=True)))
    assert CODEC.encode(both).symbols[:, 0].tolist() == [60]


def test_what_a_model_says_is_repaired_and_counted():
    notes, repairs = decoded((60.4, -1, 0.5), (200, 0.5, -2))
    assert notes == [(0, 0.5, 60), (0.5, 0.5 + 1 / 32, 127)]
    assert repairs == (
        "1 values of pitch were below 0, above 127 or no numbers.",
        "1 values of step were below 0, above 240 or no numbers.",
        "1 values of duration were below 0, above 240 or no numbers.",
        "1 notes had no duration; they are 64th notes.",
    )


def test_what_is_no_number_is_repaired_and_a_note_without_a_pitch_left_out():
    notes, repairs = decoded((60, np.inf, np.nan), (np.nan, 1, 1), (62, np.nan, np.inf))
    assert notes == [(240, 240 + 1 / 32, 60), (241, 481, 62)]
    assert repairs[-1] == "1 notes had no pitch or began too late; they are left out."


def test_notes_that_would_begin_after_half_a_day_are_left_out():
    notes, _ = decoded(*[(60, 240, 1)] * 200)
    assert len(notes) == 180


def test_what_lasts_too_long_is_cut_and_that_is_said():
    encoded = CODEC.encode(piece([(0, 200 * WHOLE, 60), (190 * WHOLE, 191 * WHOLE, 62)]))
    assert encoded.symbols.tolist() == [[60, 0, 240], [62, 240, 2]]
    assert encoded.remarks == ("2 rests or notes are longer than 240 s; they are cut there.",)


def test_a_whole_day_of_music_is_half_a_day_and_that_is_said():
    encoded = CODEC.encode(piece([(at * WHOLE * 100, at * WHOLE * 100 + 1, 60) for at in range(300)]))
    assert len(encoded.symbols) == 217
    assert encoded.remarks == ("83 notes begin after 12 hours; they are left out.",)


def test_an_empty_piece_is_no_rows_and_no_rows_are_an_empty_piece():
    assert CODEC.encode(NoteSequence(())).symbols.shape == (0, 3)
    assert CODEC.decode(np.zeros((0, 3))).value.spans == []


NOTES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5), st.integers(0, 127)), max_size=12).map(
    lambda notes: [(onset, onset + length, pitch) for onset, length, pitch in notes]
)
SPEEDS = st.lists(st.builds(Speed, st.integers(0, 10**6), st.floats(30, 999)), max_size=3).map(sorted).map(tuple)


@given(st.lists(NOTES, max_size=2), SPEEDS)
@settings(deadline=None)
def test_what_was_written_once_is_written_the_same_again(parts, speeds):
    rows = CODEC.encode(piece(*parts, speeds=speeds)).symbols
    assert np.array_equal(CODEC.encode(CODEC.decode(rows).value).symbols, rows)


@given(NOTES.filter(bool), SPEEDS)
@settings(deadline=None)
def test_onsets_and_lengths_are_right_to_a_thousandth_of_a_second(notes, speeds):
    clock = Clock(speeds)
    rows = CODEC.encode(piece(notes, speeds=speeds)).symbols.astype(float)
    onsets = sorted(clock.seconds(onset) for onset, _, _ in notes)
    assert np.cumsum(rows[:, 1]) == pytest.approx(onsets, abs=1e-3)
    lengths = sorted(clock.seconds(end) - clock.seconds(onset) for onset, end, _ in notes)
    assert sorted(rows[:, 2]) == pytest.approx(lengths, abs=1e-3)
