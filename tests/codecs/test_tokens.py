"""The codec of lexemes: what is one symbol, what is spelled out, and prompts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.codecs.nearest import ALWAYS
from songrnn.codecs.tokens import Tokens
from songrnn.errors import UsageError

TUNE = 'R:jig\nM:6/8\nL:1/8\nK:D\n|:^c\'2B,3 (3def|[A,C]4 {g}a3/2 "Am"z:|\n'


def codec(**settings):
    return Tokens.fit([TUNE, TUNE], **settings)


def read(of, text):
    return [of.texts[symbol] for symbol in of.encode(text).symbols]


def test_a_note_its_length_and_a_field_with_its_line_end_are_one_symbol_each():
    assert read(codec(), "M:6/8\nK:D\n|:^c'2B,3 (3d") == [
        "M:6/8\n", "K:D\n", "|:", "^c'", "2", "B,", "3", " ", "(3", "d",
    ]  # fmt: skip


def test_a_lexeme_outside_the_vocabulary_is_spelled_in_its_characters():
    assert read(codec(), "A109/416|") == ["A", *"109/416", "|"]
    assert read(codec(), "T:x\nK:D\n") == [*"T:x\n", "K:D\n"]


def test_a_lexeme_has_to_occur_often_enough():
    rare = Tokens.fit(["^c^c_b"], least=2)
    assert "^c" in rare.lexemes
    assert "_b" not in rare.lexemes


def test_the_vocabulary_is_no_larger_than_asked_but_keeps_its_characters():
    assert codec(most=100).form.size == 100
    assert codec(most=1).form.size == len(ALWAYS) + 1


def test_the_commonest_lexemes_stay():
    assert Tokens.fit(["^c^c^c_b_b"], most=len(ALWAYS) + 2).lexemes == ("^c",)


@given(st.text(st.sampled_from(sorted(ALWAYS)), max_size=80))
def test_any_text_of_known_characters_comes_back_exactly(text):
    of = codec()
    encoded = of.encode(text)
    assert encoded.remarks == ()
    assert of.decode(encoded.symbols).value == text


@given(st.text(max_size=40))
def test_any_other_text_comes_back_in_near_characters_and_is_remarked_on(text):
    of = codec()
    encoded = of.encode(text)
    assert bool(encoded.remarks) == (of.decode(encoded.symbols).value != text)


LEXEMES = st.sampled_from(["A", "^c'", "2", "/2", "|", " ", "(3", "[", "]", "\n", "{", "}", "-", ">", "z", "~", '"G"'])


@given(st.lists(LEXEMES, max_size=30), st.integers(0, 30))
def test_a_prompt_that_ends_between_lexemes_is_encoded_as_the_tune_that_begins_so(lexemes, cut):
    of = Tokens.fit([TUNE])
    whole = of.encode("K:D\n" + "".join(lexemes)).symbols.tolist()
    texts = [of.texts[symbol] for symbol in whole]
    prompt = "".join(texts[: cut + 4])  # K:D and its line end are spelled out here
    assert of.encode(prompt).symbols.tolist() == whole[: cut + 4]


def test_a_line_that_looks_like_a_field_but_is_one_note_and_a_repeat_is_music():
    assert read(codec(), "A:|") == ["A", ":|"]


@pytest.mark.parametrize("settings", [{"least": 0}, {"most": 2.5}, {"least": "many"}, {"most": True}, {"lest": 3}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(UsageError, match=r"lest|whole number from 1"):
        codec(**settings)


@pytest.mark.parametrize(
    "settings",
    [
        {}, {"characters": "?", "lexemes": "^c"}, {"characters": "ab", "lexemes": []}, {"characters": 3, "lexemes": []},
        {"characters": "??", "lexemes": []}, {"characters": "?", "lexemes": ["a"]},
        {"characters": "?", "lexemes": ["^c", "^c"]}, {"characters": "?", "lexemes": [["^c"]]},
    ],
)  # fmt: skip
def test_settings_of_no_such_codec_are_not_restored(settings):
    with pytest.raises((ValueError, KeyError)):
        Tokens.restore(settings, {})


def test_symbols_that_no_codec_has_are_no_text():
    assert codec().decode(np.array([10**6, -3, 1])).value == "\n"
