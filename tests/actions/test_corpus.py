"""Corpora: listed, counted, and checked against what their manifest records and for leaks."""

import tomllib

import numpy as np
import pytest

from songrnn.actions import corpus
from songrnn.actions.build import Order, build
from songrnn.actions.corpus import check, listed, stats
from songrnn.corpus import catalogue
from songrnn.corpus.encoded import read_symbols
from songrnn.corpus.preparation import Preparation
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
    checked = check("reels")
    assert (checked.differences, checked.recorded) == ([], True)


def test_a_difference_is_told_with_both_figures(shipped):
    record(shipped, pieces=999)
    (difference,) = check("reels").differences
    assert difference.startswith("train.pieces is ")
    assert difference.endswith("recorded as 999")


def test_a_manifest_without_a_record_has_nothing_to_differ_from(shipped):
    assert shipped.is_file()
    checked = check("reels")
    assert (checked.differences, checked.recorded) == ([], False)


def test_an_unknown_corpus_cannot_be_checked():
    with pytest.raises(CorpusError, match="Did you mean 'folk'"):
        check("flok")


def test_a_path_has_nothing_recorded_and_no_leaks_by_its_own_split(tunebook):
    checked = check(str(tunebook))
    assert (checked.recorded, checked.differences) == (False, [])
    assert [leak.split for leak in checked.diagnosis.leaks] == ["valid", "test"]


@pytest.fixture
def built(tunebook, tmp_path):
    """The tunebook as note words, encoded."""
    list(build(Order((str(tunebook),), tmp_path / "built", Preparation("words"), codec="words", workers=1)))
    return tmp_path / "built"


def test_a_corpus_that_was_built_is_as_recorded_until_it_is_touched(built):
    checked = check(str(built))
    assert (checked.recorded, checked.differences) == (True, [])
    words = (built / "train.words").read_text()
    (built / "train.words").write_text(words.replace("C4", "D4", 1))
    (difference,) = check(str(built)).differences
    assert difference.startswith("train.sha256 is ")


def test_music_of_training_that_is_held_out_is_a_leak(tmp_path, tunebook):
    tunes = tunebook.read_text().strip().split("\n\n")
    (tmp_path / "train.abc").write_text("\n\n".join(tunes[:20]))
    (tmp_path / "valid.abc").write_text("\n\n".join([tunes[7], *tunes[40:45]]))
    checked = check(str(tmp_path))
    assert checked.leaks
    assert checked.diagnosis.leaks[0].begins == 1
    assert "valid.abc, tune 1 is train.abc, tune 8" in checked.diagnosis.leaks[0].examples


def test_statistics_count_pieces_and_symbols_and_draw_them(built, tmp_path):
    found = stats(str(built), tmp_path / "pictures")
    assert found.counts.pieces == sum(len(pieces) for pieces in found.corpus.splits.values())
    used = {symbol for name in ("train",) for symbol in read_symbols(built, name).rows.tolist()}
    assert found.vocabulary == len(used) > 5
    assert [path.parent for path in found.pictures] == [tmp_path / "pictures"] * 4


def test_symbols_are_counted_a_block_at_a_time(monkeypatch):
    monkeypatch.setattr(corpus, "_BLOCK", 3)
    assert corpus._different(np.array([1, 2, 1, 5, 5, 5, 1, 9], np.uint8)) == 4
    assert corpus._different(np.zeros((4, 3))) == 0


def test_music_without_a_corpus_is_counted_too(tunebook):
    found = stats(str(tunebook))
    assert (found.counts.pieces, found.vocabulary, found.pictures) == (60, 0, ())
    assert found.counts.rhythms == {"reel": 60}


@pytest.fixture
def encoded(tunebook, tmp_path):
    """The tunebook as note words, built with their codec."""
    from songrnn.actions.build import Order, build
    from songrnn.corpus.preparation import Preparation

    order = Order((str(tunebook),), tmp_path / "mine", Preparation("words"), codec="words", workers=1)
    list(build(order))
    return tmp_path / "mine"


def test_a_built_corpus_is_what_its_manifest_records(encoded):
    assert check(str(encoded)).differences == []


def _more_text(folder):
    line = (folder / "train.words").read_text().splitlines()[0]
    with (folder / "test.words").open("a") as file:
        file.write(line + "\n")


def _other_symbols(folder):
    path = folder / "train.symbols"
    path.write_bytes(bytes(len(path.read_bytes()[:20])) + path.read_bytes()[20:])


def _another_vocabulary(folder):
    (folder / "codec" / "vocabulary.txt").write_text("no words at all\n")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_more_text, "test holds"), (_other_symbols, "train's symbols are not those"),
        (_another_vocabulary, "the codec 'words' cannot be restored"),
    ],
)  # fmt: skip
def test_whatever_is_changed_in_a_built_corpus_is_found(encoded, harm, said):
    harm(encoded)
    assert said in check(str(encoded)).differences[0]


def test_a_codec_whose_file_is_gone_is_damage(encoded):
    (encoded / "codec" / "vocabulary.txt").unlink()
    with pytest.raises(CorpusError, match="damaged"):
        check(str(encoded))


def test_a_build_that_was_not_finished_is_told(encoded):
    (encoded / "corpus.toml").unlink()
    with pytest.raises(CorpusError, match="was not finished; run it again"):
        check(str(encoded))


_ONE = {
    "one.abc": "X:1\nM:4/4\nL:1/8\nK:D\nABcd efga|d2f2 a4|]\n",
    "one.words": "C4:1/4 D4:1/4 E4:1/8 F4:1/8 G4:1/4 A4:1 B4:1 C5:1\n",
}


@pytest.mark.parametrize(("name", "text"), _ONE.items(), ids=_ONE)
def test_a_single_piece_can_be_counted_and_checked(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    found = stats(str(tmp_path / name))
    assert (found.counts.pieces, found.counts.notes) == (1, 8 if "words" in name else 11)
    assert check(str(tmp_path / name)).diagnosis.leaks == ()
