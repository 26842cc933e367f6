import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.encoded import (
    Texts,
    TextWriter,
    files_of,
    has_symbols,
    hash_symbols,
    read_codec,
    read_symbols,
    smallest_type,
    write_codec,
    write_symbols,
)
from songrnn.corpus.split import fingerprint
from songrnn.errors import CorpusError
from songrnn.music.piece import Piece


def write(folder, pieces, notation="abc"):
    writer = TextWriter(folder, "train", notation)
    for one in pieces:
        writer.add(one)
    writer.close()
    return writer.record()


def named(*texts):
    return [Piece(text, f"book.abc, tune {at}", "ours") for at, text in enumerate(texts, start=1)]


def test_texts_come_back_with_their_names_and_sources(tmp_path):
    pieces = named("T:Büßer ♯ 𝄞\nK:C\nabc|", "K:D\nd|", "K:G\nR:¡jig!\ng|")
    record = write(tmp_path, pieces)
    texts = Texts(tmp_path, "train", "abc")
    assert list(texts) == texts[:] == pieces
    assert (texts[-1], texts[1:], len(texts)) == (pieces[-1], pieces[1:], 3)
    with pytest.raises(IndexError):
        texts[3]
    characters = sum(len(piece.text) for piece in pieces)
    assert record == {"pieces": 3, "characters": characters, "sha256": fingerprint(pieces)}


def test_a_tunebook_that_was_written_is_one(tmp_path):
    write(tmp_path, named("X:9\nK:C\n\nabc|\r\n\r\ndef|", "K:D\nd|"))
    assert (tmp_path / "train.abc").read_bytes() == b"X:1\nK:C\nabc|\r\ndef|\n\nX:2\nK:D\nd|\n\n"
    assert [piece.text for piece in Texts(tmp_path, "train", "abc")] == ["K:C\nabc|\r\ndef|", "K:D\nd|"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), max_size=6))
def test_lines_of_any_text_come_back(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("lines")
    write(folder, named(*texts), "words")
    kept = [text.replace("\n", " ") for text in texts]
    assert [piece.text for piece in Texts(folder, "train", "words")] == kept
    assert (folder / "train.words").read_bytes().count(b"\n") == len(texts)


def test_halves_of_characters_and_names_that_move_the_cursor_are_written_as_what_they_are_not(tmp_path):
    write(tmp_path, [Piece("T:\ud800\nK:C\nc|", "a\tb\n\x1b[2J", "x\ty")])
    (piece,) = Texts(tmp_path, "train", "abc")
    assert piece == Piece("T:?\nK:C\nc|", "a b\\n\ufffd[2J", "x y")


def test_a_split_may_be_empty(tmp_path):
    assert write(tmp_path, [])["pieces"] == 0
    assert list(Texts(tmp_path, "train", "abc")) == []


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("train.abc", lambda raw: raw[:10]), ("train.abc", lambda _: b""), ("train.places", lambda raw: raw[:-8]),
        ("train.places", lambda _: np.array([-1, 5, 0, 1], "<i8").tobytes()), ("train.names", lambda raw: raw[:3]),
        ("train.abc", None), ("train.places", None), ("train.names", None),
    ],
)  # fmt: skip
def test_texts_that_are_not_whole_are_refused_in_one_sentence(tmp_path, file, spoil):
    write(tmp_path, named("K:C\nabc|", "K:D\ndef|"))
    if spoil:
        (tmp_path / file).write_bytes(spoil((tmp_path / file).read_bytes()))
    else:
        (tmp_path / file).unlink()
    with pytest.raises(CorpusError, match=r"^The corpus is damaged: its 'train.abc' is missing or not whole; build it"):
        Texts(tmp_path, "train", "abc")


SYMBOLS = {
    "ids": ([np.array([3, 1, 200]), np.array([], int), np.array([7])], "uint8"),
    "fields": ([np.array([[60, 0.5, 0.25]]), np.array([[61, 0, 1], [62, 0.125, 2.0]])], "float32"),
    "grid": ([np.eye(4)[:, :, None], np.zeros((1, 4, 1))], "uint8"),
}


