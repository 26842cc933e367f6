"""The codec of note words: its vocabulary, and what becomes of words outside it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.codecs.words import Words
from songrnn.errors import UsageError
from songrnn.notation.words.word import parse

LINE = "C4:1/4 C4.E4.G4-:1/8 G4:1/8 R:1/2 C4:1/4 R:1/8 C4:1"


def read(codec, text):
    return codec.decode(codec.encode(text).symbols).value


def test_known_words_come_back_as_they_were():
    codec = Words.fit([LINE])
    assert (read(codec, LINE), codec.encode(LINE).remarks) == (LINE, ())


def test_the_commonest_words_come_first_and_only_so_many_that_are_common_enough():
    assert Words.fit([LINE]).vocabulary[0] == "C4:1/4"
    assert Words.fit([LINE], least=2).vocabulary == ("C4:1/4", "R:1/8")
    assert Words.fit([LINE], most=2).vocabulary == ("C4:1/4", "R:1/2")
    assert len(Words.fit([LINE]).vocabulary) == 6


def test_there_is_always_a_rest():
    assert Words.fit(["C4:1/4 C4:1/4 D4:1/4"], most=2).vocabulary == ("C4:1/4", "R:1/8")
    assert Words.fit(["C4 D4"]).vocabulary == ("C4", "D4", "R")
    assert Words.fit([]).vocabulary == ("R",)


def test_another_spelling_is_the_same_word_and_no_text_in_it_is_no_word():
    codec = Words.fit(["Db4:2/8 K:D C#4:1/4"])
    assert codec.vocabulary == ("C#4:1/4", "R:1/8")
    assert read(codec, "Db4:2/8") == "C#4:1/4"
    assert codec.encode("Db4:2/8").remarks == ()


@pytest.mark.parametrize(
    ("unknown", "nearest"),
    [
        ("C4:1/2", "C4:1/4"), ("C4:5/8", "C4:1/4"), ("C4:3/4", "C4:1"), ("C4-:1", "C4:1"), ("C4", "C4:1/4"),
        ("C4.E4.G4:1/2", "C4.E4.G4-:1/8"), ("E4.G4-:1/8", "C4.E4.G4-:1/8"), ("G4-:2", "G4:1/8"), ("A4:1/2", "R:1/2"),
        ("R:1/4", "R:1/8"), ("R:64", "R:1/2"),
    ],
)  # fmt: skip
def test_a_word_outside_the_vocabulary_is_read_as_the_nearest_and_said_so(unknown, nearest):
    codec = Words.fit([LINE])
    assert read(codec, unknown) == nearest
    (remark,) = codec.encode(f"{unknown} {unknown}").remarks
    assert remark == f"2 words that the model never saw, read as near ones: '{unknown}' as '{nearest}'."


def test_without_lengths_the_pitches_decide():
    codec = Words.fit(["C4 C4.E4 R C4"], most=500)
    assert read(codec, "C4:1/2 B3.E4 R:2") == "C4 C4.E4 R"


def test_what_is_no_word_is_left_out_and_said_so():
    encoded = Words.fit([LINE]).encode("C4:1/4 x\x1b C4:1/4 y z w x\x1b")
    assert encoded.symbols.tolist() == [1, 1]
    (remark,) = encoded.remarks
    assert remark.startswith("5 words left out that cannot be read: 'x\ufffd', 'y', 'z' and 1 more; write C4:1/4")


@given(st.lists(st.integers(-5, 12), max_size=20))
def test_decoding_stops_at_the_end_and_leaves_out_what_no_word_is(symbols):
    codec = Words.fit([LINE])
    decoded = codec.decode(np.array(symbols, np.int64))
    until = symbols[: symbols.index(0)] if 0 in symbols else symbols
    good = [symbol for symbol in until if 1 <= symbol <= 6]
    assert codec.encode(decoded.value).symbols.tolist() == good
    assert bool(decoded.repairs) == (len(good) < len(until))
    reader = codec.reader()
    assert "".join(reader.read(symbol) for symbol in until) == decoded.value


@given(st.text(max_size=40) | st.text("CDEGR4.:/18- ", max_size=60))
def test_every_text_is_encoded_into_symbols_of_words(text):
    codec = Words.fit([LINE])
    encoded = codec.encode(text)
    assert all(1 <= symbol <= 6 for symbol in encoded.symbols.tolist())
    assert len(encoded.symbols) == sum(parse(word) is not None for word in text.split())


@pytest.mark.parametrize("settings", [{"most": 0}, {"least": -1}, {"most": "x"}, {"most": True}, {"mots": 5}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(UsageError, match=r"give a whole number from 1|Did you mean 'most'"):
        Words.fit([LINE], **settings)


def test_the_vocabulary_is_a_file_of_words():
    codec = Words.fit([LINE])
    assert codec.files()["vocabulary.txt"].decode().splitlines() == list(codec.vocabulary)
    assert Words.restore(codec.settings(), codec.files()).vocabulary == codec.vocabulary


@pytest.mark.parametrize("content", [b"", b"C4:1/4\n", b"R\nR\n", b"K:D\nR\n", b"R\nDb4\n", b"R\n\xff\n", b"R\n\nC4\n"])
def test_a_file_that_is_no_vocabulary_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        Words.restore({}, {"vocabulary.txt": content})


def test_a_missing_vocabulary_is_refused():
    with pytest.raises(KeyError):
        Words.restore({}, {})
