"""songrnn corpus: list, stats, check, build."""

import json
from pathlib import Path

import pytest

from songrnn.cli import corpus as command
from songrnn.errors import CorpusError


def test_the_shipped_corpora_are_listed(songrnn):
    assert songrnn("corpus", "list").stdout.startswith("folk ")
    assert "folk" in [item["name"] for item in json.loads(songrnn("corpus", "list", "--json").stdout)]


def test_the_figures_of_a_corpus_are_a_table_or_json(songrnn, tunebook):
    assert "train      54 pieces" in songrnn("corpus", "stats", tunebook).stdout
    record = json.loads(songrnn("corpus", "stats", tunebook, "--json").stdout)
    assert (record["read"], record["train"]["pieces"]) == (60, 54)


def test_escape_sequences_in_a_tunebook_never_reach_the_terminal(songrnn, tunebook, tmp_path):
    first = tunebook.read_text().split("\n\n")[0]
    (tmp_path / "evil\x1b[31m.abc").write_text(tunebook.read_text() + "\n" + first)
    done = songrnn("corpus", "stats", "evil\x1b[31m.abc")
    assert "dropped 1" in done.stdout
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [([], 0, "folk: as recorded\n"), (["a"], 1, "folk: 1 difference\n"), (["a", "b"], 1, "folk: 2 differences\n")],
)
def test_differences_from_the_record_are_listed_and_set_the_exit_code(songrnn, monkeypatch, found, code, said):
    monkeypatch.setattr(command.actions, "check", lambda _: found)
    done = songrnn("corpus", "check", "folk")
    assert (done.exit_code, done.stdout.splitlines(), done.stderr) == (code, found, said)


def test_a_corpus_is_built_into_three_tunebooks(songrnn, tunebook):
    done = songrnn("corpus", "build", tunebook, "-o", "built")
    assert done.stdout.split() == ["built/train.abc", "built/valid.abc", "built/test.abc"]
    assert Path("built/train.abc").read_text().count("X:") == 54


def test_a_folder_that_holds_something_is_not_built_into(songrnn, tunebook, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years of work")
    assert isinstance(songrnn("corpus", "build", tunebook, "-o", "mine").exception, CorpusError)
    assert [path.name for path in Path("mine").iterdir()] == ["thesis.tex"]