@pytest.mark.parametrize("form", SYMBOLS)
def test_symbols_of_every_form_come_back_mapped_and_cannot_be_written_to(tmp_path, form):
    pieces, dtype = SYMBOLS[form]
    recorded = write_symbols(tmp_path, "train", iter(pieces), dtype)
    assert recorded == {"symbols": sum(map(len, pieces)), **hash_symbols(tmp_path, "train")}
    found = read_symbols(tmp_path, "train")
    assert has_symbols(tmp_path)
    assert isinstance(found.rows, np.memmap)
    assert found.rows.dtype == dtype
    assert len(found) == len(pieces)
    for at, piece in enumerate(pieces):
        assert np.array_equal(found.piece(at), piece)
    with pytest.raises(ValueError, match="read-only"):
        found.rows[0] = 0


def test_no_symbols_at_all_come_back_too(tmp_path):
    write_symbols(tmp_path, "valid", [], "uint16")
    assert (len(read_symbols(tmp_path, "valid")), has_symbols(tmp_path)) == (0, False)


@pytest.mark.parametrize(
    ("size", "kind"), [(2, "uint8"), (256, "uint8"), (257, "uint16"), (65536, "uint16"), (65537, "uint32")]
)
def test_the_smallest_type_holds_every_symbol(size, kind):
    assert smallest_type(size) == kind
    assert np.iinfo(kind).max >= size - 1


def shape(dtype="uint8", shape=(4,)):
    return json.dumps({"dtype": dtype, "shape": list(shape)}).encode()


def offsets(*numbers):
    return np.array(numbers, "<i8").tobytes()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("train.symbols", b"abc"), ("train.symbols", b"abcde"), ("train.symbols", None), ("train.offsets", b""),
        ("train.offsets", None), ("train.offsets", offsets(0, 3, 2, 4)), ("train.offsets", offsets(0, 2, 5)),
        ("train.offsets", offsets(1, 4)), ("train.offsets", offsets(0, -1, 4)), ("train.shape.json", None),
        ("train.shape.json", b"{"), ("train.shape.json", b"[]"), ("train.shape.json", shape("object")),
        ("train.shape.json", shape("uint16")), ("train.shape.json", shape(shape=(-1, -4))),
        ("train.shape.json", shape(shape=())), ("train.shape.json", shape(shape=(2**62, 4, 4))),
        ("train.shape.json", b'{"dtype": "uint8", "shape": [Infinity]}'), ("train.shape.json", b"\xff"),
    ],
)  # fmt: skip
def test_symbols_that_do_not_fit_together_are_refused_in_one_sentence(tmp_path, file, content):
    write_symbols(tmp_path, "train", [np.array([1, 2]), np.array([3, 4])], "uint8")
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(CorpusError, match=r"^The corpus is damaged: its 'train.symbols' is missing or not whole; bu"):
        read_symbols(tmp_path, "train")


def test_a_codec_comes_back(tmp_path):
    write_codec(tmp_path, "subwords", {"size": 50}, {"model": b"\0\1"})
    assert read_codec(tmp_path) == ("subwords", {"size": 50}, {"model": b"\0\1"})


@pytest.mark.parametrize(
    "about",
    [
        {"name": "x", "settings": {}, "files": ["../secret"]}, {"name": "x", "settings": {}, "files": ["/etc/passwd"]},
        {"name": "x", "settings": {}, "files": [".."]}, {"name": "x", "settings": {}, "files": ["gone"]},
        {"name": "x", "settings": 3, "files": []}, {"name": "x", "files": []}, [], None,
    ],
)  # fmt: skip
def test_a_codec_that_cannot_be_read_or_reaches_out_of_its_folder_is_refused(tmp_path, about):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "codec").mkdir()
    if about is not None:
        (tmp_path / "codec" / "codec.json").write_text(json.dumps(about))
    with pytest.raises(CorpusError, match="The corpus is damaged"):
        read_codec(tmp_path)


def test_what_a_build_wrote_is_known_and_nothing_else_is(tmp_path):
    write(tmp_path, named("K:C\nc|"))
    write_symbols(tmp_path, "train", [np.array([1])], "uint8")
    (tmp_path / "thesis.tex").touch()
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in files_of(tmp_path)} == {"thesis.tex"}
