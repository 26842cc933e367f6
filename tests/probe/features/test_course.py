import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.score import Meter
from songrnn.notation.abc.meaning import GRID
from songrnn.probe.features.course import beat, begins, is_compound, read_course


def eighths(text):
    """The time of every place, in eighths."""
    return [*(read_course(text).elapsed * 8 / GRID)]


def test_a_note_lasts_a_unit_until_its_length_is_read():
    assert eighths("K:C\nA^c'3/2") == [0] * 5 + [1, 1, 2, 2, 4, 2.5, 2.5]


def test_a_chord_counts_once_and_when_it_is_closed():
    assert eighths("K:C\n[C2E2]2") == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4]


def test_a_pick_up_is_counted_from_the_end_of_its_bar():
    course = read_course("M:3/4\nK:C\nA|c6|d4||e2|f6|")
    music = course.bars[course.body].tolist()
    assert [*(course.elapsed[course.body] * 8 / GRID)] == [5, 6, 0, 1, 6, 0, 1, 4, 4, 4, 5, 6, 0, 1, 6, 0]
    assert music == [0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4]


def test_full_bars_are_counted_from_the_beginning_of_the_section():
    course = read_course("M:1/4\nL:1/8\nK:C\nA|c2|d2||e2|f2|")
    assert course.passed[course.body].tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 2]


def test_an_unfinished_first_bar_is_no_pick_up():
    assert read_course("M:4/4\nK:C\nA").bars[-1] == 1


def test_the_header_is_over_after_the_end_of_its_last_line():
    assert read_course("M:4/4\r\nK:C\r\nA").body.tolist() == [False] * 12 + [True] * 2
    assert not read_course("M:4/4\nK:C").body.any()
    assert read_course("").body.tolist() == [True]


def test_the_note_before_is_that_of_the_same_voice():
    course = read_course("K:C\nV:1\nAB\nV:2\nG\nV:1\nc")
    assert course.before[course.lasts > 0].tolist() == [-1, 69, -1, 71]


def test_counts_of_lexemes_are_summed_up_to_a_character_and_after_it():
    course = read_course("K:C\nA2B'")
    ones = np.ones(8, np.int64)
    assert course.so_far(ones).tolist() == [1, 2, 3, 1, 1, 2, 1, 2]
    assert course.to_come(ones).tolist() == [2, 1, 0, 0, 1, 0, 1, 0]


def test_symbols_begin_after_their_spaces():
    assert begins(["ab", " c", "", "  ", "d"]).tolist() == [0, 3, 4, 4, 6]


def test_three_eighths_make_a_beat_in_compound_meters_alone():
    assert [is_compound(Meter(*m)) for m in ((6, 8), (9, 8), (12, 8), (3, 8), (6, 4), (5, 8))] == [True] * 3 + [
        False
    ] * 3
    assert beat(Meter(6, 8)) * 8 == 3
    assert beat(Meter(2, 2)) * 2 == 1
    assert not is_compound(Meter(9, 8, (2, 2, 2, 3)))


@given(st.text(alphabet="ABCcz239/>(<[]{}|:&\"'^_=,.!- \n%wKMLVPZ1", max_size=120))
def test_every_text_has_a_course(text):
    course = read_course(text)
    assert {len(column) for column in (course.codes, course.kinds, course.share, course.before)} == {len(text)}
    assert {len(column) for column in (course.body, course.elapsed, course.bars, course.settings)} == {len(text) + 1}
    assert (course.elapsed >= 0).all()
    assert (course.bars >= 0).all()
