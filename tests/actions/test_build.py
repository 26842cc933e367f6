"""Corpora of any music, built into folders: clean, split, encoded, and again."""

import os
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from songrnn.actions.build import Built, Encoding, Order, Read, build, coding, materials, notation_for
from songrnn.codecs import CODECS
from songrnn.corpus import catalogue
from songrnn.corpus.built import MANIFEST, open_built
from songrnn.corpus.encoded import read_codec, read_symbols
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.split import NAMES, Shares
from songrnn.errors import CorpusError, UsageError
from songrnn.music.piece import Piece
from songrnn.music.sequence import NoteSequence
from songrnn.notation.sequences import dumps


def tune(number):
    notes = random.Random(number).choices("CDEFGABcde", k=24)  # noqa: S311  music at random
    return f"R:reel\nM:4/4\nL:1/8\nK:D\n{'|'.join(''.join(notes[at : at + 8]) for at in (0, 8, 16))}|"


@pytest.fixture(scope="module")
def music(tmp_path_factory):
    """Ten files of a tune each, and one that is none."""
    folder = tmp_path_factory.mktemp("music")
    for number in range(10):
        (folder / f"{number}.abc").write_text(tune(number))
    (folder / "song.mp3").write_bytes(b"ID3")
    return folder


def order(folder, *sources, notation="abc", **more):
    how = more.pop("how", Preparation(notation))
    return Order(tuple(map(str, sources)), folder, how, workers=1, **more)


def run(*arguments, **named):
    return list(build(order(*arguments, **named)))


@pytest.fixture(scope="module")
def first(music, tmp_path_factory):
    """The events of a build, and its folder."""
    folder = tmp_path_factory.mktemp("first") / "deep" / "er"
    return run(folder, music), folder


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_told_as_they_are_done_and_then_the_corpus_is_there(first):
    events, folder = first
    assert events[:-1] == [Read(at, at, 0, f"{at - 1}.abc", 10) for at in range(1, 11)]
    assert isinstance(events[-1], Built)
    corpus = events[-1].corpus
    assert (corpus.folder, corpus.notation, corpus.title) == (folder, "abc", corpus.title)
    assert [len(corpus.splits[name]) for name in NAMES] == [8, 1, 1]
    assert corpus.report.read == 11
    assert corpus.record()["dropped"] == {"ends in '.mp3', which is no format of music here": 1}
    assert {piece.text for name in NAMES for piece in corpus.splits[name]} == {tune(number) for number in range(10)}


def test_nothing_unfinished_is_left(first):
    _, folder = first
    texts = {f"{name}.{ending}" for name in NAMES for ending in ("abc", "names", "places")}
    assert {path.name for path in folder.iterdir()} == texts | {MANIFEST, "prepared.jsonl"}


@pytest.fixture
def folder(first, tmp_path):
    """A folder that was built into before."""
    for name, content in files(first[1]).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_a_second_build_reuses_what_is_done_and_comes_to_the_same(music, folder):
    before = files(folder)
    events = run(folder, music)
    assert events[-2] == Read(10, 10, 10, "9.abc", 10)
    assert files(folder) == before


@pytest.mark.parametrize("after", [1, 6])
def test_a_build_that_is_ended_leaves_the_earlier_corpus_and_the_next_one_goes_on(music, folder, after):
    before = files(folder)
    begun = build(order(folder, music, notation="words"))
    assert len(list(islice(begun, after))) == after
    begun.close()
    assert not list(folder.glob(".unfinished-*"))
    now = files(folder)
    assert all(now[name] == content for name, content in before.items() if name != "prepared.jsonl")
    assert open_built(folder).notation == "abc"
    again = run(folder, music, notation="words")
    assert again[-2].reused >= after
    assert open_built(folder).notation == "words"


def test_another_preparation_replaces_the_texts_of_the_earlier_one(music, folder):
    run(folder, music, codec="words", notation="words")
    run(folder, music, notation="notes")
    assert {path.suffix for path in folder.iterdir()} == {".jsonl", ".names", ".places", ".toml"}


@pytest.mark.parametrize("codec", ["characters", "words", "events", "rolls", "states", "tokens"])
def test_symbols_are_what_the_codec_says_of_the_texts(music, first, tmp_path, codec):
    (tmp_path / "prepared.jsonl").write_bytes((first[1] / "prepared.jsonl").read_bytes())
    *_, done = events = run(tmp_path, music, codec=codec, notation=notation_for(codec))
    assert [event for event in events if isinstance(event, Encoding)] == [
        Encoding(name, count) for name in NAMES for count in (0, len(done.corpus.splits[name]))
    ]
    kept, settings, contents = read_codec(tmp_path)
    restored = CODECS.get(kept).restore(settings, contents)
    for name in NAMES:
        found = read_symbols(tmp_path, name)
        assert done.corpus.record()[name]["symbols"] == len(found.rows)
        for at, piece in enumerate(materials(done.corpus.notation, done.corpus.splits[name])):
            assert np.array_equal(found.piece(at), restored.encode(piece).symbols.astype(found.rows.dtype))
    assert done.symbols == getattr(restored.form, "size", 0)


def test_settings_reach_the_codec(music, tmp_path):
    run(tmp_path, music, codec="rolls", notation="notes", coding=coding(["locations=12"]))
    assert read_codec(tmp_path)[1]["locations"] == 12


