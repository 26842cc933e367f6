import pytest

from songrnn.notation.abc.parser import read_tune
from songrnn.notation.stream import as_written


def measures(body, head="M:4/4\nL:1/4\n"):
    stream = as_written(read_tune(f"X:1\n{head}K:C\n{body}\n").score).stream
    return list(stream.parts[0].getElementsByClass("Measure"))


def test_bars_are_numbered_from_one():
    assert [one.number for one in measures("CDEF|CDEF|")] == [1, 2]


def test_a_pickup_is_bar_zero():
    assert [one.number for one in measures("C|CDEF|CDE|")] == [0, 1, 2]


def test_a_lone_short_bar_is_no_pickup():
    assert [one.number for one in measures("C|")] == [1]


def test_repeats_stand_at_bar_lines():
    first, second = measures("|:CDEF|CDEF::CDEF|")[:2]
    assert first.leftBarline.direction == "start"
    assert second.rightBarline.direction == "end"


@pytest.mark.parametrize(("body", "kinds"), [("C4||C4|", ["double", None]), ("C4|C4|]", [None, "final"])])
def test_double_bars_are_drawn_and_the_last_is_final(body, kinds):
    assert [one.rightBarline and one.rightBarline.type for one in measures(body)] == kinds


def test_endings_have_brackets_with_their_numbers():
    stream = as_written(read_tune("X:1\nL:1/4\nK:C\n|:C4|1,2D4:|3E4|F4||\n").score).stream
    brackets = stream.recurse().getElementsByClass("RepeatBracket")
    assert [(one.numberRange, len(one.getSpannedElements())) for one in brackets] == [([1, 2], 1), ([3], 2)]


def test_keys_meters_tempos_and_part_names_stand_where_they_change():
    second = measures("C4|\nP:B\n[K:D][M:3/4][Q:1/4=90]C3|")[1]
    assert (second.keySignature.sharps, second.timeSignature.ratioString) == (2, "3/4")
    assert [mark.number for mark in second.getElementsByClass("MetronomeMark")] == [90]
    assert [mark.content for mark in second.getElementsByClass("RehearsalMark")] == ["B"]


def test_layers_of_a_bar_are_voices_of_the_measure():
    first, second = measures("C4 & E2 G2|C4|")
    assert [[n.pitch.name for n in voice.notes] for voice in first.voices] == [["C"], ["E", "G"]]
    assert not second.voices


def test_ties_of_the_first_layer_go_over_the_bar_line_and_others_do_not():
    _, second = measures("C4- & E4-|[CE]4|")
    assert [one.tie and one.tie.type for one in second.notes[0].notes] == ["stop", None]
