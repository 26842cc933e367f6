"""One note word: what it says and how it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.sequence import WHOLE
from songrnn.notation.words.word import LONGEST, TONES, Word, parse, written_length

WORDS = st.builds(
    lambda pitches, tied, length: Word(tuple(sorted(pitches)), frozenset(pitches & tied), length),
    st.sets(st.integers(0, 127), max_size=5),
    st.sets(st.integers(0, 127)),
    st.none() | st.integers(1, LONGEST),
)


@given(WORDS)
def test_every_word_is_read_as_it_is_written(word):
    assert parse(str(word)) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("C4:1/4", Word((60,), length=WHOLE // 4)), ("C-1", Word((0,))), ("G9", Word((127,))),
        ("Db4.C#4:2/8", Word((61,), length=WHOLE // 4)), ("Cb4", Word((59,))), ("B#3-", Word((60,), frozenset({60}))),
        ("G4.C4-:3/2", Word((60, 67), frozenset({60}), WHOLE * 3 // 2)), ("R", Word(())),
        ("R:64", Word((), length=LONGEST)), ("R:1/7", Word((), length=WHOLE // 7)),
    ],
)  # fmt: skip
def test_a_word_says_pitches_ties_and_a_length(text, word):
    assert parse(text) == word


def test_a_length_between_two_parts_is_moved_to_the_nearest():
    assert parse("R:1/11").length == round(WHOLE / 11)


@pytest.mark.parametrize(
    "text",
    [
        "", "c4", "C", "C10", "G#9", "Cb-1", "C4:", "C4:1/0", "C4:0", "C4:99999999", "C4:65", "C4:1/99999", "R-",
        "R.C4", "C4.", ".C4", "C4.R:1/4", "C4:1.5", "C4:-1", "C4:1/4 ", "K:D", "H4", "C4--", "C##4", "C٤", "C4\n",
        "C4." * 400 + "C4", "9" * 5000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_what_is_no_word_is_none(text):
    assert parse(text) is None


def test_the_names_are_scientific_with_sharps():
    assert (TONES[0], TONES[60], TONES[61], TONES[127]) == ("C-1", "C4", "C#4", "G9")
    assert [written_length(parts) for parts in (WHOLE // 4, WHOLE, WHOLE * 3 // 2)] == ["1/4", "1", "3/2"]


def test_a_word_without_a_length_lasts_an_eighth():
    assert (parse("C4").lasts, parse("C4:1/4").lasts) == (WHOLE // 8, WHOLE // 4)
