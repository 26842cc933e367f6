from fractions import Fraction

import pytest

from songrnn.music.pitch import Pitch
from songrnn.music.score import Note
from songrnn.notation.abc.lyrics import sung, syllables

NOTE = Note((Pitch(4, "C"),), Fraction(1, 4))
REST = Note((), Fraction(1, 4))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a-ma-zing grace", ["a-", "ma-", "zing", "grace"]), ("time__", ["time", "_", "_"]), ("a * b", ["a", "", "b"]),
        ("of~the day", ["of the", "day"]), ("x\\-y", ["x-y"]), ("a | b", ["a", "|", "b"]), ("a--b", ["a-", "", "b"]),
        ("a - b", ["a", "", "b"]), ("", []), ("\\* \\~", ["*", "~"]),
    ],
)  # fmt: skip
def test_a_line_of_lyrics_is_cut_into_syllables(line, found):
    assert list(syllables(line)) == found


def lyrics(bars, line, verse=0):
    return [[note.signs.lyrics for note in bar] for bar in sung(bars, line, verse)]


def test_syllables_fall_on_notes_and_never_on_rests():
    assert lyrics([[NOTE, REST, NOTE]], "la lo") == [[("la",), (), ("lo",)]]


def test_a_bar_line_goes_to_the_next_bar():
    assert lyrics([[NOTE, NOTE], [NOTE]], "a | b") == [[("a",), ()], [("b",)]]
    assert lyrics([[NOTE], [NOTE]], "a | b") == [[("a",)], [("b",)]]


def test_syllables_without_notes_are_left_out():
    assert lyrics([[NOTE]], "a b c") == [[("a",)]]


def test_a_verse_stands_below_those_before_it():
    assert lyrics([[NOTE]], "a", 2) == [[("", "", "a")]]