def test_a_shipped_corpus_is_a_source(tunebook, tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "names", lambda: ["reels"])
    monkeypatch.setattr(catalogue, "_find", lambda *_: catalogue.build_path(tunebook))
    (plain,) = run(tmp_path / "plain", "reels")
    assert [len(plain.corpus.splits[name]) for name in NAMES] == [54, 3, 3]
    assert plain.corpus.report.read == 60
    (moved,) = run(tmp_path / "moved", "reels", how=Preparation(key="all"))
    assert [len(moved.corpus.splits[name]) for name in NAMES] == [54 * 12, 3, 3]
    assert run(tmp_path / "words", "reels", notation="words", codec="words")[-1].corpus.notation == "words"
    with pytest.raises(UsageError, match="'reels' is a corpus of its own"):
        run(tmp_path / "two", "reels", tmp_path)


def test_training_pieces_are_in_all_keys_and_others_are_not(music, tmp_path):
    *_, done = run(tmp_path, music, how=Preparation("words", key="all"))
    assert [len(done.corpus.splits[name]) for name in NAMES] == [96, 1, 1]


def test_names_and_sources_of_pieces_are_kept(first):
    assert {piece.name.split(",")[0] for piece in open_built(first[1]).splits["train"]} <= {
        f"{at}.abc" for at in range(10)
    }


def test_sources_that_hold_the_folder_do_not_read_what_is_built_there(music, tmp_path):
    for path in music.glob("*.abc"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for _ in range(2):
        *_, done = run(tmp_path / "out", tmp_path, notation="words", codec="words")
        assert done.corpus.report.read == 10
        assert done.corpus.report.dropped == {}
    with pytest.raises(CorpusError, match="cannot be made of itself"):
        run(tmp_path / "out", tmp_path / "out")


@pytest.mark.parametrize("name", ["thesis.tex", "corpus.tom", "prepared"])
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(music, tmp_path, name):
    (tmp_path / name).write_text("years of work")
    for place in (tmp_path, tmp_path / name):
        with pytest.raises(CorpusError, match=r"is not empty; give another|is a file; give a folder"):
            run(place, music)
    assert files(tmp_path) == {name: b"years of work"}


def test_two_builds_into_one_folder_do_not_meet(music, folder):
    one = build(order(folder, music))
    next(one)
    with pytest.raises(CorpusError, match="Another build is writing into"):
        run(folder, music)
    assert isinstance(list(one)[-1], Built)
    assert isinstance(run(folder, music)[-1], Built)


def test_what_a_killed_process_left_is_cleared(music, tmp_path):
    (tmp_path / ".unfinished-x").mkdir()
    (tmp_path / ".unfinished-x" / "train.abc").touch()
    run(tmp_path, music)
    assert not list(tmp_path.glob(".unfinished-*"))


def test_sources_without_music_are_an_error_in_one_sentence_with_the_commonest_reason(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match=r"^The corpus is empty: there is no music in it\.$"):
        run(tmp_path / "a", tmp_path / "empty")
    for name in ("a.doc", "b.doc", "c.mid"):
        (tmp_path / "empty" / name).write_bytes(b"\0\1garbage")
    with pytest.raises(CorpusError, match=r"^The corpus is empty: 'a\.doc' ends in '\.doc', .*\.$"):
        run(tmp_path / "b", tmp_path / "empty")


def test_too_few_pieces_are_an_error(music, tmp_path):
    with pytest.raises(CorpusError, match="give at least three"):
        run(tmp_path, music / "1.abc", music / "2.abc")


@pytest.mark.parametrize("source", ["no/such", "n" * 5000, "esc\x1b[2J\n"])
def test_a_source_that_is_not_there_is_an_error_before_anything_is_made(tmp_path, source):
    with pytest.raises(CorpusError, match="check the path") as caught:
        run(tmp_path / "new", source)
    assert str(caught.value).isprintable()
    assert not (tmp_path / "new").exists()


def test_names_of_any_bytes_can_be_built_from_and_into(tmp_path):
    odd = Path(os.fsdecode(b"\xff\n\x1b[2J"))
    (tmp_path / odd).mkdir()
    for number in range(3):
        (tmp_path / odd / f"{number}.abc").write_text(tune(number))
    *_, done = run(tmp_path / "out" / odd, tmp_path / odd)
    assert done.corpus.title.isprintable()
    assert "\x1b" not in (tmp_path / "out" / odd / MANIFEST).read_text()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"codec": "wrods"}, "Did you mean 'words'"),
        ({"codec": "events"}, "does not take the notation 'abc', but notes"),
        ({"shares": Shares(0.6, 0.5)}, "less than 1 together"), ({"shares": Shares(-0.1, 0.5)}, "0 or more"),
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused_before_anything_is_read(music, tmp_path, more, said):
    with pytest.raises(UsageError, match=said):
        run(tmp_path / "new", music, **more)
    assert not (tmp_path / "new").exists()


def test_settings_are_numbers_truths_or_words():
    assert coding(["a=1", "codec.b=-2", "c=0.5", "d=true", "e=bpe", "f=--1", "g=a=b"]) == {
        "a": 1, "b": -2, "c": 0.5, "d": True, "e": "bpe", "f": "--1", "g": "a=b"
    }  # fmt: skip
    for wrong in ("a", "=1", "a=", ""):
        with pytest.raises(UsageError, match="is not a setting; write NAME=VALUE"):
            coding([wrong])


def test_a_codec_says_the_notation():
    assert [notation_for(codec) for codec in ("", "characters", "words", "rolls")] == ["abc", "abc", "words", "notes"]


def test_note_sequences_are_read_for_codecs_and_texts_are_not():
    piece = Piece(dumps(NoteSequence(())))
    assert list(materials("notes", [piece])) == [NoteSequence(())]
    assert list(materials("abc", [piece])) == [piece.text]
