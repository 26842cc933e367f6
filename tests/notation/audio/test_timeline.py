from fractions import Fraction

import pytest

from songrnn.errors import MusicError
from songrnn.music.pitch import Pitch
from songrnn.music.score import Bar, Changes, Note, Score, Tempo, Voice
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.audio.timeline import timeline

C = Pitch(4, "C")


def spans(what):
    return [(round(tone.start, 6), round(tone.length, 6), tone.pitch) for tone in what.tones]


def of(*notes, **fields):
    return Score((Voice((Bar(notes),)),), **fields)


def note(duration, *pitches):
    return Note(pitches or (C,), Fraction(duration))


def rest(duration):
    return Note((), Fraction(duration))


def test_a_quarter_note_at_sixty_lasts_a_second():
    assert spans(timeline(of(note("1/4"), note("1/2"), tempo=Tempo(60.0)))) == [(0, 1, 60), (1, 2, 60)]


def test_a_tempo_on_the_way_holds_from_its_bar_on():
    bars = Bar((note("1/4"),)), Bar((note("1/4"),), changes=Changes(tempo=Tempo(60.0))), Bar((note("1/4"),))
    assert spans(timeline(Score((Voice(bars),)))) == [(0, 0.5, 60), (0.5, 1, 60), (1.5, 1, 60)]


def test_a_note_that_sounds_through_a_change_of_tempo_is_counted_in_both():
    other = Voice((Bar((note("1/4"),)), Bar((note("1/4"),), changes=Changes(tempo=Tempo(60.0)))))
    held = Voice((Bar((note("1/2", Pitch(3, "C")),)),))
    assert (0, 1.5, 48) in spans(timeline(Score((other, held))))


def test_repeats_ties_and_graces_are_played():
    what = timeline(read_tune("M:4/4\nL:1/4\nQ:1/4=60\nK:C\n|:C2-C{d}e:|\n").score)
    assert [(tone.pitch, tone.grace) for tone in what.tones] == [(60, False), (74, True), (76, False)] * 2
    assert what.end == 8
    assert what.tones[0].length == 3


@pytest.mark.parametrize("tempo", [1.0, 10_000.0, 0.0])
def test_an_impossible_tempo_is_brought_near(tempo):
    assert timeline(of(note("1/4"), tempo=Tempo(tempo))).end == 60 / min(max(tempo, 4), 1000)


@pytest.mark.parametrize("notes", [[rest(50), note(1)], [note(1), rest(50), note(1)], [note(1), rest(20), rest(30)]])
def test_silences_end_after_four_seconds(notes):
    what = timeline(of(*notes))
    assert what.shortened
    assert what.end == 2 * sum(bool(one.pitches) for one in notes) + 4


def test_a_silence_of_four_seconds_is_kept():
    assert not timeline(of(note(1), rest(2), note(1))).shortened


def test_a_rest_in_one_voice_is_no_silence_while_another_sounds():
    voices = Voice((Bar((note(8),)),)), Voice((Bar((rest(8),)),))
    assert timeline(Score(voices)).end == 16


def test_a_pitch_twice_in_a_chord_sounds_once():
    assert len(timeline(of(note(1, C, Pitch(3, "B", 1), C))).tones) == 1


@pytest.mark.parametrize("notes", [(), (rest(1),), (note(0),)])
def test_a_score_without_notes_is_refused(notes):
    with pytest.raises(MusicError, match="no notes to hear"):
        timeline(of(*notes))


def test_more_than_twenty_minutes_are_refused():
    assert timeline(of(*[note(1)] * 600)).end == 1200
    with pytest.raises(MusicError, match=r"20\.0 minutes .* more than 20; write it in parts"):
        timeline(of(*[note(1)] * 601))
    with pytest.raises(MusicError, match="lasts days"):
        timeline(of(note(10**6)))


def test_too_many_notes_are_refused():
    with pytest.raises(MusicError, match="30,001 notes"):
        timeline(of(*[note("1/999999")] * 30_001))


def test_too_many_long_notes_at_once_are_refused():
    chord = note(500, *(Pitch(octave, letter) for octave in range(1, 4) for letter in "CDEFGAB"))
    with pytest.raises(MusicError, match="too many long notes"):
        timeline(of(chord))
