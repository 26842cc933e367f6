import json

import pytest

from songrnn.corpus.collections.jsb import events
from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, Refused, read
from songrnn.errors import MusicError
from songrnn.music.sequence import WHOLE, Measure, Span

STEP = WHOLE // 16
CHORALE = [[65, 60, 57, 53]] * 4 + [[65, 60]] * 4 + [[72, 60]] * 8


def found(path, values):
    path.write_text(json.dumps(values))
    return [one for job in jobs(path) for one in read(job, Manner())]


def test_each_chorale_is_a_piece_of_its_split(tmp_path):
    pieces = found(tmp_path / "jsb.json", {"train": [CHORALE, CHORALE], "valid": [CHORALE], "test": [CHORALE]})
    assert [one.split for one in pieces] == ["train", "train", "valid", "test"]
    assert [one.name for one in pieces][:2] == ["jsb.json, train 1", "jsb.json, train 2"]


def test_equal_neighbours_are_held_in_bars_of_four_quarters(tmp_path):
    [one] = found(tmp_path / "jsb.json", {"train": [CHORALE]})
    [part] = one.content.parts
    assert part.spans == (
        Span(0, 4 * STEP, 53), Span(0, 4 * STEP, 57), Span(0, 8 * STEP, 65), Span(0, 16 * STEP, 60),
        Span(8 * STEP, 16 * STEP, 72),
    )  # fmt: skip
    assert one.content.measures == (Measure(0, WHOLE, 4, 4),)


def test_silence_is_written_as_nothing_or_below_zero():
    strikes = events([[60], [], [-1, 60], [float("nan"), 60]]).tracks[0].strikes
    assert [(one.onset, one.length) for one in strikes] == [(0, 1), (2, 2)]


def test_a_chorale_of_a_wrong_shape_is_refused_and_the_next_is_read(tmp_path):
    refused, one = found(tmp_path / "jsb.json", {"train": [[["x"]], CHORALE]})
    assert refused == Refused("jsb.json, train 1", "has a step that is no list of numbers")
    assert one.name == "jsb.json, train 2"


@pytest.mark.parametrize("steps", [5, {}, [5], [[]], [[200]], [["x"]], [[[1]]], []])
def test_what_is_no_chorale_is_refused(steps):
    with pytest.raises(MusicError):
        events(steps)
