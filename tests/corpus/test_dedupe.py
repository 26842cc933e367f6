import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.dedupe import tune_key, without_copies
from songrnn.music.piece import Piece


@pytest.mark.parametrize(
    "body",
    ["ABcd efg", "A2B/c d'>e,f|g", "^A_B=c d|efg", '"Am"A{gf}B!trill!c [K:G]d|e%abc\nfg', "w:a b c\nABcd\nP:A\nefg"],
)
def test_the_key_holds_the_note_letters_and_nothing_else(body):
    assert tune_key(f"X:1\nT:A Bad Egg\nK:D\n{body}") == "ABCDEFG"


def test_the_key_ends_after_its_prefix():
    assert tune_key("K:C\nABCDEFG", prefix=3) == "ABC"
    assert tune_key("K:C\n" + "AB" * 20) == "AB" * 12


@given(st.text("ABCDEFG", max_size=30), st.text("ABCDEFG", max_size=30))
def test_tunes_share_a_key_exactly_if_they_begin_alike(one, other):
    same = tune_key(f"K:C\n{one}") == tune_key(f"T:x\nK:D\n{other}")
    assert same == (one[:24] == other[:24])


def test_a_piece_with_the_body_of_an_earlier_one_is_a_copy():
    first, spaced, other = Piece("T:a\nK:C\nabc|"), Piece("T:b\nK:C\na b\nc|\n"), Piece("K:C\nabd|")
    kept, copies = without_copies([first, spaced, other, first])
    assert kept == [first, other]
    assert copies == [spaced, first]
