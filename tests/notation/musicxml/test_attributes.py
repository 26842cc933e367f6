from fractions import Fraction

import pytest

from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Meter
from songrnn.notation.musicxml.attributes import (
    Transposition,
    number,
    read_key,
    read_pitch,
    read_time,
    read_transposition,
    text_of,
)
from songrnn.notation.musicxml.tree import parse


def element(text):
    return parse(text.encode(), "test")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3", 3), (" -1.5 ", Fraction(-3, 2)), ("x", 7), ("", 7), ("1e9999999", 7), ("9" * 5000, 7), ("nan", 7)],
)
def test_a_number_of_nine_digits_is_read_and_anything_else_is_not(text, expected):
    assert number(element(f"<a><b>{text}</b></a>"), "b", Fraction(7)) == expected


def test_text_is_one_line_of_two_hundred_characters():
    assert text_of(element(f"<a> x \n y {'z' * 300}</a>")) == "x y " + "z" * 196
    assert text_of(None) == ""


def pitch(step, octave, alter=0):
    return element(f"<pitch><step>{step}</step><alter>{alter}</alter><octave>{octave}</octave></pitch>")


def test_a_pitch_keeps_its_spelling_and_quarter_tones_go_outwards():
    assert read_pitch(pitch("F", 5, 1)) == Pitch(5, "F", 1)
    assert read_pitch(pitch("B", 3, -0.5)) == Pitch(3, "B", -1)
    assert read_pitch(pitch("E", 99, 50)) == Pitch(10, "E", 3)
    assert read_pitch(pitch("H", 4)) is None


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<fifths>2</fifths><mode>major</mode>", Key("D", "maj")),
        ("<fifths>0</fifths><mode>dorian</mode>", Key("D", "dor")),
        ("<fifths>-3</fifths><mode>minor</mode>", Key("C", "m")),
        ("<fifths>1</fifths><mode>none</mode>", Key("G", "maj")),
        ("<fifths>7</fifths><mode>locrian</mode>", Key("B#", "loc")),
        ("<fifths>99</fifths>", Key("A", "maj")),
        ("<key-step>F</key-step><key-alter>1</key-alter>", Key("", "maj", (("F", 1),))),
    ],
)
def test_a_key_is_read_by_its_signature_and_mode(inner, expected):
    key = read_key(element(f"<key>{inner}</key>"), Transposition())
    assert key == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<beats>6</beats><beat-type>8</beat-type>", Meter(6, 8)),
        ("<beats>2+3</beats><beat-type>8</beat-type>", Meter(5, 8, (2, 3))),
        ("<beats>2</beats><beat-type>4</beat-type><beats>3</beats><beat-type>8</beat-type>", Meter(7, 8, (4, 3))),
        ("<beats>1</beats><beat-type>3</beat-type><beats>1</beats><beat-type>4</beat-type>", Meter(1, 3)),
        ("<senza-misura/>", Meter(0, 1)),
        ("<senza-misura>4/3</senza-misura>", Meter(4, 3)),
        ("<beats>x</beats><beat-type>4</beat-type>", None),
        ("<beats>0</beats><beat-type>0</beat-type>", None),
        ("", None),
    ],
)
def test_a_meter_is_read_in_all_its_spellings(inner, expected):
    assert read_time(element(f"<time>{inner}</time>")) == expected


@pytest.mark.parametrize(
    ("inner", "written", "sounding"),
    [
        ("<diatonic>-1</diatonic><chromatic>-2</chromatic>", Pitch(5, "C"), Pitch(4, "B", -1)),
        ("<chromatic>-9</chromatic>", Pitch(4, "C"), Pitch(3, "E", -1)),
        ("<chromatic>0</chromatic><octave-change>-1</octave-change>", Pitch(4, "F", 1), Pitch(3, "F", 1)),
        ("<diatonic>1</diatonic><chromatic>2</chromatic>", Pitch(4, "E"), Pitch(4, "F", 1)),
        ("<chromatic>999</chromatic>", Pitch(4, "E"), Pitch(4, "E")),
    ],
)
def test_transposing_instruments_are_read_as_they_sound(inner, written, sounding):
    assert read_transposition(element(f"<transpose>{inner}</transpose>")).sounding(written) == sounding


def test_a_transposition_moves_the_key_too():
    clarinet = Transposition(-1, -2)
    assert read_key(element("<key><fifths>2</fifths></key>"), clarinet) == Key("C", "maj")
