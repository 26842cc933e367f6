"""songrnn neurons: a ranked table, JSON, or a page."""

import json
from dataclasses import replace

import numpy as np
import pytest

from songrnn.actions.neurons import LEAST, Neurons, Order, Tunes
from songrnn.cli.neurons import lines, values
from songrnn.errors import CheckpointError, CorpusError, UsageError
from songrnn.probe.features import FEATURES
from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.signals import Unit

SCORE = Score(Unit(2, 37), "c", 0.9, 0.8, 0.98, 0.91, 0.001, 0.01, significant=True)
LOW = replace(SCORE, unit=Unit(1, 511), signal="h", effect=-0.5, low=-0.6, high=-0.4)
WEAK = replace(SCORE, significant=False)
FOUND = Neurons(
    Order(), "folk", 266, FEATURES, Tunes(("a", "b"), ("", ""), (np.zeros(0), np.zeros(0)), ({}, {})),
    Findings(
        (
            Finding("bar-line", "yes/no", 9, 2, (SCORE, LOW), (0.1, 0.2, 0.4), (0.97, 0.96), (0.2, 0.3), 2),
            Finding("pitch", "number", 9, 2, (LOW,), (0.1, 0.2, 0.3), (0.7, 0.6)),
            Finding("header", "yes/no", 9, 2, (WEAK,), (0.1, 0.2, 0.4), (0.5, 0.96)),
            Finding("in-grace", "yes/no", 0, 0, (), (), ()),
        ),
        (1, 1), 3, 2048,
    ), (),
)  # fmt: skip


def test_a_row_has_the_effect_its_interval_the_control_and_what_the_layer_knows():
    rows = [" ".join(line.split()) for line in lines(FOUND)]
    assert "bar-line 2:37 c AUC 0.950 0.900 0.990 0.600 0.700 2: 0.980 0.650 1:511 h" in rows
    assert "pitch 1:511 h rho -0.50 -0.60 -0.40 0.20 0.30 1: 0.70" in rows


def test_the_first_unit_of_the_searching_half_is_told_or_none():
    late = replace(FOUND.findings.findings[0], scores=(WEAK, replace(LOW, significant=True)))
    found = replace(FOUND, findings=replace(FOUND.findings, findings=(late,)))
    assert "No unit follows anything beyond random networks." in lines(found)
    assert lines(found)[-1] == "Beyond random networks by a further unit, not by the first: bar-line."


def test_the_table_says_that_a_probe_reads_outputs_and_a_unit_may_be_better():
    legend = " ".join(" ".join(lines(FOUND)).split())
    assert "what can be read off all h of the layer" in legend
    assert "may reach more than a probe of h" in legend


def test_what_is_no_discovery_stands_below_in_a_line():
    assert lines(FOUND)[-2:] == ["Not beyond random networks: header.", "Does not vary in these tunes: in-grace."]


def test_where_nothing_is_found_it_is_said():
    nothing = replace(FOUND, findings=replace(FOUND.findings, findings=FOUND.findings.findings[2:]))
    assert "No unit follows anything beyond random networks." in lines(nothing)


def test_no_line_is_wider_than_a_hundred_columns():
    others = [replace(LOW, unit=Unit(2, index)) for index in range(100, 110)]
    many = Finding("bars-since-repeat", "yes/no", 9, 2, (LOW, *others), (0.2, 0.3), (0.5,))
    wide = replace(FOUND, findings=replace(FOUND.findings, findings=(many,)), corpus="a corpus of some name " * 9)
    assert max(map(len, lines(wide))) <= 100


def test_json_has_all_figures_and_a_version():
    record = values(replace(FOUND, order=replace(FOUND.order, seed=5)))
    assert (record["version"], record["seed"], record["read"], record["there"]) == (1, 5, 2, 266)
    first, *_, last = record["findings"]
    assert first["scores"][1] == {
        "unit": "1:511", "signal": "h", "effect": -0.5, "low": -0.6, "high": -0.4, "found": 0.91, "p": 0.001, "q": 0.01,
        "significant": True,
    }  # fmt: skip
    assert (first["feature"], first["kind"], first["control"]) == ("bar-line", "yes/no", [0.1, 0.2, 0.4])
    assert (first["knowledge"], first["knowledge_control"], first["layer"]) == ([0.97, 0.96], [0.2, 0.3], 2)
    assert first["meaning"] == FEATURES["bar-line"].meaning
    assert last["feature"] == "in-grace"


def test_json_has_null_for_what_is_no_number():
    unknown = Finding("header", "yes/no", 9, 1, (replace(WEAK, low=float("nan")),), (0.1, 0.2), (float("nan"), 0.5))
    record = values(replace(FOUND, findings=replace(FOUND.findings, findings=(unknown,))))
    assert record["findings"][0]["scores"][0]["low"] is None
    assert json.loads(json.dumps(record, allow_nan=False))["findings"][0]["knowledge"] == [None, 0.5]


SMALL = ("--split", "train", "--tunes", "16", "--controls", "2", "--feature", "header", "--feature", "pitch")


def test_the_corpus_is_the_models_own_if_none_is_given(songrnn, run_folder, tunebook):
    done = songrnn("neurons", run_folder, *SMALL)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{tunebook}"[:40])
    assert "16 of 54 tunes" in " ".join(done.stdout.split())
    assert "\x1b" not in done.stdout
    assert "learned from these tunes" in done.stderr


def test_the_figures_come_as_json_too(songrnn, run_folder, tunebook):
    record = json.loads(songrnn("neurons", run_folder, tunebook, *SMALL, "--json").stdout)
    assert {one["feature"] for one in record["findings"]} == {"header", "pitch"}
    assert (record["version"], record["model"]) == (1, str(run_folder))


def test_a_page_is_written_and_its_place_is_told(songrnn, run_folder, tmp_path):
    done = songrnn("neurons", run_folder, *SMALL, "-o", "report.html")
    assert done.stdout == "report.html\n"
    assert "Which unit follows what" in (tmp_path / "report.html").read_text()


def test_json_and_a_page_are_not_both_made(songrnn, run_folder):
    assert isinstance(songrnn("neurons", run_folder, "--json", "-o", "r.html").exception, UsageError)


@pytest.mark.parametrize("page", ["report.pdf", "none/report.html"])
def test_a_page_that_cannot_be_written_is_refused_before_any_work(songrnn, page):
    assert isinstance(songrnn("neurons", "no model", "-o", page).exception, UsageError)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--feature", "barline"), UsageError), ((), CorpusError), (("nowhere",), CorpusError),
        (("empty.abc",), CorpusError),
    ],
)  # fmt: skip
def test_mistakes_are_sentences(songrnn, run_folder, tmp_path, arguments, error):
    (tmp_path / "empty.abc").touch()
    refused = songrnn("neurons", run_folder, *arguments).exception
    assert isinstance(refused, error)
    assert "\n" not in str(refused)


def test_a_model_that_is_not_there_is_an_error(songrnn):
    assert isinstance(songrnn("neurons", "nonsense").exception, CheckpointError)


@pytest.mark.parametrize("wrong", [("--tunes", LEAST - 1), ("--controls", 1), ("--top", 0), ("--split", "all")])
def test_numbers_that_make_no_search_are_wrong_usage(songrnn, run_folder, wrong):
    assert songrnn("neurons", run_folder, *wrong).exit_code == 2
