import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.pitch import MODES, Key, Pitch, midi_number

TONICS = [letter + sign for letter in "CDEFGAB" for sign in ("", "#", "b")]


@pytest.mark.parametrize(
    ("tonic", "mode", "fifths"),
    [
        ("C", "maj", 0), ("D", "maj", 2), ("F", "maj", -1), ("Bb", "maj", -2), ("F#", "maj", 6), ("Gb", "maj", -6),
        ("A", "m", 0), ("E", "min", 1), ("A", "dor", 1), ("D", "mix", 1), ("E", "phr", 0), ("B", "loc", 0),
        ("F", "lyd", 0), ("G#", "maj", 8), ("", "maj", 0),
    ],
)  # fmt: skip
def test_a_signature_follows_from_tonic_and_mode(tonic, mode, fifths):
    assert Key(tonic, mode).fifths == fifths


@pytest.mark.parametrize(
    ("key", "altered"),
    [
        (Key("A"), {"F": 1, "C": 1, "G": 1}),
        (Key("Eb"), {"B": -1, "E": -1, "A": -1}),
        (Key("G#"), {"F": 2, "C": 1, "G": 1, "D": 1, "A": 1, "E": 1, "B": 1}),
        (Key(), {}),
    ],
)
def test_a_signature_alters_its_letters_and_no_others(key, altered):
    assert {letter: key.alteration(letter) for letter in "ABCDEFG" if key.alteration(letter)} == altered


@given(st.sampled_from(TONICS), st.sampled_from(sorted(MODES)))
def test_a_signature_alters_as_many_letters_as_it_has_sharps_or_flats(tonic, mode):
    key = Key(tonic, mode)
    alterations = [key.alteration(letter) for letter in "ABCDEFG"]
    assert sum(alterations) == key.fifths
    assert max(alterations) - min(alterations) <= 1


@pytest.mark.parametrize(
    ("letter", "octave", "alteration", "number"),
    [("C", 4, 0, 60), ("A", 4, 0, 69), ("C", 4, -1, 59), ("B", 3, 1, 60), ("C", -1, 0, 0), ("G", 9, 0, 127)],
)
def test_middle_c_is_sixty(letter, octave, alteration, number):
    assert midi_number(letter, octave, alteration) == number


@pytest.mark.parametrize(
    ("pitch", "number"),
    [
        (Pitch(4, "C"), 60), (Pitch(4, "B", 1), 72), (Pitch(4, "C", -1), 59), (Pitch(5, "F", 2), 79),
        (Pitch(-1, "C", -1), 11), (Pitch(9, "G"), 127), (Pitch(9, "A", -1), 116), (Pitch(9, "B", 2), 121),
    ],
)  # fmt: skip
def test_a_pitch_sounds_as_its_number_or_in_the_nearest_octave_that_can_be_played(pitch, number):
    assert pitch.midi == number


@given(st.integers(-3, 12), st.sampled_from("CDEFGAB"), st.integers(-2, 2))
def test_every_pitch_can_be_played_and_keeps_its_place_in_the_octave(octave, letter, alteration):
    number = Pitch(octave, letter, alteration).midi
    assert 0 <= number <= 127
    assert number % 12 == midi_number(letter, octave, alteration) % 12


def test_letters_that_a_key_alters_on_purpose_replace_its_signature():
    assert Key("D", "maj", (("C", 0), ("B", -1))).alterations == (0, 0, 0, 1, 0, 0, -1)
