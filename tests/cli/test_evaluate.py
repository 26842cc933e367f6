"""songrnn evaluate: a table, or JSON."""

import json

import pytest

from songrnn.errors import CorpusError


def test_the_model_stands_beside_its_baselines(songrnn, run_folder, tunebook):
    done = songrnn("evaluate", run_folder, tunebook, "--windows")
    assert done.exit_code == 0
    heads = [line[:26].strip() for line in done.stdout.splitlines()]
    assert heads[2:] == ["model", "Kneser-Ney 5-gram", "Kneser-Ney 5-gram + copy", "model, 30-char windows"]


def test_the_figures_come_as_json_too(songrnn, run_folder, tunebook):
    record = json.loads(
        songrnn("evaluate", run_folder, tunebook, "--json", "--no-baselines", "--split", "valid").stdout
    )
    assert (record["split"], record["pieces"], len(record["rows"])) == ("valid", 3, 1)
    assert record["rows"][0]["figures"]["nats"] > 0


def test_a_corpus_that_the_model_did_not_learn_from_is_remarked_on(songrnn, run_folder, tunebook, tmp_path):
    (tmp_path / "other.abc").write_text(tunebook.read_text().replace("K:D", "K:Dm"))
    done = songrnn("evaluate", run_folder, "other.abc", "--no-baselines")
    assert "learned from another corpus" in done.stderr
    assert "another corpus" not in done.stdout


def test_an_empty_corpus_is_an_error(songrnn, run_folder, tmp_path):
    (tmp_path / "empty.abc").touch()
    assert isinstance(songrnn("evaluate", run_folder, "empty.abc").exception, CorpusError)


def test_an_unknown_split_is_wrong_usage(songrnn, run_folder, tunebook):
    done = songrnn("evaluate", run_folder, tunebook, "--split", "nope")
    assert done.exit_code == 2
    assert "'train', 'valid', 'test'" in done.stderr


@pytest.mark.parametrize("option", ["--baselines", "--windows"])
def test_help_tells_the_options(songrnn, option):
    assert option in songrnn("evaluate", "--help").output
