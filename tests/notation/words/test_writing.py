"""Note sequences into note words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span
from songrnn.notation.words import read_words, write_words

EIGHTH = WHOLE // 8


def sequence(*spans, **more):
    return NoteSequence((Part(tuple(sorted(Span(*span) for span in spans)), **more),))


def eighths(*spans):
    return sequence(*((onset * EIGHTH, end * EIGHTH, pitch) for onset, end, pitch in spans))


ANY = st.lists(
    st.builds(
        lambda onset, length, pitch: Span(onset, onset + length, pitch),
        st.integers(0, 4 * WHOLE), st.integers(1, 90 * WHOLE) | st.integers(1, WHOLE), st.integers(0, 127),
    ), max_size=12,
).map(lambda spans: sequence(*spans))  # fmt: skip


def without_overlaps(music):
    kept = []
    for span in music.spans:
        if all(span.onset >= other.end for other in kept if other.pitch == span.pitch):
            kept.append(span)
    return sequence(*kept)


@given(ANY.map(without_overlaps))
def test_nothing_is_lost_of_music_in_which_no_pitch_overlaps_itself(music):
    assert read_words(write_words(music)).sequence.spans == music.spans


@given(ANY, st.booleans(), st.booleans())
def test_what_was_written_and_read_is_written_the_same(music, ties, durations):
    text = write_words(music, ties=ties, durations=durations)
    read = read_words(text)
    assert read.remarks == ()
    assert write_words(read.sequence, ties=ties, durations=durations) == text


@given(ANY)
def test_the_same_pitches_sound_wherever_one_overlaps_itself(music):
    again = read_words(write_words(music)).sequence.spans
    assert {(one.onset, one.pitch) for one in again} == {(one.onset, one.pitch) for one in music.spans}
    assert max((one.end for one in again), default=0) == max((one.end for one in music.spans), default=0)


@pytest.mark.parametrize(
    ("music", "tied", "struck"),
    [
        (eighths((0, 2, 60), (2, 4, 62)), "C4:1/4 D4:1/4", "C4:1/4 D4:1/4"),
        (eighths((0, 1, 60), (2, 3, 60)), "C4:1/8 R:1/8 C4:1/8", "C4:1/8 R:1/8 C4:1/8"),
        (eighths((0, 1, 67), (0, 1, 60), (0, 1, 64)), "C4.E4.G4:1/8", "C4.E4.G4:1/8"),
        (eighths((0, 2, 60), (1, 2, 64)), "C4-:1/8 C4.E4:1/8", "C4:1/8 E4:1/8"),
        (eighths((0, 2, 60), (0, 1, 64)), "C4-.E4:1/8 C4:1/8", "C4.E4:1/4"),
        (eighths((2, 3, 60)), "R:1/4 C4:1/8", "R:1/4 C4:1/8"),
        (eighths((0, 8 * 65, 60)), "C4-:64 C4:1", "C4-:64 C4:1"),
        (eighths((0, 4, 60), (1, 2, 60)), "C4:1/8 C4:3/8", "C4:1/8 C4:3/8"),
        (eighths((0, 4, 60), (0, 2, 60)), "C4:1/2", "C4:1/2"),
        (sequence(), "", ""),
    ],
)  # fmt: skip
def test_notes_are_cut_into_what_sounds_or_named_where_they_begin(music, tied, struck):
    assert (write_words(music), write_words(music, ties=False)) == (tied, struck)


def test_lengths_can_be_left_out():
    assert write_words(eighths((0, 2, 60), (4, 5, 62)), durations=False) == "C4 R D4"


def test_a_long_rest_is_cut_and_a_long_note_is_not():
    music = eighths((0, 80, 60), (160, 161, 60))
    assert write_words(music, longest_rest=Fraction(2)) == "C4:10 R:2 C4:1/8"
    assert write_words(eighths((8 * 200, 8 * 201, 60)), longest_rest=Fraction(2)) == "R:2 C4:1"


def test_all_pitched_players_are_one_stream_and_drums_are_none_of_it():
    parts = (Part((Span(0, EIGHTH, 60),)), Part((Span(0, EIGHTH, 64),)), Part((Span(0, 9, 36),), drums=True))
    assert write_words(NoteSequence(parts)) == "C4.E4:1/8"
