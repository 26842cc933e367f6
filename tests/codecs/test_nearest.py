"""Texts in the characters that are known."""

from hypothesis import given
from hypothesis import strategies as st

from songrnn.codecs.nearest import ALWAYS, nearest


def test_a_text_of_known_characters_stays_as_it_is_and_nothing_is_said():
    assert nearest("K:D\nabc é", ALWAYS | {"é"}).text == "K:D\nabc é"
    assert nearest("K:D\nabc", ALWAYS).remarks == ()


def test_accents_are_lost_ligatures_are_spelled_out_and_other_blanks_are_spaces():
    assert nearest("ñﬃ\t\v", ALWAYS).text == "nffi  "


def test_what_is_like_nothing_known_is_a_question_mark():
    assert nearest("日♯", ALWAYS).text == "??"


def test_one_sentence_names_a_few_and_counts_the_others():
    (remark,) = nearest("".join(map(chr, range(0x4E00, 0x4E80))), ALWAYS).remarks
    assert "'一' as '?'" in remark
    assert "and 123 more" in remark


@given(st.text())
def test_every_text_becomes_one_of_known_characters_and_becomes_nothing_else_from_then_on(text):
    near = nearest(text, ALWAYS)
    assert set(near.text) <= ALWAYS
    assert nearest(near.text, ALWAYS) == type(near)(near.text)
    assert bool(near.remarks) == (near.text != text)
