"""What note lexemes mean under a signature and a unit."""

from fractions import Fraction

import pytest

from songrnn.music.pitch import Key, Pitch
from songrnn.notation.abc.meaning import altered, impossible, is_microtone, length, meaning, spell, times

NATURAL = Key().alterations
EIGHTH = Fraction(1, 8)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("", 1), ("2", 2), ("3/2", Fraction(3, 2)), ("/", Fraction(1, 2)), ("//", Fraction(1, 4)),
        ("/3", Fraction(1, 3)),
        ("3/", Fraction(3, 2)), ("109/416", Fraction(109, 416)), ("/0", None), ("0", None), ("10001", None),
        ("9" * 13, None), ("/" * 13, None),
    ],
)  # fmt: skip
def test_a_length_is_a_factor_or_impossible(text, factor):
    assert length(text) == factor


@pytest.mark.parametrize(
    ("text", "pitch"),
    [
        ("C", Pitch(4, "C")), ("c'", Pitch(6, "C")), ("B,,", Pitch(2, "B")), ("^f", Pitch(5, "F", 1)),
        ("__B", Pitch(4, "B", -2)), ("=F", Pitch(4, "F")), ("F", Pitch(4, "F", 1)), ("^/c", Pitch(5, "C", 1)),
        ("^/4c", Pitch(5, "C", 0)), ("_3/2B", Pitch(4, "B", -2)), ("C" + "," * 20, Pitch(0, "C")),
    ],
)  # fmt: skip
def test_a_note_is_spelled_under_the_signature(text, pitch):
    assert spell(text, Key("G").alterations)[0] == pitch


def test_the_same_text_means_the_same_object():
    here = meaning(NATURAL, EIGHTH)
    assert here is meaning(NATURAL, EIGHTH)
    assert here.note("c3/2") is here.note("c3/2")
    assert here.note("c3/2").duration == Fraction(3, 16)
    assert here.note("z2").pitches == ()


def test_a_sign_alters_its_letter_in_all_octaves():
    signed = altered(NATURAL, Pitch(5, "F", 1))
    assert meaning(signed, EIGHTH).note("F,").pitches == (Pitch(3, "F", 1),)
    assert meaning(signed, EIGHTH).note("C").pitches == (Pitch(4, "C"),)


def test_only_so_many_texts_are_kept():
    here = meaning(NATURAL, Fraction(1, 77))
    for number in range(1, 6000):
        here.note(f"c{number}")
    assert len(here) < 5000


@pytest.mark.parametrize(("text", "answer"), [("^/c", True), ("_3/2B", True), ("^c2", False), ("c/2", False)])
def test_microtones_are_told_from_semitones(text, answer):
    assert is_microtone(text) is answer


@pytest.mark.parametrize(
    ("text", "answer"), [("C/0", True), ("z/0", True), ("^C99999", True), ("C9", False), ("x", False)]
)
def test_impossible_lengths_are_known(text, answer):
    assert impossible(text) is answer


def test_a_duration_times_a_factor_is_exact():
    assert times(3, 16, 2, 3) == EIGHTH


@pytest.mark.parametrize("text", ["C/0", "z/0", "c99999"])
def test_a_note_of_an_impossible_length_lasts_a_unit_and_is_not_kept(text):
    here = meaning(NATURAL, EIGHTH)
    assert here.note(text).duration == EIGHTH
    assert text not in here
