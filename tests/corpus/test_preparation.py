import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.preparation import Preparation, from_values, in_c, prepare, transposed, without_long_rests
from songrnn.errors import UsageError
from songrnn.music.pitch import Key
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed

Q = WHOLE // 4


def line(pitches, start=0, **named):
    """A player of quarters in a row; None is a rest."""
    spans = [Span(start + at * Q, start + (at + 1) * Q, pitch) for at, pitch in enumerate(pitches) if pitch is not None]
    return Part(tuple(spans), **named)


def bars(count, start=0):
    return tuple(Measure(start + at * WHOLE, start + (at + 1) * WHOLE, 4, 4) for at in range(count))


PIANO = line([60, 62, 64, 65] * 2, name="Piano: Grand", program=0)
BASS = line([36, 38] * 2, name="Bass: Fingered", program=33)
LEAD = line([72, 74, 76] * 4, name="My Lead", program=80)
DRUMS = line([36] * 8, name="Drums", drums=True)
BAND = NoteSequence((PIANO, BASS, LEAD, DRUMS), bars(3), name="band")


def players(**asked):
    ready = prepare(BAND, Preparation("notes", fewest_notes=1, **asked))
    return [part.name.split(":")[0] for piece in ready.pieces for part in piece.parts]


@pytest.mark.parametrize(
    ("asked", "stay"),
    [
        ({}, ["Piano", "Bass", "My Lead"]), ({"drums": True}, ["Piano", "Bass", "My Lead", "Drums"]),
        ({"programs": (33, 80)}, ["Bass", "My Lead"]), ({"names": ("LEAD", "nobody")}, ["My Lead"]),
        ({"classes": ("piano",)}, ["Piano"]), ({"classes": ("lead",)}, []), ({"most_used": 1}, ["My Lead"]),
        ({"most_used": 2}, ["Piano", "My Lead"]), ({"most_used": 1, "programs": (0, 33)}, ["Piano"]),
    ],
)  # fmt: skip
def test_players_are_chosen_by_program_name_class_and_how_much_they_play(asked, stay):
    assert players(**asked) == stay


def test_what_is_left_out_is_told_and_a_piece_without_any_of_those_asked_for_is_dropped_with_the_reason():
    assert prepare(BAND, Preparation(programs=(33,), fewest_notes=1)).done == ("players left out",)
    assert prepare(BAND, Preparation(programs=(5,))).dropped == "no player of those asked for"
    assert prepare(NoteSequence((Part(()),)), Preparation()).dropped == "nothing sounds in it"
    assert prepare(BAND, Preparation(programs=(33,))).dropped == "fewer than 8 notes"


def test_players_taken_apart_are_a_piece_each_and_those_too_short_are_none():
    ready = prepare(BAND, Preparation(tracks="apart"))
    assert [[part.name for part in piece.parts] for piece in ready.pieces] == [["Piano: Grand"], ["My Lead"]]


@pytest.mark.parametrize(
    ("key", "steps", "after"),
    [
        (Key("G"), 5, Key("C")), (Key("D"), -2, Key("C")), (Key("Bb"), 2, Key("C")), (Key("E", "m"), 5, Key("A", "m")),
        (Key("F#", "m"), 3, Key("A", "m")), (Key("F#"), -6, Key("C")), (Key("Gb"), -6, Key("C")),
        (Key("E", "dor"), -2, Key("D", "dor")), (Key("A", "mix"), -2, Key("G", "mix")), (Key("C"), 0, Key("C")),
        (Key("D", "dor"), 0, Key("D", "dor")),
    ],
)  # fmt: skip
def test_c_moves_notes_and_key_the_nearest_way_and_modes_go_with_their_signature(key, steps, after):
    piece = NoteSequence((PIANO,), bars(2), key=key)
    moved = in_c(piece)
    assert moved.key == after
    assert [span.pitch for span in moved.spans] == [span.pitch + steps for span in PIANO.spans]
    assert (moved is piece) == (steps == 0)


def test_c_goes_by_what_sounds_where_no_key_is_stated():
    scale = line([62, 64, 66, 67, 69, 71, 73, 74, 62, 66, 69, 62])
    assert in_c(NoteSequence((scale,))).spans[0].pitch == 60
    assert in_c(NoteSequence((line([60, 64, 67, 72, 60]),))).spans[0].pitch == 60


@given(st.lists(st.integers(0, 127), min_size=1, max_size=12), st.integers(-60, 60))
def test_transposed_pitches_stay_in_the_range_of_midi_and_differ_by_octaves_at_most(pitches, steps):
    moved = transposed(NoteSequence((line(pitches),)), steps).spans
    assert all(0 <= span.pitch <= 127 for span in moved)
    assert [(span.pitch - pitch - steps) % 12 for span, pitch in zip(moved, pitches, strict=True)] == [0] * len(pitches)


@given(st.sampled_from([Key(t, m) for t in ("C", "F#", "Eb", "B") for m in ("maj", "m", "dor", "phr", "lyd", "loc")]),
       st.integers(-11, 11))  # fmt: skip
