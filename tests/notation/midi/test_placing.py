from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.errors import MusicError
from songrnn.music.pitch import Key
from songrnn.music.sequence import WHOLE, Measure, Span, Speed
from songrnn.notation.midi.events import Events, KeyEvent, MeterEvent, Strike, TempoEvent, Track
from songrnn.notation.midi.placing import note_sequence, place

TICKS = 480
QUARTER = WHOLE // 4
COMMON = (MeterEvent(0, 4, 4),)
MAJOR = (60, 62, 64, 65, 67, 69, 71, 72)


def track(*notes, name="", program=0, drums=False):
    """A player of notes: onset and length in crotchets, and pitch."""
    strikes = sorted(Strike(round(onset * TICKS), round(length * TICKS), pitch, 90) for onset, length, pitch in notes)
    return Track(name, program, drums, tuple(strikes))


def scale(begin=0.0, length=1.0):
    return [(begin + at, length, pitch) for at, pitch in enumerate(MAJOR)]


def events(*tracks, tempos=(), meters=COMMON, keys=()):
    return Events(TICKS, tracks, tuple(tempos), tuple(meters), tuple(keys))


def test_what_stands_on_the_beats_stays_there():
    found = note_sequence(events(track(*scale(), name="Flute", program=73)), "tune")
    (part,) = found.parts
    assert part.spans == tuple(Span(at * QUARTER, (at + 1) * QUARTER, pitch) for at, pitch in enumerate(MAJOR))
    assert (part.name, part.program, found.name) == ("Flute", 73, "tune")
    assert found.measures == (Measure(0, WHOLE, 4, 4), Measure(WHOLE, 2 * WHOLE, 4, 4))


def test_it_begins_with_the_bar_of_the_first_note():
    tempos = [TempoEvent(0, 90.0), TempoEvent(8 * TICKS, 60.0), TempoEvent(12 * TICKS, 150.0)]
    found = note_sequence(events(track(*scale(begin=9)), tempos=tempos))
    assert found.measures[0] == Measure(0, WHOLE, 4, 4)
    assert found.parts[0].spans[0].onset == QUARTER
    assert found.speeds == (Speed(0, 60.0), Speed(WHOLE, 150.0))


def test_a_bar_that_begins_with_its_second_half_is_a_pick_up():
    found = note_sequence(events(track(*scale(begin=3))))
    assert found.measures[0] == Measure(0, QUARTER, 4, 4)
    assert found.parts[0].spans[0].onset == 0


def test_what_was_played_comes_to_the_grid_or_stays_where_it_was_if_that_is_asked_for():
    played = track((0.02, 0.9, 60), (1.03, 0.45, 62), (1.49, 0.5, 64), (2, 2, 65))
    assert [span.onset for span in note_sequence(events(played)).spans] == [
        0, QUARTER, QUARTER * 3 // 2, 2 * QUARTER,
    ]  # fmt: skip
    kept = note_sequence(events(played), finest=0).spans
    ticks = [round(time * TICKS) * WHOLE // (4 * TICKS) for time in (0.02, 1.03, 1.49, 2)]
    assert [span.onset for span in kept] == ticks


def test_a_note_of_no_length_gets_one_on_a_grid_or_off_it():
    for finest in (48, 0):
        (span,) = note_sequence(events(track((0, 0, 60))), finest=finest).spans
        assert span.end > span.onset


def test_a_last_note_of_no_length_at_a_bar_line_has_a_bar():
    for finest in (48, 0):
        found = note_sequence(events(track((0, 1, 60), (4, 0, 60))), finest=finest)
        assert found.measures == (Measure(0, WHOLE, 4, 4), Measure(WHOLE, 2 * WHOLE, 4, 4))


def test_players_of_drums_are_there_if_they_are_asked_for():
    both = events(track(*scale()), track((0, 1, 36), drums=True))
    assert [part.drums for part in note_sequence(both).parts] == [False]
    assert [part.drums for part in note_sequence(both, drums=True).parts] == [False, True]
    with pytest.raises(MusicError, match="only drums"):
        note_sequence(events(track((0, 1, 36), drums=True)))


def test_drums_alone_have_no_key():
    assert note_sequence(events(track((0, 1, 36), drums=True)), drums=True).key == Key()


def test_a_stated_key_counts_if_it_fits_the_notes():
    assert note_sequence(events(track(*scale()), keys=[KeyEvent(0, 0, True)])).key == Key("A", "m")
    assert note_sequence(events(track(*scale()), keys=[KeyEvent(0, 5, False)])).key == Key("C")
    assert note_sequence(events(track(*scale()))).key == Key("C")


def test_a_meter_of_single_beats_is_replaced_by_a_guess_and_that_is_said():
    notes = [note for begin in (0, 8, 16, 24) for note in scale(begin)]
    single = events(track(*notes), meters=[MeterEvent(0, 1, 4)])
    assert note_sequence(single).measures[0][2:] == (4, 4)
    assert "only a meter of single beats; 4/4 is a guess" in place(single, single.tracks, 48).remarks[0]


def test_meters_change_where_the_file_says():
    found = note_sequence(events(track(*scale()), meters=[MeterEvent(0, 4, 4), MeterEvent(4 * TICKS, 2, 4)]))
    assert [bar[2:] for bar in found.measures] == [(4, 4), (2, 4), (2, 4)]


def test_notes_beside_the_beats_are_moved_onto_them():
    beside = events(track(*[(onset + 0.19, length, pitch) for onset, length, pitch in scale()]))
    assert [span.onset for span in note_sequence(beside).spans] == [at * QUARTER for at in range(8)]


@pytest.mark.parametrize(
    ("notes", "meters", "said"),
    [
        ([(0, 1, 60), (30_000, 1, 60)], (), "lasts 7500 whole notes"),
        ([(0, 19_000, 60)], [MeterEvent(0, 2, 64)], "bars, more than 20000"),
    ],
)
def test_what_lasts_too_long_is_refused(notes, meters, said):
    with pytest.raises(MusicError, match=said):
        note_sequence(events(track(*notes), meters=meters))


NOTES = st.lists(st.tuples(st.floats(0, 40), st.floats(0, 9), st.integers(0, 127)), min_size=1, max_size=12)
METERS = st.lists(
    st.builds(MeterEvent, st.integers(0, 20_000), st.integers(1, 70), st.sampled_from([1, 2, 4, 8, 16, 64, 128])),
    max_size=3,
).map(sorted)  # fmt: skip


@given(st.lists(NOTES, min_size=1, max_size=3), METERS, st.sampled_from([0, 16, 48]))
@settings(deadline=None)
def test_every_note_lies_in_bars_that_follow_each_other(players, meters, finest):
    found = note_sequence(events(*[track(*notes) for notes in players], meters=meters), finest=finest)
    assert found.measures[0].start == 0
    assert all(one.end == next_.start for one, next_ in pairwise(found.measures))
    assert all(0 <= span.onset < span.end for span in found.spans)
    assert found.measures[0].end > found.spans[0].onset
    assert found.end >= max(span.end for span in found.spans) or not finest
    for part, notes in zip(found.parts, players, strict=True):
        assert list(part.spans) == sorted(part.spans)
        assert {span.pitch for span in part.spans} == {pitch for _, _, pitch in notes}
