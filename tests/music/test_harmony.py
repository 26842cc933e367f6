"""Chord symbols, and what is played for them."""

from fractions import Fraction

import pytest

from songrnn.music.harmony import accompanied, read_chord
from songrnn.music.performance import perform
from songrnn.notation.abc.parser import read_tune

HEADER = "X:1\nM:{}\nL:1/8\nK:C\n"


def numbers(symbol):
    chord = read_chord(symbol)
    return [pitch.midi % 12 for pitch in (chord.bass, *chord.pitches)]


@pytest.mark.parametrize(
    ("symbol", "bass", "classes"),
    [
        ("C", 0, {0, 4, 7}), ("Am", 9, {9, 0, 4}), ("F#m7", 6, {6, 9, 1, 4}), ("Bb", 10, {10, 2, 5}),
        ("D/F#", 6, {2, 6, 9}), ("Gsus", 7, {7, 0, 2}), ("Bdim", 11, {11, 2, 5}), ("Cmaj7", 0, {0, 4, 7, 11}),
        ("C+", 0, {0, 4, 8}), ("E7#11", 4, {4, 8, 11, 2}), ("Dmin", 2, {2, 5, 9}), ("C/g", 7, {0, 4, 7}),
    ],
)  # fmt: skip
def test_a_symbol_is_a_bass_and_the_notes_of_its_chord(symbol, bass, classes):
    found = numbers(symbol)
    assert found[0] == bass
    assert set(found[1:]) == classes


def test_basses_lie_below_their_chords():
    for letter in "ABCDEFG":
        chord = read_chord(letter + "7")
        assert 36 <= chord.bass.midi < 48 <= chord.pitches[0].midi <= chord.pitches[-1].midi < 60


@pytest.mark.parametrize("text", ["", "slow", "H7", "a", "1.", "\x1b[31m"])
def test_what_is_no_chord_symbol_is_none(text):
    assert read_chord(text) is None


def test_no_chord_is_silence():
    assert read_chord("N.C.").bass is None


def heard(meter, body):
    score = accompanied(read_tune(HEADER.format(meter) + body).score)
    return [(one.onset, one.pitch) for one in perform(score).soundings if one.voice == 1]


def test_bass_and_chord_take_turns_on_the_beats():
    onsets = [onset for onset, pitch in heard("4/4", '"C"cdef gabc\'|]')]
    assert sorted(set(onsets)) == [Fraction(n, 4) for n in range(4)]
    basses = [onset for onset, pitch in heard("4/4", '"C"cdef gabc\'|]') if pitch == 36]
    assert basses == [0, Fraction(1, 2)]


def test_in_three_the_bass_comes_once_a_bar():
    assert [onset for onset, pitch in heard("3/4", '"C"c6|c6|]') if pitch == 36] == [0, Fraction(3, 4)]


def test_a_jig_has_two_beats():
    assert sorted({onset for onset, _ in heard("6/8", '"C"c3 e3|]')}) == [0, Fraction(3, 8)]


def test_a_new_chord_begins_with_its_bass_and_the_old_one_ends():
    played = heard("4/4", '"C"c4 c2 "G"g2|]')
    assert (Fraction(3, 4), 43) in played
    assert max(onset for onset, pitch in played if pitch == 36) < Fraction(3, 4)


def test_nothing_is_played_before_the_first_symbol_and_after_the_last_bar():
    played = heard("4/4", 'c8|"C"c8|]')
    assert min(onset for onset, _ in played) == 1
    assert max(onset for onset, _ in played) < 2


def test_repeats_and_endings_are_played_as_in_the_tune():
    body = '|:"C"c8|1 "G"g8:|2 "F"f8|]'
    assert [onset for onset, pitch in heard("4/4", body) if pitch == 36] == [0, Fraction(1, 2), 2, Fraction(5, 2)]


def test_a_score_without_symbols_stays_as_it_is():
    score = read_tune(HEADER.format("4/4") + 'c8|"^slow"c8|]').score
    assert accompanied(score) == score
