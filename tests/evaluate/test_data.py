"""A split as a model sees it."""

import pytest

from songrnn.codecs import CODECS
from songrnn.codecs.words import Words
from songrnn.evaluate.data import Split, encode_split
from songrnn.notation.abc.header import split_header

TUNES = ("R:jig\nM:6/8\nL:1/8\nK:D\n|:abc d2e|f3 d3:|", "M:4/4\nL:1/8\nK:Am\nA4 e4|a8|]", "K:C\n", "abc|")
NAMES = [name for name in CODECS.names() if "abc" in CODECS.get(name).notations]


@pytest.mark.parametrize("name", NAMES)
def test_each_piece_is_encoded_without_its_end_and_gives_its_text_back(name):
    codec = CODECS.get(name).fit(TUNES)
    split = encode_split(codec, TUNES)
    assert [codec.decode(symbols).value for symbols in split.symbols] == list(TUNES)
    assert all(0 not in symbols for symbols in split.symbols)
    assert split.remarks == ()


@pytest.mark.parametrize("name", NAMES)
def test_headers_count_the_symbols_through_the_key_line(name):
    codec = CODECS.get(name).fit(TUNES)
    split = encode_split(codec, TUNES)
    for text, symbols, header in zip(TUNES, split.symbols, split.headers, strict=True):
        assert codec.decode(symbols[:header]).value == split_header(text)[0]
    assert split.headers[2] == len(split.symbols[2]) > 0
    assert split.headers[3] == 0


def test_symbols_that_are_read_as_several_are_counted_as_the_model_reads_them():
    codec = CODECS.get("characters").fit(TUNES)
    split = encode_split(codec, ["T:ﬃ\nK:D\nabc"])  # one character that is read as three
    assert codec.decode(split.symbols[0][: split.headers[0]]).value == "T:ffi\nK:D\n"


def test_the_same_remark_about_several_pieces_comes_once():
    codec = CODECS.get("characters").fit(TUNES)
    split = encode_split(codec, ["K:D\né", "K:D\nabc", "K:D\né", "K:D\nü"])
    assert len(split.remarks) == 2
    assert "'é' as 'e'" in split.remarks[0]
    assert "'ü' as 'u'" in split.remarks[1]


def test_an_empty_split_is_empty():
    assert encode_split(CODECS.get("characters").fit(TUNES), []) == Split([], [], [], [])


@pytest.mark.parametrize("name", NAMES)
def test_characters_are_those_of_the_decoded_text_whatever_symbols_hold(name):
    split = encode_split(CODECS.get(name).fit(TUNES), TUNES)
    assert split.characters == [len(tune) for tune in TUNES]
    assert split.header_characters == [len(split_header(tune)[0]) for tune in TUNES]


def test_a_symbol_of_characters_holds_one_and_symbols_of_several_hold_more():
    texts = [TUNES[0]] * 3
    characters, tokens = (encode_split(CODECS.get(name).fit(texts), texts) for name in ("characters", "tokens"))
    assert characters.characters_a_symbol == 1
    ends = len(texts)
    assert tokens.characters_a_symbol == (3 * len(TUNES[0]) + ends) / (sum(map(len, tokens.symbols)) + ends) > 1.5
    assert encode_split(CODECS.get("tokens").fit(texts), []).characters_a_symbol == 1


def test_note_words_have_no_header_even_if_they_begin_with_a_rest():
    codec = CODECS.get("characters").fit(TUNES)
    assert encode_split(codec, ["R:1/4 C4:1/4"], "words").headers == [0]
    assert encode_split(codec, ["R:1/4 C4:1/4"]).headers != [0]


def test_many_remarks_become_a_few_and_a_share():
    codec = Words.fit(["C4:1/4 D4:1/4 E4:1/4 R:1/4"])
    split = encode_split(codec, [f"C4:1/4 F#{octave}:1/8" for octave in range(2, 8)], "words")
    assert split.changed == 6
    assert len(split.remarks) == 5
    assert split.remarks[3] == "Of 3 more pieces the like is true."
    assert split.remarks[4].startswith("6 of 12 symbols (50.0%) stand for what the codec cannot write")
