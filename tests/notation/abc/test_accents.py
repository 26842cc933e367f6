"""Accents in text fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.notation.abc.accents import with_accents


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"Caf\'e", "Café"), (r"Caf\'{e}", "Café"), (r"\"uber", "über"), (r"\ss", "ß"), (r"\aa", "å"), (r"\u00e9", "é"),
        ("&eacute;", "é"), ("Fish & Chips; a", "Fish & Chips; a"), (r"\cS", "Ş"), ("&nothing;", "&nothing;"), ("", ""),
        (r"\ud800x", "x"), (r"a\b", r"a\b"), ("plain", "plain"),
    ],
)  # fmt: skip
def test_codes_become_letters_and_the_rest_stays(written, meant):
    assert with_accents(written) == meant


@given(st.text(max_size=60))
def test_any_text_has_its_accents_read_and_one_without_codes_stays(text):
    assert isinstance(with_accents(text), str)
    bare = text.replace("\\", "").replace("&", "")
    assert with_accents(bare) == bare
