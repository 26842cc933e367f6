"""The music lines of one voice: lengths, tuplets, broken rhythm, chords, rests, and the places of bars."""

from fractions import Fraction

import pytest

from songrnn.music.pitch import Key
from songrnn.music.score import Meter
from songrnn.notation.abc.lexer import dense
from songrnn.notation.abc.voice import Journal, Lines


def read(*rows, meter=None, key=""):
    voice = Lines(Key(key), meter or Meter(), Fraction(1, 4), Journal())
    for number, row in enumerate(rows, start=1):
        voice.journal.begin(number, row)
        voice.read(dense(row))
    voice.finish()
    return voice


def lengths(body, **further):
    """Of every note, in quarters."""
    return [note.duration * 4 for bar in read(body, **further).bars for note in bar.notes]


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("C>D", [3 * HALF, HALF]), ("C<D", [HALF, 3 * HALF]), ("C>>D", [Fraction(7, 4), Fraction(1, 4)]),
        ("C> {e}D", [3 * HALF, HALF]), ("C2>D2", [3, 1]), ("[CE]>z", [3 * HALF, HALF]), ("C>|D", [3 * HALF, HALF]),
        ("CD>", [1, 1]), ("CD<|]", [1, 1]),
        ("C3/2D/", [3 * HALF, HALF]), ("[C2E2]2", [4]), ("[C2E]", [2]), ("z2x/", [2, HALF]), ("C y2 D", [1, 1]),
    ],
)  # fmt: skip
def test_lengths_are_read(body, expected):
    assert lengths(body) == expected


@pytest.mark.parametrize(
    ("sign", "count", "meter", "sum_of_lengths"),
    [
        ("(2", 2, Meter(6, 8), 3), ("(3", 3, Meter(), 2), ("(4", 4, Meter(6, 8), 3), ("(5", 5, Meter(), 2),
        ("(5", 5, Meter(6, 8), 3), ("(5", 5, Meter(3, 4), 2), ("(6", 6, Meter(), 2), ("(7", 7, Meter(9, 8), 3),
        ("(8", 8, Meter(), 3), ("(9", 9, Meter(), 2), ("(3:4", 3, Meter(), 4), ("(3:2:6", 6, Meter(), 4),
        ("(3::2", 2, Meter(), Fraction(4, 3)), ("(5:3:", 5, Meter(), 3),
    ],
)  # fmt: skip
def test_a_tuplet_takes_the_time_that_its_sign_and_the_meter_say(sign, count, meter, sum_of_lengths):
    *notes, after = lengths(sign + "C" * count + "D", meter=meter)
    assert (sum(notes), after) == (sum_of_lengths, 1)


def test_the_notes_of_a_tuplet_may_be_chords_rests_and_broken():
    assert lengths("(3[CE]zD") == [Fraction(2, 3)] * 3
    assert lengths("(3C>DE") == [1, Fraction(1, 3), Fraction(2, 3)]


def test_rests_of_bars_are_as_many_bars():
    voice = read("Z3|C4|", meter=Meter(3, 4))
    assert [bar.length for bar in voice.bars] == [Fraction(3, 4)] * 3 + [1]


def test_a_tie_holds_the_accidental_of_its_pitch_over_the_bar_line_once():
    voice = read("^F-|F F|", key="C")
    assert [note.pitches[0].alteration for bar in voice.bars for note in bar.notes] == [1, 1, 0]


def test_a_chord_may_be_tied_in_part():
    (bar,) = read("[C-E]C").bars
    assert [pitch.letter for pitch in bar.notes[0].tied] == ["C"]


def test_bars_know_where_they_begin():
    voice = read("CD|EF|", "GA|", "B C")
    assert [(place.line, place.at) for place in voice.places] == [(1, 0), (1, 3), (1, 6), (2, 3)]


def test_the_first_sign_about_a_note_does_not_wait_for_ever():
    (bar,) = read('"Am"C D').bars
    assert [note.signs.harmony for note in bar.notes] == ["Am", ""]
