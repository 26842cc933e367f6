"""Corpora: listed, checked against what their manifest records, and written as tunebooks."""

import tomllib

import pytest

from songrnn.actions.corpus import check, listed, write
from songrnn.corpus import catalogue
from songrnn.corpus.sources import read_path
from songrnn.errors import CorpusError

MANIFEST = """title = "Reels"
licence = "ours"
[[source]]
name = "reels"
package = "reels_of_a_test"
folder = "tunes"
[clean]
header = ["R", "M", "L", "K"]
bars_a_line = 4
[split]
valid = 0.1
test = 0.1
seed = 1
prefix = 24
"""


@pytest.fixture
def shipped(tunebook, tmp_path, monkeypatch):
    """A shipped corpus of our own, out of an installed package of our own."""
    package = tmp_path / "reels_of_a_test"
    (package / "tunes").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "tunes" / "reels.abc").write_text(tunebook.read_text())
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(catalogue, "shipped", lambda kind: tmp_path / kind)
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "reels.toml").write_text(MANIFEST)
    return tmp_path / "corpora" / "reels.toml"


def record(manifest, pieces):
    """Write into a manifest what its corpus holds, but that so many training pieces were seen."""
    found = catalogue.find("reels").record()
    lines = ["[recorded]", f"read = {found['read']}"]
    for name in ("mended", "dropped"):
        lines += [f"[recorded.{name}]", *(f'"{what}" = {count}' for what, count in found[name].items())]
    for name in ("train", "valid", "test"):
        counts = {**found[name], "pieces": pieces} if name == "train" and pieces else found[name]
        lines += [f"[recorded.{name}]", *(f"{key} = {value!r}" for key, value in counts.items())]
    manifest.write_text(MANIFEST + "\n".join(lines))
    assert tomllib.loads(manifest.read_text())["recorded"]["read"] == 60


def test_corpora_are_listed_with_title_and_licence(shipped):
    assert shipped.is_file()
    assert [(item.name, item.title, item.licence) for item in listed()] == [("reels", "Reels", "ours")]


def test_a_corpus_that_is_as_recorded_has_no_differences(shipped):
    record(shipped, pieces=None)
    assert check("reels") == []


def test_a_difference_is_told_with_both_figures(shipped):
    record(shipped, pieces=999)
    (difference,) = check("reels")
    assert difference.startswith("train.pieces is ")
    assert difference.endswith("recorded as 999")


def test_a_manifest_without_a_record_cannot_be_checked(shipped):
    assert shipped.is_file()
    with pytest.raises(CorpusError, match="records nothing"):
        check("reels")


def test_an_unknown_corpus_cannot_be_checked():
    with pytest.raises(CorpusError, match="Did you mean 'folk'"):
        check("flok")


def test_the_splits_are_written_as_tunebooks_that_read_back_the_same(tunebook, tmp_path):
    corpus = catalogue.find(str(tunebook))
    paths = write(corpus, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["train.abc", "valid.abc", "test.abc"]
    bodies = [piece.text.split("K:")[1] for piece in read_path(paths[0]).pieces]
    assert bodies == [text.split("K:")[1] for text in corpus.texts("train")]


def test_a_folder_that_is_not_empty_is_refused(tunebook, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    for place in (tmp_path, tmp_path / "thesis.tex"):
        with pytest.raises(CorpusError, match="is not empty"):
            write(catalogue.find(str(tunebook)), place)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
