"""The course of a tune: full bars, pick-ups and their other halves, repeats, endings, and counted bars."""

import pytest

from songrnn.notation.abc.grammar.course import Course

BAR = 8


def walk(*steps, wanted=0, drawn=False):
    """The course after notes (whole numbers of eighths) and bar lines (texts); None where one is refused."""
    course = Course(BAR, BAR, wanted=wanted)
    for step in steps:
        course = course.sound(step) if isinstance(step, int) else course.bar_line(step, drawn=drawn)
        if course is None:
            return None
    return course


@pytest.mark.parametrize(
    "steps",
    [
        (8, "|", 8, "|]"), (1, "|", 8, "|", 7, "|]"), ("|:", 8, "|", 8, ":|"), ("|:", 1, "|", 8, "|", 7, ":|"),
        ("|:", 1, "|", 7, ":|", "|:", 1, "|", 7, ":|"), (8, ":|", "|:", 8, ":|"), (1, "|", 7, "||", 1, "|", 7, "|]"),
        ("|:", 8, "|1", 8, ":|2", 8, "|]"), ("|:", 1, "|", 8, "|1", 7, ":|2", 7, "||", 1, "|", 7, "|]"),
        (8, "||", 8, "|]"), (2, "||", "|:", 8, ":|"), (8, "|", 6, "||", 2, "|", 8, "|]"),
    ],
    ids=str,
)  # fmt: skip
def test_tunes_that_players_can_follow_may_end(steps):
    assert walk(*steps).done


@pytest.mark.parametrize(
    "steps",
    [
        (8, "|", 7, "|"), ("|:", 8, "|", 7, ":|"), ("|:", 1, "|", 8, ":|"), ("|:", 8, "|:"), ("|:", 8, "|]"),
        (8, "||", 8, ":|"), (8, "|1", 8, ":|"), ("|:", 8, "|1", 8, "||"), (8, ":|2"), ("|:", ":|"), (7, "|", 8, ":|"),
        ("|:", 8, "|", 4, "|1"), (8, "|", 3, "||", "|", 8, ":|"),
    ],
    ids=str,
)  # fmt: skip
def test_what_players_stumble_over_is_refused(steps):
    assert walk(*steps) is None


@pytest.mark.parametrize(
    "steps", [(1, "|", 8, "|"), ("|:", 8, "|"), (1, "|"), ("|:", 8, "|1", 8, ":|2"), (8, ":|", "|:")], ids=str
)
def test_a_tune_may_not_end_where_something_is_open(steps):
    assert not walk(*steps).done


def test_after_a_short_section_end_the_next_section_begins_with_the_rest_of_the_bar():
    course = walk(1, "|", 7, "||")
    assert (course.left, course.pickup, course.head) == (1, 1, True)
    assert course.sound(1).bar_line("|").left == BAR


def test_room_ends_where_some_bar_line_may_stand():
    assert walk(8, "|").room(drawn=True) == 8
    assert walk(1, "|", 8, "|", wanted=2).room(drawn=True) == 7  # the last bar lacks the pick-up
    assert walk(1, "|", 8, "|").room(drawn=True) == 8


def test_bars_are_counted_and_pick_ups_are_not():
    assert walk(1, "|", 8, "|", 7, "|]", wanted=9) is not None
    assert walk(1, "|", 8, "|", 7, "||", wanted=9).written == 2
    assert walk("|:", 1, "|", 7, ":|", "|:", 1, "|", 7, ":|", wanted=2).full


def test_a_bar_line_that_leaves_too_few_bars_to_end_is_refused():
    assert walk("|:", 8, "|1", wanted=2) is None
    assert walk("|:", 8, "|1", wanted=3) is not None
    assert walk("|:", 8, "|", wanted=1) is None
    assert walk("|:", 8, ":|", wanted=1).full


def test_a_writer_leaves_nothing_behind_the_final_bar_line():
    assert walk(8, "|]", drawn=True).full
    assert walk(1, "|", 8, "|]", drawn=True) is None
    assert not walk(8, "|]").full


def test_a_bar_line_may_begin_if_some_that_begins_so_may_stand():
    course = walk(1, "|", 8, "|", 7)
    assert course.may_begin("|", plain=True, drawn=True)
    assert course.bar_line("|", drawn=True) is None
    assert not course.may_begin("|1", plain=True, drawn=True)
    assert not course.may_begin("x", plain=False, drawn=False)


def test_without_counted_bars_only_repeats_and_endings_matter():
    course = Course(0, 0).sound(5).bar_line("|").sound(3)
    assert course.bar_line(":|").done
    assert course.bar_line(":|2") is None
