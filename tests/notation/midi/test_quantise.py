from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.sequence import FINEST, WHOLE, Measure, Span, fraction
from songrnn.notation.midi.meter import measures
from songrnn.notation.midi.quantise import Grid, settle

BARS = measures([], 0, 4 * WHOLE)
TICK = WHOLE / 1920
QUARTER = WHOLE // 4


def grid(*onsets, bars=BARS, finest=48):
    return Grid(bars, [onset * FINEST for onset in onsets], TICK, finest)


def places(*onsets, **settings):
    """Where notes at these times are written, all in 48ths."""
    found = grid(*onsets, **settings)
    return [Fraction(found.nearest(onset * FINEST), FINEST) for onset in onsets]


@pytest.mark.parametrize(
    "onsets",
    [
        (0, 12, 24), (0, 6, 18), (0, 4, 8), (0, 2, 4, 6, 8, 10), (3, 6, 9), (0, 1, 2, 5), (1.5, 3, 4.5, 9),
        (0, 2.4, 4.8, 7.2, 9.6), (0, 0.75, 1.5, 2.25), (12 / 7, 24 / 7, 60 / 7),
    ],
)  # fmt: skip
def test_what_stands_on_a_grid_stays_there(onsets):
    assert places(*onsets) == [Fraction(onset).limit_denominator(7) for onset in onsets]


def test_what_was_played_comes_to_the_coarsest_grid_that_all_fit():
    assert places(0.3, 3.2, 5.8, 9.4) == [0, 3, 6, 9]
    assert places(0.3, 4.2, 8.1) == [0, 4, 8]
    assert places(11.8, 12.3) == [12, 12]


@given(st.lists(st.floats(0, 191), min_size=1, max_size=30))
@settings(deadline=None)
def test_no_onset_moves_further_than_half_a_48th(onsets):
    found = places(*onsets)
    assert all(abs(place - onset) <= 0.5 + 1e-6 for place, onset in zip(found, onsets, strict=True))


def test_a_coarser_finest_step_may_be_asked_for():
    assert places(1.4, 4.5, 9.2, finest=16) == [0, 3, 9]


def test_beats_of_a_bar_that_begins_anywhere_are_counted_from_it():
    bars = [Measure(5 * FINEST, 17 * FINEST, 1, 4), Measure(17 * FINEST, 65 * FINEST, 4, 4)]
    assert places(5, 9, 13, 17, 23, bars=bars) == [5, 9, 13, 17, 23]


def test_the_part_of_the_beats_that_fit_no_grid_is_known():
    assert grid(0, 12, 15, 18).unclear == 0
    assert grid(0, 1, 2, 5, 12, 13, 17, 24).unclear == pytest.approx(2 / 3)


def settled(*notes, pitch=60):
    """Onsets and ends in 48ths, of notes of one pitch each higher than the one before."""
    strikes = [(onset * FINEST, end * FINEST, pitch + at) for at, (onset, end) in enumerate(notes)]
    found = settle(strikes, Grid(BARS, [onset for onset, _, _ in strikes], TICK))
    return [(Fraction(span.onset, FINEST), Fraction(span.end, FINEST)) for span in found]


def test_shortened_and_joined_notes_are_written_full():
    assert settled((0, 10), (12, 23.9), (24, 37), (36, 47.5)) == [(0, 12), (12, 24), (24, 36), (36, 48)]


def test_ends_on_the_grid_are_kept():
    assert settled((0, 9), (12, 24), (12, 36)) == [(0, 9), (12, 24), (12, 36)]
    assert settled((0, 4), (4, 8), (8, 10), (12, 13.5)) == [(0, 4), (4, 8), (8, 10), (12, Fraction(27, 2))]


def test_a_note_of_no_length_gets_one():
    assert settled((0, 0), (24, 24)) == [(0, 3), (24, 27)]


def test_a_pitch_ends_where_it_is_struck_again_and_counts_once_at_once():
    strikes = [(0.0, 2.0 * QUARTER, 60), (QUARTER, 1.5 * QUARTER, 60), (QUARTER + 1.0, 2.0 * QUARTER, 60)]
    found = settle(strikes, Grid(BARS, [0.0, QUARTER], TICK))
    assert found == [Span(0, QUARTER, 60), Span(QUARTER, 2 * QUARTER, 60)]
    assert fraction(found[0].end) == Fraction(1, 4)


@given(st.lists(st.tuples(st.floats(0, 180), st.floats(0, 40), st.integers(60, 64)), min_size=1, max_size=20))
@settings(deadline=None)
def test_nothing_sounds_over_itself_and_everything_has_a_length(notes):
    strikes = [(onset * FINEST, (onset + length) * FINEST, pitch) for onset, length, pitch in notes]
    found = settle(strikes, Grid(BARS, [onset for onset, _, _ in strikes], TICK))
    assert all(span.onset < span.end for span in found)
    for one in found:
        assert not any(one.onset < other.onset < one.end for other in found if other.pitch == one.pitch)
    assert {span.pitch for span in found} == {pitch for _, _, pitch in notes}