def test_a_key_goes_where_its_notes_go(key, steps):
    moved = transposed(NoteSequence((PIANO,), key=key), steps).key
    assert moved.mode == key.mode
    assert (moved.fifths - key.fifths - 7 * steps) % 12 == 0


def test_drums_are_not_transposed_and_notes_stay_in_their_order():
    chord = Part((Span(0, Q, 3), Span(0, Q, 60)))
    moved = transposed(NoteSequence((DRUMS, chord)), -5)
    assert moved.parts[0] == DRUMS
    assert list(moved.parts[1].spans) == sorted(moved.parts[1].spans)


def test_long_rests_lose_their_whole_bars_and_all_after_them_moves_tempos_too():
    before, after = line([60, 62, 64]), line([67, 69], start=9 * WHOLE + Q)
    piece = NoteSequence(
        (Part(before.spans + after.spans),), bars(10), (Speed(0, 100.0), Speed(5 * WHOLE, 70.0), Speed(9 * WHOLE, 80.0))
    )
    short = without_long_rests(piece, 2 * WHOLE)
    assert [span.onset for span in short.spans] == [0, Q, 2 * Q, 3 * WHOLE + Q, 3 * WHOLE + 2 * Q]
    assert short.measures == bars(4)
    assert short.speeds == (Speed(0, 100.0), Speed(3 * WHOLE, 80.0))
    assert without_long_rests(piece, 9 * WHOLE) is piece


def test_several_long_rests_are_all_shortened():
    spans = tuple(span for start in (0, 10, 20) for span in line([60, 64], start=start * WHOLE).spans)
    short = without_long_rests(NoteSequence((Part(spans),), bars(21)), WHOLE)
    assert [span.onset // WHOLE for span in short.spans][::2] == [0, 2, 4]
    assert short.measures == bars(5)
    assert all(span.end - span.onset == Q for span in short.spans)


def test_another_player_who_goes_on_keeps_a_rest_from_being_one():
    busy = line([60] * 40)
    piece = NoteSequence((busy, line([67], start=39 * Q)), bars(10))
    assert without_long_rests(piece, WHOLE) is piece


def test_a_piece_begins_with_the_bar_of_its_first_note_in_the_tempo_that_stands_there():
    late = line([60] * 8, start=3 * WHOLE + Q)
    speeds = (Speed(0, 100.0), Speed(WHOLE, 70.0), Speed(4 * WHOLE, 90.0))
    (piece,) = prepare(NoteSequence((late,), bars(9), speeds), Preparation("notes")).pieces
    assert piece.spans[0].onset == Q
    assert piece.measures == bars(3)
    assert piece.speeds == (Speed(0, 70.0), Speed(WHOLE, 90.0))


def test_a_piece_without_bars_begins_with_its_first_note():
    (piece,) = prepare(NoteSequence((line([60] * 8, start=5 * Q),)), Preparation("notes")).pieces
    assert piece.spans[0].onset == 0


def test_rests_and_keys_are_counted_among_what_was_done():
    gap = Part(line([67, 69, 71, 72]).spans + line([67, 69, 71, 72], start=9 * WHOLE).spans)
    ready = prepare(NoteSequence((gap,), bars(10), key=Key("G")), Preparation(key="c"))
    assert ready.done == ("long rests shortened", "moved to C major or A minor")
    assert prepare(NoteSequence((gap,), bars(10), key=Key("G")), Preparation(longest_rest=0)).done == ()


def test_values_lead_to_the_same_preparation():
    how = Preparation("words", grid=0, programs=(0, 5), names=("Piano",), key="all", longest_rest=2.5, near="grouped")
    assert from_values(how.values()) == how


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"notatoin": "abc"}, "No setting is called 'prepare.notatoin'. Did you mean 'notation'?"),
        ({"notation": "word"}, "The notation is 'word'. Did you mean 'words'?"),
        ({"key": "al\x1bl"}, "The key is 'al\ufffdl'. Did you mean 'all'?"),
        ({"grid": 200}, "prepare.grid is 200; give a whole number from 0 to 192."),
        ({"grid": "x"}, "prepare.grid is x; give a whole number from 0 to 192."),
        ({"channels": [0]}, "channel is 0; give a whole number from 1 to 16."),
        ({"programs": [128]}, "program is 128; give a whole number from 0 to 127."),
        ({"longest_rest": float("nan")}, "prepare.longest_rest is nan; give whole notes from 0 (any) to 10000."),
        ({"names": "Piano"}, "prepare.names is Piano; give a list of names."),
        ({"clean": "no"}, "prepare.clean is no; give true or false."),
    ],
)
def test_values_that_make_no_sense_are_refused_in_one_sentence(values, said):
    with pytest.raises(UsageError) as caught:
        from_values(values)
    assert str(caught.value) == said


@pytest.mark.parametrize("values", [{"longest_rest": "long"}, {"channels": 3}, {"names": [1]}])
def test_values_of_another_type_are_refused(values):
    with pytest.raises(UsageError):
        from_values(values)
