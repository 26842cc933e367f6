import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.dedupe import near_key, top_line, tune_key, without_copies
from songrnn.corpus.preparation import transposed
from songrnn.music.piece import Piece
from songrnn.music.sequence import FINEST, NoteSequence, Part, Span


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


def played(pitches, unit=6 * FINEST):
    return NoteSequence((Part(tuple(Span(at * unit, (at + 1) * unit, pitch) for at, pitch in enumerate(pitches))),))


@given(
    st.lists(st.integers(50, 70), min_size=1, max_size=40), st.integers(-20, 20), st.sampled_from([FINEST, 12 * FINEST])
)
def test_near_keys_are_the_same_in_every_key_and_unit(pitches, steps, unit):
    assert near_key(played(pitches)) == near_key(transposed(played(pitches, unit), steps))


def test_a_near_key_says_intervals_and_how_long_until_the_next_onset():
    notes = [Span(0, 1, 60), Span(6 * FINEST, 1, 64), Span(18 * FINEST, 1, 62)]
    assert near_key(NoteSequence((Part(tuple(notes)),))) == "4:1 -2:2"
    assert near_key(NoteSequence(())) == near_key(played([60])) == ""


def test_a_near_key_ends_after_its_prefix():
    assert near_key(played([60, 62, 64, 65]), prefix=2) == near_key(played([60, 62, 64, 40]), prefix=2) == "2:1 2:1"


def test_the_top_line_is_the_highest_of_what_begins_together():
    spans = [Span(0, 4, 48), Span(0, 2, 60), Span(0, 9, 55), Span(2, 4, 40), Span(4, 6, 62), Span(4, 6, 50)]
    assert top_line(spans) == [Span(0, 2, 60), Span(2, 4, 40), Span(4, 6, 62)]
    assert top_line(spans, 2) == [Span(0, 2, 60), Span(2, 4, 40)]
    assert top_line([]) == []
