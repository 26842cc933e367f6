"""songrnn heatmap: signs, JSON or a picture."""

import json
import sys
from pathlib import Path

import pytest

from songrnn.cli.heatmap import colours
from songrnn.errors import UsageError

TUNE = "K:D\n|:ABc|"


def test_without_a_terminal_each_line_has_a_line_of_signs_beneath(songrnn, run_folder):
    lines = songrnn("heatmap", run_folder, TUNE, "--unit", "1:3").stdout.splitlines()
    assert lines[0] == "K:D⏎"
    assert lines[2] == "|:ABc|"
    assert set(lines[1] + lines[3]) <= set("87654321·▁▂▃▄▅▆▇█")
    assert (len(lines[1]), len(lines[3])) == (4, 6)


def test_json_has_a_value_for_every_character(songrnn, run_folder):
    record = json.loads(songrnn("heatmap", run_folder, TUNE, "--unit", "1:3", "--signal", "c", "--json").stdout)
    assert record["text"] == TUNE
    assert len(record["values"]) == len(TUNE)
    assert (record["unit"], record["signal"]) == ("1:3", "c")


def test_a_picture_is_written_and_named(songrnn, run_folder):
    assert songrnn("heatmap", run_folder, TUNE, "--unit", "1:3", "-o", "unit.png").stdout == "unit.png\n"
    assert Path("unit.png").read_bytes().startswith(b"\x89PNG")


def test_of_a_tunebook_the_first_tune_is_read(songrnn, run_folder, tunebook):
    record = json.loads(songrnn("heatmap", run_folder, tunebook, "--unit", "1:0", "--json").stdout)
    assert record["text"].count("X:") == 1


def test_escape_sequences_in_a_tune_never_reach_the_terminal(songrnn, run_folder):
    done = songrnn("heatmap", run_folder, "T:\x1b]0;evil\x07\nK:D", "--unit", "1:0")
    assert done.exit_code == 0
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    ("further", "said"),
    [
        (["--unit", "1:0", "-o", "x.jpg"], r"Cannot paint 'x\.jpg'"),
        (["--unit", "1:0", "-o", "missing/x.png"], "cannot be written"),
        (["--unit", "1:0", "-o", "x.png", "--json"], "not both"),
    ],
)
def test_what_cannot_be_painted_is_refused_before_the_model_is_looked_for(songrnn, further, said):
    error = songrnn("heatmap", "no such model", TUNE, *further).exception
    assert isinstance(error, UsageError)
    with pytest.raises(UsageError, match=said):
        raise error


@pytest.mark.parametrize("unit", ["x", "0:0", "2:0", "1:32", "1:-1"])
def test_a_unit_that_is_not_there_is_wrong_usage(songrnn, run_folder, unit):
    assert isinstance(songrnn("heatmap", run_folder, TUNE, "--unit", unit).exception, UsageError)


@pytest.mark.parametrize(
    ("terminal", "environment", "shown"),
    [
        (True, {"COLORTERM": "truecolor"}, "truecolor"),
        (True, {"COLORTERM": ""}, "256"),
        (True, {"COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        (True, {"COLORTERM": "truecolor", "TERM": "dumb"}, "none"),
        (False, {"COLORTERM": "truecolor"}, "none"),
    ],
)
def test_colours_follow_the_terminal(monkeypatch, terminal, environment, shown):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert colours() == shown


def test_note_words_have_a_value_for_every_character(songrnn, words_folder):
    record = json.loads(songrnn("heatmap", words_folder, "C4:1/4 R:1/8 E4:1/4", "--unit", "1:3", "--json").stdout)
    assert record["text"] == "C4:1/4 R:1/8 E4:1/4"
    assert len(record["values"]) == len(record["text"])
