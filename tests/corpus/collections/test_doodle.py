import gzip
import json

import pytest

from songrnn.corpus.collections.doodle import events
from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, Raw, Refused, read
from songrnn.errors import MusicError
from songrnn.music.sequence import WHOLE, Span

QUARTER = WHOLE // 4


def voice(instrument, *pitches):
    return [
        {
            "pitch": pitch, "velocity": 80, "instrument": instrument, "startTime": at / 2, "endTime": at / 2 + 0.5,
            "quantizedStartStep": str(4 * at), "quantizedEndStep": str(4 * at + 4),
        }
        for at, pitch in enumerate(pitches)
    ]  # fmt: skip


def session(**changes):
    melody = {"notes": voice(0, 60, 62), "tempos": [{"qpm": 60}], "quantizationInfo": {"stepsPerQuarter": 4}}
    answer = melody | {"notes": voice(0, 60, 62) + voice(1, 55, 57) + voice(3, 48, 50), "totalQuantizedSteps": "8"}
    return {"feedback": "2", "input_sequence": [melody], "output_sequence": [answer]} | changes


def found(path, *lines):
    content = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return [one for job in jobs(path) for one in read(job, Manner())]


@pytest.mark.parametrize("name", ["a.jsonl", "bach-doodle.jsonl-00001-of-00192.gz", "a.json"])
def test_the_answer_of_each_session_is_a_piece_with_its_voices(tmp_path, name):
    one, two = found(tmp_path / name, session(), session())
    assert (one.name, two.name) == (f"{name}, line 1", f"{name}, line 2")
    assert [part.spans for part in one.content.parts] == [
        (Span(0, QUARTER, high), Span(QUARTER, 2 * QUARTER, low)) for high, low in ((60, 62), (55, 57), (48, 50))
    ]
    assert one.content.speeds[0].quarters == 60


def test_without_an_answer_the_melody_is_taken(tmp_path):
    [one] = found(tmp_path / "a.jsonl", session(output_sequence=[]))
    assert len(one.content.parts) == 1


def test_an_answer_need_not_stand_in_a_list(tmp_path):
    one, two = found(tmp_path / "a.jsonl", session(output_sequence=session()["output_sequence"][0]), session())
    assert one.content.parts == two.content.parts


def test_zeros_that_are_left_out_and_seconds_are_read():
    notes = [{"pitch": 60, "endTime": 1.0}, {"pitch": 62, "startTime": 1.0, "endTime": 1.5}]
    strikes = events({"notes": notes, "tempos": [{"qpm": 120}]}).tracks[0].strikes
    assert [(one.onset, one.length, one.pitch) for one in strikes] == [(0, 960, 60), (960, 480, 62)]


def test_lines_that_are_no_session_are_refused_with_their_numbers_and_the_others_read(tmp_path):
    lines = ("no json\n", "5\n", session(), '{"output_sequence": []}\n', "[" * 100_000 + "\n", session())
    one, two, three, four, five, six = found(tmp_path / "a.jsonl", *lines)
    assert one == Refused("a.jsonl, line 1", "is no JSON")
    assert two == Refused("a.jsonl, line 2", "is no session, but another kind of JSON")
    assert four == Refused("a.jsonl, line 4", "has no notes")
    assert five == Refused("a.jsonl, line 5", "is nested too deeply")
    assert isinstance(three, Raw)
    assert isinstance(six, Raw)


@pytest.mark.parametrize(
    "sequence",
    [
        {"notes": []}, {"notes": 5}, {"notes": [5]}, {"notes": [{}]}, {"notes": [{"pitch": 60}]},
        {"notes": [{"pitch": 300, "endTime": 1}]}, {"notes": [{"pitch": 60, "endTime": "x"}]},
        {"notes": [{"pitch": 60, "endTime": float("inf")}]}, {"notes": [{"pitch": 60, "startTime": 2, "endTime": 1}]},
        {"notes": voice(0, 60), "tempos": [{"qpm": -1}]}, {"notes": voice(0, 60), "timeSignatures": [{"numerator": 0}]},
        {"notes": voice(0, 60), "quantizationInfo": {"stepsPerQuarter": 0}}, {"notes": voice(0, 60) * 50_001 * 2},
    ],
)  # fmt: skip
def test_notes_that_make_no_sense_are_refused(sequence):
    with pytest.raises(MusicError):
        events(sequence)
