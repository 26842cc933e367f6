"""The character codec: its alphabet, and what it does with characters it lacks."""

import pytest

from songrnn.codecs.characters import Characters


def test_every_printable_ascii_character_has_a_symbol_even_if_no_tune_used_it():
    codec = Characters.fit(["abc"])
    assert codec.encode("~Z|\n").remarks == ()


def test_a_character_of_the_training_text_outside_ascii_has_a_symbol():
    codec = Characters.fit(["é"])
    assert codec.decode(codec.encode("é").symbols).value == "é"


def test_unknown_characters_lose_their_accents_or_become_a_question_mark_and_one_sentence_says_so():
    codec = Characters.fit(["abc"])
    encoded = codec.encode("ñ\t♯")
    assert codec.decode(encoded.symbols).value == "n ?"
    assert len(encoded.remarks) == 1
    assert "'ñ' as 'n'" in encoded.remarks[0]


def test_many_unknown_characters_make_one_short_sentence():
    codec = Characters.fit(["abc"])
    (remark,) = codec.encode("".join(chr(code) for code in range(0x4E00, 0x4E80))).remarks
    assert "and 123 more" in remark


@pytest.mark.parametrize("alphabet", ["", "aa", 7])
def test_settings_that_are_no_alphabet_are_refused(alphabet):
    with pytest.raises((ValueError, TypeError)):
        Characters.restore({"alphabet": alphabet}, {})
