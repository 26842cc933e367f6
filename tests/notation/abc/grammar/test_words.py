"""Decorations that may be drawn."""

from songrnn.notation.abc.grammar.words import BEGINNINGS, WHOLE


def test_every_word_is_reached_letter_by_letter_and_ends_at_its_second_mark():
    assert all(word[:end] in BEGINNINGS for word in WHOLE for end in range(1, len(word)))
    assert not WHOLE & BEGINNINGS
