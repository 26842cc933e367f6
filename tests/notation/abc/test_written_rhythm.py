"""Tuplets, units, broken rhythm and spaces."""

from fractions import Fraction

import pytest

from songrnn.music.pitch import Pitch
from songrnn.music.score import Meter, Note, Signs
from songrnn.notation.abc.written_rhythm import apart, best_unit, broken, length_text, stems

C = Pitch(4, "C")
EIGHTH = Fraction(1, 8)


def notes(*lengths):
    """Notes of so many eighths."""
    return [Note((C,), Fraction(length) / 8) for length in lengths]


@pytest.mark.parametrize(
    ("lengths", "signs"),
    [
        (["2/3"] * 3, ["(3", "", ""]),
        (["4/3", "2/3"], ["(3:2:2", ""]),
        (["1/3"] * 6, ["(3", "", "", "(3", "", ""]),
        (["4/5"] * 5, ["(5:4:5", "", "", "", ""]),
        (["3/5"] * 5, ["(5:3:5", "", "", "", ""]),
        (["2/9"] * 9, ["(9:8:9"] + [""] * 8),
        (["1", "2/3", "1/3", "3/2"], ["", "(3:2:2", "", ""]),
        (["2/3", "2/3", "1"], ["(3:2:2", "", ""]),
        (["1/67", "1"], ["", ""]),
    ],
)
def test_lengths_that_are_no_power_of_two_stand_in_tuplets(lengths, signs):
    assert [stem.tuplet for stem in stems(notes(*lengths))] == signs


def test_in_a_tuplet_lengths_are_those_before_it_shortens_them():
    assert [stem.duration / EIGHTH for stem in stems(notes("2/3", "2/3", "2/3"))] == [1, 1, 1]


@pytest.mark.parametrize(
    ("factor", "text"),
    [("1", ""), ("2", "2"), ("1/2", "/"), ("3/2", "3/2"), ("1/4", "/4"), ("100000", "10000"), ("1/30000", "/10000")],
)
def test_lengths_are_as_short_as_can_be(factor, text):
    assert length_text(Fraction(factor), Fraction(1)) == text


def test_the_unit_is_the_one_that_takes_the_least_room():
    assert best_unit([notes(2, 2, 2, 1)]) == Fraction(1, 4)
    assert best_unit([notes("3/2", "1/2", 1, 1)]) == Fraction(1, 8)
    assert best_unit([[Note((C,), Fraction(1), signs=Signs(graces=tuple(notes("1/2") * 2)))]]) == Fraction(1, 16)
    assert best_unit([]) == Fraction(1, 8)


def test_broken_rhythm_is_written_where_it_is_shorter():
    dotted, short, plain = stems(notes("3/2", "1/2", "1"))
    assert broken(dotted, short, EIGHTH) == (">", EIGHTH)
    assert broken(short, dotted, EIGHTH) == ("<", EIGHTH)
    assert broken(dotted, plain, EIGHTH) is None
    assert broken(dotted, short, EIGHTH / 2) is None


@pytest.mark.parametrize(
    ("meter", "lengths", "groups"),
    [
        (Meter(4, 4), [1] * 8, "4 4"),
        (Meter(4, 4), [2, 1, 1, 2, 2], "3 1 1"),
        (Meter(4, 4), ["1/2"] * 4 + [1] * 6, "4 2 4"),
        (Meter(6, 8), [1] * 6, "3 3"),
        (Meter(3, 4), [1] * 6, "2 2 2"),
        (Meter(2, 4), [1] * 4, "2 2"),
        (Meter(5, 8, (2, 3)), [1] * 5, "2 3"),
        (Meter(4, 4), ["2/3"] * 3 + [1, 1], "3 2"),
    ],
)
def test_notes_of_a_beat_stand_together(meter, lengths, groups):
    written = stems(notes(*lengths))
    text = "".join(" x" if space else "x" for space in apart(written, meter, Fraction(0)))
    assert " ".join(str(len(group)) for group in text.split()) == groups


def test_a_pickup_is_counted_from_the_end_of_its_bar():
    assert apart(stems(notes(1, 1, 1)), Meter(6, 8), Fraction(2, 8)) == [False, True, False]
