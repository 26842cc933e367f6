"""Shared options: what a text argument means, and which places can be written."""

import io
import sys
from pathlib import Path

import click
import pytest

from songrnn.cli.options import check_place, complete_corpus, complete_model, sampling, text_argument, tune_argument
from songrnn.errors import CorpusError, UsageError


def standard_input(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("", ""), ("K:D\\nABc", "K:D\nABc"), ("K:D\nABc", "K:D\nABc"), ("dir", "dir"), ("A" * 300, "A" * 300),
        ("A" * 5000, "A" * 5000), ("tune.abc", "X:1\nK:D\n"), ("T:\udcff", "T:\ufffd"),
        ("a/b\\nc.abc d", "a/b\nc.abc d"),
    ],
    ids=range(9),
)  # fmt: skip
def test_an_argument_is_a_files_text_or_itself(value, meant):
    Path("dir").mkdir()
    Path("tune.abc").write_bytes(b"X:1\r\nK:D\r\n")
    assert text_argument(value) == meant


@pytest.mark.parametrize("name", ["missing.abc", "no/such/Missing.ABC", "tunes.txt"])
def test_what_can_only_be_a_file_has_to_be_there(name):
    with pytest.raises(UsageError, match=f"no file '{name}'"):
        text_argument(name)


@pytest.mark.parametrize("value", ["", "K:D\\nABc", "A" * 5000, "tune.abc", "\0"])
def test_a_tune_is_read_as_a_text_is(value):
    Path("tune.abc").write_text("X:1\nK:D\n")
    assert tune_argument(value) == text_argument(value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dir", "'dir' is a folder; give a file"), (".", "'.' is a folder"), ("/dev/null", "is no regular file"),
        ("missing.mid", "no file 'missing.mid'"),
        ("my tune.MID", "is MIDI; convert it first: songrnn convert 'my tune.MID' 'my tune.words'$"),
    ],
)  # fmt: skip
def test_what_is_there_and_no_file_of_text_is_refused(name, said):
    Path("dir").mkdir()
    Path("my tune.MID").write_bytes(b"MThd")
    with pytest.raises(UsageError, match=said):
        tune_argument(name)


def test_a_file_that_is_not_text_is_refused():
    Path("bin.abc").write_bytes(b"\0\1")
    with pytest.raises(CorpusError, match=r"bin\.abc"):
        text_argument("bin.abc")


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"", ""), (b"K:D\r\nA", "K:D\nA"), (b"\xef\xbb\xbfK:D", "K:D"), (b"T:\xe9", "T:é"), ("T:é".encode(), "T:é")],
)
def test_standard_input_is_read_as_files_are(monkeypatch, raw, text):
    standard_input(monkeypatch, raw)
    assert text_argument("-") == text


def test_standard_input_that_is_not_text_is_refused(monkeypatch):
    standard_input(monkeypatch, b"\0\1")
    with pytest.raises(UsageError, match="Standard input is not text"):
        text_argument("-")


def test_a_place_that_can_be_written_leaves_no_trace_of_being_tried():
    check_place(Path("tune.abc"))
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("place", ["missing/tune.abc", "/proc/tune.abc", "file/tune.abc"])
def test_a_place_that_cannot_be_written_is_refused(place):
    Path("file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        check_place(Path(place))


def test_every_sampling_option_reaches_the_command():
    names = {param.name for param in click.command()(sampling(lambda: None)).params}
    assert names == {"temperature", "top_k", "top_p", "seed", "length", "rules"}


def test_models_and_corpora_complete_by_name(tmp_path, monkeypatch):
    (tmp_path / "jigs").mkdir()
    (tmp_path / "jigs" / "model.json").write_text("{}")
    monkeypatch.setenv("SONGRNN_MODELS", str(tmp_path))
    context = click.Context(click.Command("x"))
    param = click.Argument(["model"])
    assert complete_model(context, param, "ji") == ["jigs"]
    assert complete_corpus(context, param, "fo") == ["folk"]
    assert complete_corpus(context, param, "x") == []
