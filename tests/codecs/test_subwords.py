"""The codec of subwords: exactness, sizes, bytes on the way, and damaged files."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.codecs.subwords import ALGORITHMS, MODEL, Subwords
from songrnn.errors import UsageError

TEXTS = [f"M:6/8\nL:1/8\nK:{key}\n|:abc d2e|f3 d3:|\n|:faf gec|d2B AFD:|" for key in "CDEFG"]
ODD = "M:6/8\t  \n\r\n▁ 😀 é \u2028▅ ⁇ <unk><0x41>\0 \x7f\n"


@pytest.fixture(scope="module", params=ALGORITHMS)
def codec(request):
    return Subwords.fit(TEXTS, algorithm=request.param, size=320)


def test_frequent_text_has_symbols_of_several_characters(codec):
    symbols = codec.encode(TEXTS[0]).symbols
    assert len(symbols) < len(TEXTS[0]) * 0.7


def test_odd_characters_and_runs_of_spaces_come_back_exactly(codec):
    encoded = codec.encode(ODD)
    assert encoded.remarks == ()
    assert codec.decode(encoded.symbols).value == ODD


@given(text=st.text(max_size=40))
def test_any_text_that_utf_8_can_write_comes_back_exactly(codec, text):
    encoded = codec.encode(text)
    decoded = codec.decode(encoded.symbols)
    assert 0 not in encoded.symbols
    assert (decoded.value, decoded.repairs) == (text, ())


def test_half_a_surrogate_pair_is_remarked_on(codec):
    encoded = codec.encode("a\ud800b")
    assert codec.decode(encoded.symbols).value == "a?b"
    assert len(encoded.remarks) == 1


def test_no_subword_holds_a_line_end_and_lines_are_encoded_alike_wherever_they_stand(codec):
    (end,) = codec.encode("\n").symbols
    assert all("\n" not in codec.decode(np.array([symbol])).value for symbol in range(codec.form.size) if symbol != end)
    head, tail = TEXTS[0].split("|:", 1)[0], "|:abc d2e|"
    both = [*codec.encode(head).symbols, *codec.encode(tail).symbols]
    assert codec.encode(head + tail).symbols.tolist() == both


def test_a_reader_waits_until_a_character_is_whole(codec):
    reader = codec.reader()
    assert [reader.read(symbol) for symbol in codec.encode("😀").symbols] == ["", "", "", "😀"]


def test_bytes_that_are_no_text_are_left_out_and_said(codec):
    smile = codec.encode("😀").symbols
    decoded = codec.decode(np.concatenate([smile[:2], codec.encode("abc").symbols]))
    assert decoded.value == "abc"
    assert len(decoded.repairs) == 1


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("texts", [[], [""], ["a"], ["\n\n"], ["日本語" * 4]])
def test_a_tiny_corpus_gets_the_subwords_that_it_has(algorithm, texts):
    of = Subwords.fit(texts, algorithm=algorithm, size=5000)
    assert 257 < of.form.size < 300
    assert of.decode(of.encode(ODD).symbols).value == ODD


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_same_texts_make_the_same_model(algorithm):
    one, other = (Subwords.fit(TEXTS, algorithm=algorithm, size=320) for _ in range(2))
    assert one.files() == other.files()


def test_a_large_corpus_is_learned_from_in_an_even_sample(monkeypatch):
    monkeypatch.setattr("songrnn.codecs.subwords._LEARNED", 200)
    of = Subwords.fit(TEXTS * 50, algorithm="bpe")
    assert of.decode(of.encode(TEXTS[0]).symbols).value == TEXTS[0]
    assert len(of.encode(TEXTS[0]).symbols) < len(TEXTS[0])


def test_learning_prints_nothing(capfd):
    Subwords.fit(TEXTS)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"algorithm": "unigrm"}, "Did you mean 'unigram'"), ({"size": 100}, "a whole number from 300"),
        ({"size": 10**9}, "a whole number from 300"), ({"size": "large"}, "a whole number from 300"),
        ({"sise": 400}, "Did you mean 'size'"),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(settings, said):
    with pytest.raises(UsageError, match=said):
        Subwords.fit(TEXTS, **settings)


def test_a_size_with_no_room_for_the_characters_is_refused():
    with pytest.raises(UsageError, match=r"give codec.size=1000"):
        Subwords.fit(["".join(map(chr, range(0x4E00, 0x4F00)))], size=400)


def test_a_damaged_model_is_refused_and_never_more(codec):
    whole, rng = codec.files()[MODEL], np.random.default_rng(1)
    damaged = [b"", b"abc", whole[:-1], *(whole[: rng.integers(len(whole))] for _ in range(20))]
    damaged += [rng.bytes(rng.integers(300)) for _ in range(40)]
    for content in damaged:
        with pytest.raises(ValueError, match=r"no model|spell|decode"):
            Subwords.restore(codec.settings(), {MODEL: content})


def test_a_model_with_a_byte_changed_is_refused_or_still_spells_every_text(codec):
    whole, rng = codec.files()[MODEL], np.random.default_rng(2)
    for _ in range(60):
        content = bytearray(whole)
        content[rng.integers(len(content))] = rng.integers(256)
        try:
            of = Subwords.restore(codec.settings(), {MODEL: bytes(content)})
        except ValueError:
            continue
        assert of.decode(of.encode(TEXTS[0] + ODD).symbols).value == TEXTS[0] + ODD


def test_another_number_of_subwords_or_no_file_is_refused(codec):
    with pytest.raises(ValueError, match="subwords"):
        Subwords.restore({"size": 7}, codec.files())
    with pytest.raises(KeyError):
        Subwords.restore(codec.settings(), {})
