"""Syllables below notes."""

from fractions import Fraction

from songrnn.music.pitch import Pitch
from songrnn.music.score import Bar, Note, Signs
from songrnn.notation.abc.written_lyrics import verses


def sung(*lyrics):
    pitches = (Pitch(4, "C"),)
    return [Bar(tuple(Note(pitches, Fraction(1, 8), signs=Signs(lyrics=each)) for each in lyrics))]


def test_syllables_of_a_word_are_joined_and_words_are_apart():
    assert verses(sung(("A-",), ("men",), ("so",))) == ["w: A-men so"]


def test_notes_without_a_syllable_are_skipped():
    assert verses(sung(("A-",), ("_",), ("",), ("men",), ())) == ["w: A- _ * men"]


def test_each_verse_has_its_line():
    assert verses(sung(("one", "two"), ("", "three"))) == ["w: one", "w: two three"]
    assert verses(sung(("", "two"))) == ["w: *", "w: two"]


def test_signs_inside_a_syllable_are_guarded():
    assert verses(sung(("a b-c_d*|e~",))) == ["w: a~b\\-c\\_d\\*e\\~"]


def test_rests_sing_nothing():
    assert verses([Bar((Note((), Fraction(1), signs=Signs(lyrics=("x",))),))]) == []
