import pytest

from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Meter, Note, Tempo
from songrnn.notation.abc.header import read_key
from songrnn.notation.stream import music21_alone
from songrnn.notation.stream.attributes import clef_for, key_signature, metronome, signature_of, time_signature


@pytest.fixture(autouse=True)
def alone():
    with music21_alone():
        yield


@pytest.mark.parametrize(("key", "fifths", "mode"), [("D", 2, "major"), ("Ador", 1, "dorian"), ("Cm", -3, "minor")])
def test_a_key_has_its_signature_and_mode(key, fifths, mode):
    found = key_signature(read_key(key))
    assert (found.sharps, found.mode) == (fifths, mode)


@pytest.mark.parametrize(("tonic", "fifths"), [("G#", -4), ("Fb", 4)])
def test_a_signature_of_more_than_seven_is_printed_as_its_enharmonic(tonic, fifths):
    assert key_signature(Key(tonic)).sharps == fifths
    assert sum(signature_of(Key(tonic))) == fifths


def test_a_key_of_its_own_names_its_letters():
    found = key_signature(read_key("D =c ^g"))
    assert [pitch.name for pitch in found.alteredPitches] == ["F#", "G#"]
    assert signature_of(read_key("D =c ^g")) == (0, 0, 0, 1, 1, 0, 0)


def test_no_key_is_printed_as_no_sharps():
    assert key_signature(Key()).sharps == 0


@pytest.mark.parametrize(("meter", "ratio"), [(Meter(6, 8), "6/8"), (Meter(5, 8, (2, 3)), "2/8+3/8")])
def test_a_meter_is_a_time_signature(meter, ratio):
    assert time_signature(meter).ratioString == ratio


@pytest.mark.parametrize(("meter", "text"), [(Meter(0, 1), ""), (Meter(4, 3), "4/3"), (Meter(999, 4), "999/4")])
def test_what_no_player_has_seen_is_free_meter_with_its_text(meter, text):
    assert time_signature(meter).text == text


def test_a_tempo_counts_dotted_beats_in_compound_meter():
    found = metronome(Tempo(180.0, "Jig"), Meter(6, 8))
    assert (found.number, found.referent.quarterLength, found.text) == (120, 1.5, "Jig")
    assert metronome(Tempo(100.0), Meter(6, 8)).referent.quarterLength == 1
    assert metronome(Tempo(180.0), Meter(4, 4)).referent.quarterLength == 1


@pytest.mark.parametrize(("octave", "sign"), [(4, "G"), (5, "G"), (2, "F"), (3, "F")])
def test_the_clef_follows_the_mean_pitch(octave, sign):
    assert clef_for([Note((Pitch(octave, "C"),), 1)]).sign == sign


def test_rests_are_written_in_the_treble_clef():
    assert clef_for([Note((), 1)]).sign == "G"
