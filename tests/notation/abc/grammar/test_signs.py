"""Graces, rolls and decorations before notes."""

import pytest

from songrnn.notation.abc.grammar import begin, law, read
from songrnn.notation.abc.grammar.law import Level


def behind(body, *, drawing=True, header="M:4/4\nL:1/8\nK:D\n"):
    place = read(begin(law(Level.BARS)), header)
    return read(place._replace(law=law(Level.BARS, ("R", "M", "L", "K") * drawing, drawing=drawing)), body)


@pytest.mark.parametrize("body", ["{g}a", "{^ga'}b2", "{agf}g2", "~a2", "~^c", "(3{a}GAB", "{g}a>b", "{g}[GB]"])
def test_what_stands_before_a_note_is_followed_by_one(body):
    assert behind(body + " ") is not None


@pytest.mark.parametrize(
    "body", ["{abcdefg", "{}", "{^}", "{g} ", "{g}~", "~{", "~z", "~[", "~ ", "~~", "a-{", "a-~", "!"]
)
def test_what_cannot_be_played_is_not_drawn(body):
    assert behind(body) is None


def test_graces_are_shorter_than_their_note():
    assert behind("{agf}g") is not None
    assert behind("{agf}g/") is None
    assert behind("{ag}g/ ") is None
    assert behind("{ag}g<a") is None
    assert behind("~g/4 ") is None


def test_a_reader_takes_lengths_of_graces_and_all_decorations():
    assert behind("{c/d/}B !foo!c Td .e uf", drawing=False) is not None


def test_only_known_words_are_drawn():
    place = read(begin(law(Level.BARS, drawing=True)), "M:4/4\nL:1/8\nK:D\n")
    assert read(place, "!turn!c") is not None
    assert read(place, "!foo") is None
