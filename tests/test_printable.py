import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.printable import one_line, printable


@given(st.text())
def test_what_is_shown_holds_no_controls_and_keeps_its_length(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in shown)


@given(st.text())
def test_what_is_shown_once_is_shown_unchanged_again(text):
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize("text", ["Sláinte", "日本", "♯♭", "a\tb\nc", "A–B “c”", "🎻", "\N{NO-BREAK SPACE}"])
def test_words_of_any_language_are_left_as_they_are(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    "danger", ["\x1b[2J", "\x07", "\r", "\x9b1m", "\u202e", "\u2066", "\u200b", "\u2028", "\x00", "\ud800", "\ue000"]
)
def test_what_moves_the_cursor_or_hides_is_replaced(danger):
    assert printable(f"a{danger[0]}b") == "a\ufffdb"


@given(st.text(), st.integers(1, 80))
def test_a_quotation_is_one_line_of_limited_length(text, limit):
    quoted = one_line(text, limit)
    assert len(quoted) <= limit
    assert len(quoted.splitlines()) <= 1


def test_a_quotation_shows_line_ends_and_says_that_it_was_cut():
    assert one_line("a\nb\tc") == "a\\nb c"
    assert one_line("abcdef", 4) == "abc…"
    assert one_line("abcd", 4) == "abcd"
