from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.score import Bar, Meter, Note, unfold

REPEAT, DOUBLE = 2, 1


def bar(pitch, **signs):
    return Bar((Note((pitch,), Fraction(1, 4)),), **signs)


def played(*bars):
    return [one.notes[0].pitches[0] for one in unfold(bars)]


def test_without_repeats_every_bar_is_played_once():
    assert played(bar(1), bar(2, closes=DOUBLE), bar(3)) == [1, 2, 3]


def test_a_section_between_repeat_signs_is_played_twice():
    assert played(bar(1), bar(2, opens=True), bar(3, closes=REPEAT), bar(4)) == [1, 2, 3, 2, 3, 4]


def test_a_repeat_without_a_beginning_goes_back_to_the_start():
    assert played(bar(1), bar(2, closes=REPEAT), bar(3)) == [1, 2, 1, 2, 3]


@pytest.mark.parametrize("end", [DOUBLE, REPEAT])
def test_a_repeat_without_a_beginning_goes_back_to_the_last_section_end(end):
    first = [1] * end
    assert played(bar(1, closes=end), bar(2), bar(3, closes=REPEAT)) == [*first, 2, 3, 2, 3]


def test_a_double_bar_inside_an_opened_repeat_is_no_place_to_go_back_to():
    assert played(bar(1, opens=True, closes=DOUBLE), bar(2, closes=REPEAT), bar(3)) == [1, 2, 1, 2, 3]


def test_a_section_that_is_opened_and_never_closed_is_played_once():
    assert played(bar(1, opens=True), bar(2, opens=True), bar(3, closes=REPEAT)) == [1, 2, 3, 2, 3]


def test_first_and_second_endings_are_played_on_their_passes():
    bars = bar(1, opens=True), bar(2, endings=(1,), closes=REPEAT), bar(3, endings=(2,), closes=DOUBLE), bar(4)
    assert played(*bars) == [1, 2, 1, 3, 4]


def test_an_ending_goes_on_until_its_section_ends():
    first = [bar(2, endings=(1,)), bar(3, closes=REPEAT)]
    second = [bar(4, endings=(2,)), bar(5, closes=DOUBLE)]
    assert played(bar(1), *first, *second, bar(6)) == [1, 2, 3, 1, 4, 5, 6]


def test_endings_of_several_passes_are_played_on_each_of_them():
    endings = bar(2, endings=(1, 3), closes=REPEAT), bar(3, endings=(2,), closes=REPEAT), bar(4, endings=(4,))
    assert played(bar(1), *endings) == [1, 2, 1, 3, 1, 2, 1, 4]


def test_a_section_after_a_second_ending_goes_back_to_its_own_beginning():
    bars = [bar(1, opens=True), bar(2, endings=(1,), closes=REPEAT), bar(3, endings=(2,), closes=DOUBLE)]
    assert played(*bars, bar(4), bar(5, closes=REPEAT)) == [1, 2, 1, 3, 4, 5, 4, 5]


def test_a_section_may_be_played_three_times():
    assert played(bar(1, closes=3), bar(2)) == [1, 1, 1, 2]


def test_nothing_unfolds_to_nothing():
    assert unfold([]) == []


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=12))
def test_without_endings_every_bar_is_first_played_in_the_order_as_written(signs):
    bars = [bar(at, opens=opens, closes=closes) for at, (opens, closes) in enumerate(signs)]
    assert list(dict.fromkeys(played(*bars))) == list(range(len(bars)))


@given(st.lists(st.sets(st.integers(1, 4), max_size=2), min_size=1, max_size=8))
def test_an_ending_is_played_only_on_its_passes(endings):
    bars = [bar(0, opens=True), *(bar(at, endings=tuple(some)) for at, some in enumerate(endings, start=1))]
    passes = max(1, *(max(some, default=1) for some in endings))
    order = played(*bars)
    assert order.count(0) == passes
    for at, some in enumerate(endings, start=1):
        if some:
            assert order.count(at) == len(some)


def test_a_bar_is_as_long_as_its_notes():
    notes = Note((60,), Fraction(1, 8)), Note((), Fraction(1, 12)), Note((62, 65), Fraction(1, 4))
    assert Bar(notes).length == Fraction(11, 24)


@pytest.mark.parametrize(
    ("meter", "length"), [(Meter(), 1), (Meter(6, 8), Fraction(3, 4)), (Meter(2, 2), 1), (Meter(0, 1), None)]
)
def test_a_meter_says_how_long_a_full_bar_is_unless_it_is_free(meter, length):
    assert meter.length == length
