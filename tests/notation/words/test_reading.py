"""Note words into note sequences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.music.sequence import WHOLE, Measure, Span
from songrnn.notation.sequences import to_score
from songrnn.notation.words import is_words, read_words

EIGHTH = WHOLE // 8


@given(st.text(max_size=60) | st.text("CDGRb#-.:/ 0149\n", max_size=80))
def test_no_text_raises_and_what_is_read_is_music(text):
    read = read_words(text)
    assert all(0 <= span.onset < span.end and 0 <= span.pitch <= 127 for span in read.sequence.spans)
    assert all(remark.isprintable() for remark in read.remarks)
    assert isinstance(is_words(text), bool)


def test_words_follow_each_other_in_bars_of_four_four():
    read = read_words("C4:1/2 R:1/4\nC4.E4:1/2")
    assert read.sequence.spans == [
        Span(0, WHOLE // 2, 60), Span(WHOLE * 3 // 4, WHOLE * 5 // 4, 60), Span(WHOLE * 3 // 4, WHOLE * 5 // 4, 64),
    ]  # fmt: skip
    assert read.sequence.measures == (Measure(0, WHOLE, 4, 4), Measure(WHOLE, 2 * WHOLE, 4, 4))
    assert read.remarks == ()
    assert to_score(read.sequence).tempo.quarters == 120


def test_a_word_without_a_length_lasts_an_eighth():
    assert read_words("C4 R D4").sequence.spans == [Span(0, EIGHTH, 60), Span(2 * EIGHTH, 3 * EIGHTH, 62)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [("C4- C4", [2]), ("C4- C4- C4", [3]), ("C4- D4", [1, 2]), ("C4-", [1]), ("C4- R C4", [1, 3]), ("C4 C4", [1, 2])],
)
def test_a_tied_pitch_sounds_for_as_long_as_words_go_on_naming_it(text, ends):
    assert [span.end // EIGHTH for span in read_words(text).sequence.spans] == ends


def test_what_is_no_word_is_passed_over_and_counted_with_a_few_examples():
    read = read_words("K:D C4 \x1b[31m x y C4")
    assert len(read.sequence.spans) == 2
    (remark,) = read.remarks
    assert remark.startswith("'K:D', '\ufffd[31m', 'x' and 1 more are no note words and are passed over")


@pytest.mark.parametrize("text", ["C4 " * 200_100, "R:64 " * 400, "C4-:64 " * 400])
def test_what_is_longer_than_any_music_is_read_in_part_and_said_so(text):
    read = read_words(text)
    assert len(read.sequence.spans) <= 200_001
    assert read.sequence.end <= 20_000 * WHOLE
    assert "cut it" in read.remarks[-1]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("C4:1/4 R:1/2\nC4.E4.G4:1/8", True), ("C4 D4", True), ("C4 " * 50_000, True), ("C4:1/4 " * 4 + "x", True),
        ("C4 " * 3 + "x", False),
        ("", False), ("R R", False), ("X:1\nK:C\nC4 D4 E4 F4|", False), ("A word or two", False), ("C4 x", False),
        ("x" * 100_000, False), ("<start>\nC4\n<end>", False),
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_a_text_of_note_words_is_known_by_its_words(text, answer):
    assert is_words(text) is answer
