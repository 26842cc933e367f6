from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.music.performance import perform
from songrnn.music.pitch import Key
from songrnn.music.score import Bar, Score, Voice
from songrnn.music.sequence import FINEST, WHOLE, Span
from songrnn.notation.midi.key import spell
from songrnn.notation.midi.meter import measures
from songrnn.notation.midi.voices import layers, written

BARS = measures([], 0, 2 * WHOLE)


def spelled(number, _bar):
    return spell(number, Key("C"))


def spans(*notes):
    """Onset and end in 48ths, and pitch."""
    return [Span(onset * FINEST, end * FINEST, pitch) for onset, end, pitch in sorted(notes)]


def bars(*notes, meters=()):
    """Bars of (pitches, length in 48ths, tied pitches)."""
    within = measures(meters, 0, 2 * WHOLE) if meters else BARS
    return [
        [(tuple(p.midi for p in n.pitches), n.duration * 48, tuple(p.midi for p in n.tied)) for n in bar]
        for bar in written(spans(*notes), within, spelled)
    ]


def test_a_chord_is_one_note_and_silence_fills_the_bar():
    assert bars((0, 12, 60), (0, 12, 64)) == [[((60, 64), 12, ()), ((), 36, ())], [((), 48, ())]]


def test_a_note_over_a_bar_line_is_tied():
    first, second = bars((36, 60, 60))
    assert first[-1] == ((60,), 12, (60,))
    assert second[0] == ((60,), 12, ())


def test_notes_that_overlap_become_tied_chords():
    first, _ = bars((0, 24, 60), (12, 24, 64))
    assert first[:2] == [((60,), 12, (60,)), ((60, 64), 12, ())]


@pytest.mark.parametrize(
    ("end", "lengths"), [(15, [12, 3]), (30, [24, 6]), (33, [24, 9]), (18, [18]), (21, [21]), (42, [42]), (27, [24, 3])]
)
def test_lengths_that_no_one_note_has_are_tied_at_strong_beats(end, lengths):
    first, _ = bars((0, end, 60))
    assert [length for pitches, length, _ in first if pitches] == lengths


def test_in_compound_time_a_length_is_divided_at_dotted_beats():
    first, *_ = bars((0, 30, 60), meters=[(0, 6, 8)])
    assert [length for pitches, length, _ in first if pitches] == [18, 12]


def test_triplets_stay_within_their_beat():
    first, _ = bars((0, 4, 60), (4, 8, 62), (8, 24, 64))
    assert [(length, tied) for _, length, tied in first[:4]] == [(4, ()), (4, ()), (4, (64,)), (12, ())]


def test_triplets_of_crotchets_are_not_torn():
    first, _ = bars((0, 8, 60), (8, 16, 62), (16, 24, 64))
    assert [length for _, length, _ in first[:3]] == [8, 8, 8]


def test_a_melody_with_chords_is_one_layer_and_what_overlaps_two():
    assert len(layers(spans((0, 12, 60), (0, 12, 64), (12, 24, 62)))) == 1
    upper, lower = layers(spans((0, 12, 72), (12, 24, 74), (0, 24, 48)))
    assert [span.pitch for span in upper] == [72, 74]
    assert [span.pitch for span in lower] == [48]


def test_a_layer_goes_on_near_where_it_was():
    found = layers(spans((0, 12, 72), (0, 24, 48), (12, 24, 74), (24, 36, 50), (24, 48, 71)))
    assert [[span.pitch for span in layer] for layer in found] == [[72, 74, 71], [48, 50]]


NOTES = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40), st.integers(0, 127)), min_size=1, max_size=25)


@given(NOTES)
@settings(deadline=None)
def test_whatever_sounds_together_no_note_is_lost(notes):
    by_pitch = {}
    for onset, length, pitch in notes:  # one of a pitch at a time, as the grid leaves them
        by_pitch.setdefault(pitch, (onset, min(onset + length, 96), pitch))
    found = layers(spans(*by_pitch.values()))
    assert len(found) <= 4
    voices = [Voice(tuple(Bar(bar) for bar in written(layer, BARS, spelled))) for layer in found]
    assert all(bar.length == 1 for voice in voices for bar in voice.bars)
    heard = [(one.onset, one.pitch, one.duration) for one in perform(Score(tuple(voices))).soundings]
    expected = [(Fraction(on, 48), pitch, Fraction(end - on, 48)) for on, end, pitch in by_pitch.values()]
    assert sorted(heard) == sorted(expected)
