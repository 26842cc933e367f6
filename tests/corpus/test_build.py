import pytest

from songrnn.corpus import build
from songrnn.corpus.build import build_named, build_path
from songrnn.corpus.clean import Rules
from songrnn.corpus.manifest import Manifest, Source
from songrnn.corpus.split import NAMES, Shares
from songrnn.errors import CorpusError


def tune(number, first):
    body = "|".join([f"{first}Bcd efga"] + ["ABcd efga"] * 3)
    return f"X:{number}\nT:Tune {number}\nM:C\nL:1/8\nK:D\n{body}|]\n"


def book(letters):
    return "\n".join(tune(number, first) for number, first in enumerate(letters, start=1))


def counts(tallies):
    return {what: tally.count for what, tally in tallies.items()}


def test_a_file_is_split_and_its_text_kept_as_it_came(tmp_path):
    (tmp_path / "reels.abc").write_text(book("ABCDEFG"))
    corpus = build_path(tmp_path / "reels.abc")
    texts = [text for name in NAMES for text in corpus.texts(name)]
    assert sorted(texts) == sorted(tune(n, first).strip() for n, first in enumerate("ABCDEFG", start=1))
    assert (corpus.title, corpus.licence, corpus.header) == ("reels.abc", "not stated", ())


def test_copies_are_left_out_and_counted_with_examples(tmp_path):
    (tmp_path / "reels.abc").write_text(book("ABCDAAAA"))
    report = build_path(tmp_path / "reels.abc").report
    assert report.read == 8
    tally = report.dropped["the same notes as an earlier tune"]
    assert (tally.count, tally.examples) == (4, [f"reels.abc, tune {n}" for n in (5, 6, 7)])


@pytest.mark.parametrize("names", [("train.abc", "val.abc", "test.abc"), ("Training.txt", "dev.abc")])
def test_a_folder_keeps_the_splits_that_its_files_are_named_after(tmp_path, names):
    for name, letters in zip(names, ("ABC", "AD", "E"), strict=False):
        (tmp_path / name).write_text(book(letters))
    splits = build_path(tmp_path).splits
    assert {name: len(splits[name]) for name in NAMES} == {"train": 3, "valid": 2, "test": len(names) - 2}


def test_a_folder_without_a_validation_file_is_split_as_a_whole(tmp_path):
    (tmp_path / "train.abc").write_text(book("ABCD"))
    splits = build_path(tmp_path).splits
    assert {name: len(splits[name]) for name in NAMES} == {"train": 2, "valid": 1, "test": 1}


@pytest.mark.parametrize("content", ["", "<start>\n", "a\0b"])
def test_a_corpus_without_a_tune_is_an_error(tmp_path, content):
    (tmp_path / "a.abc").write_text(content)
    with pytest.raises(CorpusError, match="The corpus is empty: "):
        build_path(tmp_path)


def test_too_few_tunes_are_an_error(tmp_path):
    (tmp_path / "a.abc").write_text(book("AB"))
    with pytest.raises(CorpusError, match="at least three"):
        build_path(tmp_path)


@pytest.fixture
def named(tmp_path, monkeypatch):
    """A corpus of a manifest, from a package that lies in a temporary folder."""
    (tmp_path / "songs").mkdir()
    broken = "X:9\nM:4/4\nL:1/8\nK:D\nABcd efga|ABcd|ABcd efga|ABcd efga|]\nX:10\nK:D\nabc"
    (tmp_path / "songs" / "a.abc").write_text(book("ABCDA") + broken)
    monkeypatch.setattr(build, "package_folder", lambda _: tmp_path)
    source = Source("songs", "package", "songs")
    return build_named(Manifest("reels", "Reels", "none", (source,), Rules(("M", "K")), Shares()))


def test_a_named_corpus_is_cleaned_by_its_rules(named):
    assert set(named.texts("train")[0].split("\n")[:2]) == {"M:4/4", "K:D"}
    assert named.header == ("M", "K")
    assert {piece.source for name in NAMES for piece in named.splits[name]} == {"songs"}


def test_a_named_corpus_counts_what_was_dropped_and_mended(named):
    assert named.report.read == 7
    assert counts(named.report.dropped) == {
        "the same notes as an earlier tune": 1,
        "bars longer or shorter than the meter": 1,
        "no meter that can be counted": 1,
    }


def test_a_record_counts_every_piece_once_and_prints_every_split(named):
    record = named.record()
    assert record["read"] == sum(record[name]["pieces"] for name in NAMES) + sum(record["dropped"].values())
    assert record["train"]["characters"] == sum(map(len, named.texts("train")))
    assert len({record[name]["sha256"] for name in NAMES}) == 3
