"""Notes and accidentals as text."""

from fractions import Fraction

import pytest

from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import Bar, Meter, Note, Signs
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.abc.written_notes import SHORT_MARKS, Pen

EIGHTH = Fraction(1, 8)


def pen(key="C"):
    return Pen(Key(key), Meter(), EIGHTH)


def note(letter, octave=4, alteration=0, **more):
    return Note((Pitch(octave, letter, alteration),), EIGHTH, **more)


def test_a_sign_holds_to_the_end_of_the_bar():
    writer = pen("D")
    assert writer.bar(Bar((note("F"), note("F"), note("C", alteration=1)))) == "=FFC"
    assert writer.bar(Bar((note("F", alteration=1),))) == "F"


def test_in_another_octave_a_sign_is_written_again_as_some_readers_want_it():
    sharp, high = note("F", alteration=1), note("F", 5, 1)
    assert pen().bar(Bar((sharp, high, sharp, high))) == "^F^fFf"
    assert pen().bar(Bar((sharp, note("F", 5)))) == "^F=f"


def test_a_tie_carries_its_sign_over_the_bar_line():
    writer, sharp = pen(), Pitch(5, "C", 1)
    assert writer.bar(Bar((Note((sharp,), EIGHTH, (sharp,)),))) == "^c-"
    assert writer.bar(Bar((note("C", 5, 1), note("C", 5)))) == "c=c"


def test_ties_of_some_notes_of_a_chord_stand_inside_it():
    low, high = Pitch(4, "C"), Pitch(4, "E")
    assert (
        pen().bar(Bar((Note((low, high), EIGHTH * 2, (high,)), Note((low, high), EIGHTH, (low, high)))))
        == "[CE-]2[CE]-"
    )


def test_after_graces_with_a_sign_a_note_has_one_of_its_own():
    graced = note("C", 5, signs=Signs(graces=(note("C", 5, 1),)))
    assert pen().bar(Bar((graced, note("C", 5)))) == "{^c}=cc"


def test_everything_about_a_note_stands_in_the_order_of_the_standard():
    signs = Signs((note("D"),), ("(", "trill", "f", ")"), "Am", ("^slow", "unplaced"))
    assert pen().bar(Bar((note("C", signs=signs),))) == '{D}"Am""^slow""^unplaced"(T!f!C)'


def test_short_decorations_before_a_slur_are_written_out():
    assert pen().bar(Bar((note("C", signs=Signs(marks=("staccato", "(", "trill"))),))) == "!staccato!(TC"


def test_texts_that_would_end_their_quotes_or_marks_are_made_harmless():
    signs = Signs(marks=("a b", "!", ""), harmony='^say "A"\n', words=('^"x"',))
    assert pen().bar(Bar((note("C", signs=signs),))) == "\"say 'A' \"\"^'x'\"C"


@pytest.mark.parametrize("mark", sorted(SHORT_MARKS))
def test_short_decorations_are_read_as_they_were_meant(mark):
    text = pen().bar(Bar((note("C", signs=Signs(marks=(mark,))),)))
    assert len(text) == 2
    assert read_tune(f"L:1/8\nK:C\n{text}\n").score.voices[0].bars[0].notes[0].signs.marks == (mark,)


def test_layers_of_a_bar_are_joined():
    assert pen().bar(Bar((note("C"), note("D")), overlays=((note("E"), Note((), EIGHTH)),))) == "CD & Ez"


def test_pitches_and_signs_that_abc_has_not_become_others_that_sound_the_same():
    assert pen().bar(Bar((note("C", alteration=3), note("C", -1), note("A", 11)))) == "^DC,,,,a'''"
