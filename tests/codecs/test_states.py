"""The note state matrix: struck, held, silent, and the fourth state that there is not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.codecs.states import ARTICULATED, LOWEST, PITCHES, SUSTAINED, States
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span

STEP = WHOLE // 16
CODEC = States()


def piece(*spans):
    return NoteSequence((Part(tuple(sorted(Span(*span) for span in spans))),))


def matrix(*rows):
    """States of the lowest pitch: "a", "s", "b" for both, "." for a rest."""
    found = np.zeros((len(rows), PITCHES, 2), np.uint8)
    for at, state in enumerate(rows):
        found[at, 0, ARTICULATED] = state in "ab"
        found[at, 0, SUSTAINED] = state in "sb"
    return found


def decoded(states):
    found = CODEC.decode(matrix(*states))
    return [(span.onset // STEP, span.end // STEP) for span in found.value.spans], found.repairs


def test_a_note_is_articulated_once_and_sustained_then():
    states = CODEC.encode(piece((0, 3 * STEP, LOWEST), (3 * STEP, 4 * STEP, LOWEST))).symbols
    assert states.dtype == np.uint8
    assert np.array_equal(states, matrix(*"assa............"))


def test_repeated_and_held_notes_are_told_apart():
    assert decoded("asa.") == ([(0, 2), (2, 3)], ())
    assert decoded("ass.") == ([(0, 3)], ())


def test_articulated_and_sustained_at_once_is_a_note_that_begins():
    assert decoded("ab..") == (
        [(0, 1), (1, 2)],
        ("1 cells were articulated and sustained at once; a note begins there.",),
    )


def test_a_rest_cannot_be_sustained_so_a_note_begins():
    assert decoded("s.ss") == ([(0, 1), (2, 4)], ("2 cells sustained a rest; a note begins there.",))


def test_where_players_strike_the_pitch_that_another_holds_it_is_struck_and_held_on():
    states = CODEC.encode(piece((0, 8 * STEP, LOWEST), (2 * STEP, 4 * STEP, LOWEST))).symbols
    assert np.array_equal(states, matrix(*"asasssss........"))


def test_the_range_is_that_of_the_source():
    found = CODEC.encode(piece((0, STEP, 24), (0, STEP, 101), (STEP, 2 * STEP, 102), (STEP, 2 * STEP, 23)))
    assert np.argwhere(found.symbols)[:, :2].tolist() == [[0, 0], [0, 77], [1, 11], [1, 66]]
    assert found.remarks == ("2 notes are outside the pitches 24 to 101: moved by octaves, or left out.",)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 30), st.integers(0, 127)), max_size=12))
@settings(deadline=None)
def test_what_was_written_once_is_written_the_same_again(notes):
    states = CODEC.encode(piece(*[(on * STEP // 3, (on + length) * STEP // 3, p) for on, length, p in notes])).symbols
    assert not (states[:, :, ARTICULATED] & states[:, :, SUSTAINED]).any()
    assert np.array_equal(CODEC.encode(CODEC.decode(states).value).symbols, states)


@given(st.text("asb.", max_size=20))
@settings(deadline=None)
def test_decoding_any_states_and_encoding_them_again_repairs_all_there_is(states):
    value = CODEC.decode(matrix(*states)).value
    again = CODEC.decode(CODEC.encode(value).symbols)
    assert (again.value.spans, again.repairs) == (value.spans, ())
