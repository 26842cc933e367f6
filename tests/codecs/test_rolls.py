"""Piano rolls: the range in use, locations a bar, and what a roll cannot tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.codecs.rolls import Rolls
from songrnn.errors import UsageError
from songrnn.form import Grid
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span, Speed

STEP = WHOLE // 16


def piece(*spans, speeds=()):
    return NoteSequence((Part(tuple(sorted(Span(*span) for span in spans))),), (), speeds)


TWO = piece((0, 4 * STEP, 60), (4 * STEP, 6 * STEP, 72))


def test_the_range_is_what_is_in_use_unless_it_is_set():
    assert Rolls.fit([TWO, piece((0, STEP, 50))]).form == Grid(23, 1)
    assert Rolls.fit(iter([TWO]), low=40).settings() == {"locations": 16, "low": 40, "high": 72}
    assert Rolls.fit([]).form == Grid(128, 1)


def test_drums_do_not_widen_the_range():
    drums = NoteSequence((*TWO.parts, Part((Span(0, STEP, 35),), drums=True)))
    assert Rolls.fit([drums]).low == 60


def test_a_pitch_sounds_at_every_location_of_its_length():
    roll = Rolls.fit([TWO]).encode(TWO).symbols
    assert (roll.shape, roll.dtype) == ((16, 13, 1), np.uint8)
    assert np.flatnonzero(roll[:, 0, 0]).tolist() == [0, 1, 2, 3]
    assert np.flatnonzero(roll[:, 12, 0]).tolist() == [4, 5]


def test_a_crotchet_of_common_time_is_a_fourth_of_the_locations():
    assert Rolls.fit([TWO], locations=48).encode(TWO).symbols[:, 0, 0].sum() == 12


def test_a_repeated_note_becomes_a_held_one_and_that_is_said():
    again = piece((0, 2 * STEP, 60), (2 * STEP, 4 * STEP, 60))
    encoded = Rolls.fit([again]).encode(again)
    assert encoded.remarks == ("1 note is one with a note of the same pitch.",)
    assert Rolls.fit([again]).decode(encoded.symbols).value.spans == [Span(0, 4 * STEP, 60)]


def test_tempos_are_not_kept():
    fast = piece((0, STEP, 60), speeds=(Speed(0, 200.0),))
    codec = Rolls.fit([fast])
    assert codec.decode(codec.encode(fast).symbols).value.speeds == (Speed(0, 120.0),)


@pytest.mark.parametrize(
    "settings",
    [{"locations": 0}, {"locations": 193}, {"locations": "16"}, {"low": 80}, {"low": -1}, {"high": 128}, {"low": True}],
)
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(UsageError, match="For the codec 'rolls'"):
        Rolls.fit([TWO], **settings)
    with pytest.raises(ValueError, match="have to be"):
        Rolls.restore({"locations": 16, "low": 60, "high": 72} | settings, {})


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(1, 30), st.integers(0, 127)), max_size=12),
    st.sampled_from([1, 4, 7, 16, 24, 100, 192]),
)
@settings(deadline=None)
def test_what_was_written_once_is_written_the_same_again(notes, locations):
    codec = Rolls.fit([TWO], locations=locations, low=30, high=50)
    roll = codec.encode(piece(*[(on * STEP // 3, (on + length) * STEP // 3, p) for on, length, p in notes])).symbols
    assert np.array_equal(codec.encode(codec.decode(roll).value).symbols, roll)
