from fractions import Fraction

from songrnn.music.pitch import Pitch
from songrnn.music.score import Note
from songrnn.notation.musicxml.layers import layers_of
from songrnn.notation.musicxml.measures import Event, Measure

F = Fraction


def event(onset, duration, letter="C", *, tied=False):
    pitches = (Pitch(4, letter),)
    return Event(F(onset), Note(pitches, F(duration), pitches if tied else ()))


def measure(length="1", harmonies=(), **layers):
    found = Measure({name.strip("v"): list(events) for name, events in layers.items()})
    found.length, found.harmonies = F(length), list(harmonies)
    return found


def shown(layer):
    return " ".join(
        ("".join(pitch.letter for pitch in note.pitches) or "z")
        + str(note.duration)
        + "-" * bool(note.tied)
        + (f'"{note.signs.harmony}"' if note.signs.harmony else "")
        for note in layer
    )


def test_gaps_are_filled_with_rests():
    [bars] = layers_of([measure(v1=[event("1/4", "1/4")])], [F(1)]).voices
    assert shown(bars[0]) == "z1/4 C1/4 z1/2"


def test_a_voice_that_sounds_in_every_measure_goes_on_and_another_is_an_overlay():
    measures = [
        measure(v1=[event(0, 1)], v2=[event(0, 1, "E")], v3=[event("1/2", "1/2", "G")]),
        measure(v1=[event(0, 1)], v2=[event(0, 1, "E")]),
    ]
    found = layers_of(measures, [F(1), F(1)])
    assert [[shown(bar) for bar in voice] for voice in found.voices] == [["C1", "C1"], ["E1", "E1"]]
    assert [[shown(layer) for layer in bar] for bar in found.overlays] == [["z1/2 G1/2"], []]


def test_a_voice_that_is_tied_over_a_bar_line_goes_on():
    measures = [
        measure(v1=[event(0, 1)], v2=[event(0, 1, "E", tied=True)]),
        measure(v1=[event(0, 1)], v2=[event(0, 1, "E")]),
        measure(v1=[event(0, 1)]),
    ]
    assert [shown(bar) for bar in layers_of(measures, [F(1)] * 3).voices[1]] == ["E1-", "E1", "z1"]


def test_notes_that_overlap_within_a_voice_go_to_another():
    found = layers_of([measure(v1=[event(0, 1), event("1/2", "1/2", "E")])], [F(1)])
    assert [[shown(bar) for bar in voice] for voice in found.voices] == [["C1"], ["z1/2 E1/2"]]


def test_a_chord_symbol_inside_a_note_splits_it():
    [bars] = layers_of([measure(v1=[event(0, 1)], harmonies=[(F(0), "C"), (F(1, 2), "G")])], [F(1)]).voices
    assert shown(bars[0]) == 'C1/2-"C" C1/2"G"'


def test_chord_symbols_without_a_time_of_their_own_share_out_their_note():
    [bars] = layers_of([measure(v1=[event(0, 1)], harmonies=[(F(0), name) for name in "CDE"])], [F(1)]).voices
    assert shown(bars[0]) == 'C1/4-"C" C1/4-"D" C1/2"E"'


def test_a_chord_symbol_in_a_gap_makes_a_rest_and_one_after_the_end_goes_to_the_last_note():
    [bars] = layers_of([measure(v2=[event("1/2", "1/2")], harmonies=[(F(0), "C"), (F(9), "G")])], [F(1)]).voices
    assert shown(bars[0]) == 'z1/2"C" C1/2"G"'


def test_an_empty_measure_bears_no_chord_symbol():
    [bars] = layers_of([measure("0", harmonies=[(F(0), "C")])], [F(1)]).voices
    assert shown(bars[0]) == "z1"
