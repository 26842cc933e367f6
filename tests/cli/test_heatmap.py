"""songrnn heatmap: signs, data, pictures, a page; and what matches."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from songrnn.actions import neurons
from songrnn.cli.heatmap import colours
from songrnn.errors import UsageError
from songrnn.probe.findings import Score
from songrnn.probe.signals import Unit

TUNE = "K:D\n|:ABc|"


def test_without_a_terminal_the_unit_is_shown_in_signs(songrnn, run_folder):
    done = songrnn("heatmap", run_folder, TUNE, "--unit", "1:3")
    lines = done.stdout.splitlines()
    at = lines.index("K:D⏎")
    assert set(lines[at + 1]) <= set("87654321·▁▂▃▄▅▆▇█")
    assert len(lines[at + 1]) == 4
    assert "1:3" in done.stdout
    assert done.stderr == ""


def test_without_a_choice_the_unit_that_varies_most_is_shown_and_said_how_to_choose(songrnn, run_folder):
    done = songrnn("heatmap", run_folder, TUNE)
    assert done.stderr.startswith("Unit 1:")
    assert "--unit LAYER:INDEX, --feature NAME or --all" in done.stderr
    assert done.stderr.split()[1] in done.stdout


def test_several_units_are_shown_one_below_the_other(songrnn, run_folder):
    shown = songrnn("heatmap", run_folder, TUNE, "--unit", "1:3", "--unit", "1:30").stdout
    assert shown.index("1:3") < shown.index("1:30")


@pytest.mark.parametrize("further", [["--all"], ["--kind", "beliefs"], ["--kind", "gates"], ["--kind", "matrix"]])
def test_other_kinds_need_no_unit(songrnn, run_folder, further):
    done = songrnn("heatmap", run_folder, TUNE, *further)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) > 5
    assert done.stderr == ""


def test_json_has_a_value_for_every_symbol(songrnn, run_folder):
    record = json.loads(songrnn("heatmap", run_folder, TUNE, "--unit", "1:3", "--signal", "c", "--json").stdout)
    assert "".join(record["texts"]) == TUNE
    assert {name: len(values) for name, values in record["units"].items()} == {"1:3": len(TUNE)}
    assert (record["version"], record["signal"]) == (1, "c")


def test_json_of_all_has_all(songrnn, run_folder):
    assert len(json.loads(songrnn("heatmap", run_folder, TUNE, "--all", "--json").stdout)["units"]) == 32


@pytest.mark.parametrize("name", ["unit.png", "unit.svg", "unit.html", "unit.npz", "unit.csv", "unit.json", "UNIT.PNG"])
def test_files_are_written_and_named(songrnn, run_folder, name):
    assert songrnn("heatmap", run_folder, TUNE, "--unit", "1:3", "-o", name).stdout == f"{name}\n"
    assert [path.name for path in Path().iterdir()] == [name]


def test_the_name_of_a_file_is_safe_on_a_terminal(songrnn, run_folder):
    assert songrnn("heatmap", run_folder, TUNE, "--unit", "1:3", "-o", "\x1b[2J.csv").stdout == "\ufffd[2J.csv\n"


def test_npz_holds_every_signal_and_asks_for_no_unit(songrnn, run_folder):
    assert songrnn("heatmap", run_folder, TUNE, "-o", "x.npz").stderr == ""
    with np.load("x.npz", allow_pickle=False) as file:
        assert {f"1.{name}" for name in "hcifgo"} <= set(file)


def test_a_picture_may_be_dark(songrnn, run_folder):
    for name, further in (("light.png", []), ("dark.png", ["--dark"])):
        songrnn("heatmap", run_folder, TUNE, "--all", "-o", name, *further)
    assert Path("light.png").read_bytes() != Path("dark.png").read_bytes()


def test_the_unit_of_a_feature_is_said_on_stderr(songrnn, run_folder, monkeypatch):
    score = Score(Unit(1, 7), "c", 0.5, 0.4, 0.6, 0.5, 0.01, 0.02, significant=True)
    best = SimpleNamespace(finding=SimpleNamespace(kind="yes/no"), score=score, remarks=("Sought so.",))
    monkeypatch.setattr(neurons, "best_unit", lambda *_: best)
    done = songrnn("heatmap", run_folder, TUNE, "--feature", "bar-line", "--json")
    said = "Unit 1:7, signal c, follows bar-line best of all: AUC 0.750, 95 % interval 0.700 to 0.800."
    assert done.stderr == f"{said}\nSought so.\n"
    assert list(json.loads(done.stdout)["units"]) == ["1:7"]


def test_of_a_tunebook_the_first_tune_is_read(songrnn, run_folder, tunebook):
    record = json.loads(songrnn("heatmap", run_folder, tunebook, "--unit", "1:0", "--json").stdout)
    assert "".join(record["texts"]).count("X:") == 1
    assert record["title"] == f"{run_folder.name}: Tune 1"


def test_what_the_model_cannot_write_is_remarked_on(songrnn, run_folder):
    done = songrnn("heatmap", run_folder, "K:D\nA☃|", "--unit", "1:0")
    assert done.exit_code == 0
    assert "☃" in done.stderr


def test_escape_sequences_in_a_tune_never_reach_the_terminal(songrnn, run_folder):
    for further in (["--unit", "1:0"], ["--all"], ["--kind", "beliefs"], ["--match", "K:D", "--threshold", "0.01"]):
        done = songrnn("heatmap", run_folder, "T:\x1b]0;evil\x07\nK:D", *further)
        assert "\x1b" not in done.output


def test_a_passage_is_matched_by_its_text_or_its_symbols(songrnn, run_folder):
    done = songrnn("heatmap", run_folder, TUNE, "--match", "ABc", "--threshold", "0.05")
    assert done.exit_code == 0
    assert "'ABc' (6:9)" in done.stdout.splitlines()[0]
    again = songrnn("heatmap", run_folder, TUNE, "--match", "6:9", "--threshold", "0.05", "--tunes", "2", "--json")
    record = json.loads(again.stdout)
    assert (record["version"], record["passage"], record["text"], record["tunes"]) == (1, [6, 9], "ABc", 2)


WRONG = [
    (["--unit", "1:0", "-o", "x.jpg"], r"Cannot paint 'x\.jpg'"),
    (["--unit", "1:0", "-o", "missing/x.png"], "cannot be written"),
    (["--unit", "1:0", "-o", "x.png", "--json"], "not both"),
    (["--unit", "1:0", "--all"], "give one of them"),
    (["--unit", "1:0", "--feature", "bar-line"], "give one of them"),
    (["--all", "--kind", "text"], "shows units one by one"),
    (["--unit", "1:0", "--dark"], "--dark is of pictures"),
    (["-o", "x.svg", "--dark"], "--dark is of pictures"),
    (["-o", "x.html", "--kind", "text"], "hold all kinds"),
    (["-o", "x.csv", "--kind", "text"], "hold all kinds"),
    (["--json", "--kind", "text"], "hold all kinds"),
    (["--match", "1:2", "--unit", "1:0"], "without others"),
    (["--match", "1:2", "-o", "x.png"], "without others"),
    (["--corpus", "folk"], "--corpus says where else to look"),
    (["--unit", "x"], "'x' is not a unit"),
    (["--kind", "gates", "--unit", "1:0"], "--kind gates is of no unit or signal"),
    (["--kind", "beliefs", "--feature", "bar-line"], "--kind beliefs is of no unit or signal"),
    (["--kind", "beliefs", "--signal", "c"], "--kind beliefs is of no unit or signal"),
    (["--tunes", "100"], "--tunes is of --match"),
    (["--threshold", "0.3"], "--threshold is of --match"),
    (["--match", "1:2", "--threshold", "nan"], "--threshold is a distance"),
    (["--match", "1:2", "--threshold", "inf"], "--threshold is a distance"),
]


@pytest.mark.parametrize(("further", "said"), WRONG)
def test_what_does_not_go_together_is_refused_before_the_model_is_looked_for(songrnn, further, said):
    error = songrnn("heatmap", "no such model", TUNE, *further).exception
    assert isinstance(error, UsageError)
    with pytest.raises(UsageError, match=said):
        raise error


@pytest.mark.parametrize(
    ("further", "said"),
    [
        (["--unit", "0:0"], "no layer 0"), (["--unit", "2:0"], "no layer 2"), (["--unit", "1:32"], "no unit 32"),
        (["--signal", "z"], "no signal 'z'"), (["--feature", "barline"], "Did you mean 'bar-line'"),
        (["--match", "3:99"], "not in the tune"), (["--match", "zzz"], "no passage 'zzz'"),
        (["--match", "0:5", "--threshold", "50"], "another passage"),
    ],
)  # fmt: skip
def test_what_the_model_or_the_tune_does_not_have_is_wrong_usage(songrnn, run_folder, further, said):
    error = songrnn("heatmap", run_folder, TUNE, *further).exception
    assert isinstance(error, UsageError)
    with pytest.raises(UsageError, match=said):
        raise error


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


def test_note_words_have_a_value_for_every_word(songrnn, words_folder):
    record = json.loads(songrnn("heatmap", words_folder, "C4:1/4 R:1/8 E4:1/4", "--unit", "1:3", "--json").stdout)
    assert record["texts"] == ["C4:1/4", " R:1/8", " E4:1/4"]
    assert len(record["units"]["1:3"]) == 3
