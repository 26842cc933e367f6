"""Values of M:, L: and K:, letter by letter."""

import pytest

from songrnn.notation.abc.grammar.law import GRID, Level, law
from songrnn.notation.abc.grammar.values import is_whole, may_begin, measure, states_key, swings

PLAIN = law(Level.BARS, ("R", "M", "L", "K"), drawing=True)
LOOSE = law(Level.BARS, drawing=True)


@pytest.mark.parametrize("value", ["D", "F#m", "Bb", "Gdor", "C#", "A#m", "none", "Hp", "E minor"])
def test_keys_that_exist_are_known(value):
    assert states_key(value)


@pytest.mark.parametrize("value", ["H", "G#", "Fb", "Dfoo", "#", "Gbm"])
def test_keys_that_do_not_exist_are_not(value):
    assert not states_key(value)


def test_time_is_counted_in_steps_of_the_grid():
    time = measure("6/8", "1/8")
    assert (time.bar, time.unit, time.compound, time.swung) == (GRID * 6 // 8, GRID // 8, True, 0)
    assert time.bar % time.even == 0


def test_what_is_left_out_stands_for_its_default():
    assert measure("", "") == measure("4/4", "1/8")
    assert measure("2/4", "").unit == GRID // 16


@pytest.mark.parametrize(("meter", "unit"), [("5/7", "1/8"), ("x", "1/8"), ("4/4", "1/7"), ("3/32", "1/1")])
def test_time_that_cannot_be_counted_is_none(meter, unit):
    assert measure(meter, unit) is None


def test_hornpipes_swing_pairs_in_their_two_meters_only():
    assert swings("Hornpipe")
    assert not swings("reel")
    assert measure("4/4", "1/8", swung=True).swung == GRID // 8
    assert measure("2/4", "1/8", swung=True).swung == GRID // 16
    assert measure("6/8", "1/8", swung=True).swung == 0


@pytest.mark.parametrize(
    ("letter", "value"),
    [("M", "6/8"), ("M", "C|"), ("L", "1/16"), ("K", "Gdor"), ("K", "F#m")],
)
def test_every_beginning_of_a_good_value_may_be_drawn(letter, value):
    assert all(may_begin(letter, value[:end], PLAIN) for end in range(len(value) + 1))
    assert is_whole(letter, value)


@pytest.mark.parametrize(
    ("letter", "value"), [("M", "7/7"), ("M", "99"), ("L", "2"), ("K", "H"), ("K", "B#m"), ("K", "Dm ")]
)
def test_other_beginnings_may_not(letter, value):
    assert not may_begin(letter, value, PLAIN)


def test_a_hornpipe_is_drawn_in_its_meters():
    assert may_begin("M", "2/", PLAIN, swung=True)
    assert not may_begin("M", "6", PLAIN, swung=True)


def test_models_of_tunes_as_they_came_may_spell_more():
    assert may_begin("K", " E minor", LOOSE)
    assert may_begin("M", "C", LOOSE)


@pytest.mark.parametrize(("letter", "value"), [("M", "6/"), ("M", "4/7"), ("L", ""), ("L", "1/"), ("K", "Dmi x")])
def test_unfinished_values_are_not_whole(letter, value):
    assert not is_whole(letter, value)


def test_a_unit_is_drawn_as_a_fraction_and_read_as_any_length():
    assert is_whole("L", "1")
    assert not is_whole("L", "1", drawing=True)
    assert is_whole("L", "1/8", drawing=True)
