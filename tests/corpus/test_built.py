import tomllib

import pytest

from songrnn.corpus.build import Corpus, Report
from songrnn.corpus.built import MANIFEST, describe, is_built, open_built
from songrnn.corpus.encoded import TextWriter
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.split import NAMES
from songrnn.errors import CorpusError
from songrnn.music.piece import Piece


@pytest.fixture
def folder(tmp_path):
    """A corpus with a piece in each split, as a build writes it."""
    record = {"read": 5, "mended": {"slurs left out": 1}, "dropped": {"'quoted' = \"toml\"\n[x]": 2}}
    for name in NAMES:
        writer = TextWriter(tmp_path, name, "abc")
        writer.add(Piece(f"K:C\n{name}|", f"{name}.abc", "ours"))
        writer.close()
        record[name] = writer.record()
    report = Report(5)
    report.note(report.mended, "slurs left out", "a")
    for name in ("b", "c"):
        report.note(report.dropped, "'quoted' = \"toml\"\n[x]", name)
    corpus = Corpus("x", "Ours ♯", "free", {}, report, ("K",), recorded=record)
    (tmp_path / MANIFEST).write_text(describe(corpus, ["a/b"], Preparation().values(), {"seed": 1}))
    return tmp_path


def test_a_corpus_comes_back_with_all_that_is_known_of_it(folder):
    corpus = open_built(folder)
    assert (corpus.title, corpus.licence, corpus.header, corpus.notation) == ("Ours ♯", "free", ("K",), "abc")
    assert (corpus.name, corpus.folder) == (str(folder), folder)
    assert corpus.splits["valid"][0] == Piece("K:C\nvalid|", "valid.abc", "ours")
    assert corpus.report.dropped["'quoted' = \"toml\"\n[x]"].examples == ["b", "c"]
    assert corpus.record()["read"] == 5


def test_its_record_is_that_of_its_texts(folder):
    corpus = open_built(folder)
    fresh = Corpus("", "", "", corpus.splits, corpus.report).record()
    assert {name: fresh[name] for name in NAMES} == {name: corpus.record()[name] for name in NAMES}


def test_a_folder_is_such_a_corpus_by_its_manifest(folder, tmp_path_factory):
    assert is_built(folder)
    assert not is_built(tmp_path_factory.mktemp("other"))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("format = 1", "format = 2", "its version is 2"),
        ('notation = "abc"', 'notation = "gabc"', "no notation 'gabc'"),
        ("pieces = 1", "pieces = 2", "not what was recorded"), ("sha256", "hash", "not what was recorded"),
        ("[recorded", "[wrong", "recorded"), ("title", "name", "title"), ("format = 1", "format = ", "line 1"),
        ("read = 5", 'read = "x"', "invalid literal"),
    ],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_is_an_error_that_says_why(folder, old, new, why):
    path = folder / MANIFEST
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(CorpusError, match=f"holds no corpus that can be read .*{why}.*; build it anew"):
        open_built(folder)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"[[recorded]]\nformat = 1\n", None])
def test_garbage_is_no_manifest(folder, content):
    if content is None:
        (folder / MANIFEST).unlink()
    else:
        (folder / MANIFEST).write_bytes(content)
    with pytest.raises(CorpusError, match="build it anew"):
        open_built(folder)


def test_a_split_that_is_missing_is_an_error(folder):
    (folder / "valid.places").unlink()
    with pytest.raises(CorpusError, match=r"its 'valid\.abc' is missing or not whole"):
        open_built(folder)


def test_the_manifest_is_toml_that_says_how_it_was_made(folder):
    table = tomllib.loads((folder / MANIFEST).read_text())
    assert table["sources"] == ["a/b"]
    assert table["prepare"]["notation"] == "abc"
    assert table["split"] == {"seed": 1}
