"""Tunebooks: tunes that other programs, and we, cut where we meant them to be cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.corpus.sources import read_path
from songrnn.notation.abc.book import entry

ABC = st.one_of(st.text(max_size=60), st.text("XTK:1Dab|%\n\r\t ", max_size=60))


@pytest.mark.parametrize(
    ("tune", "expected"),
    [
        ("M:4/4\nK:D\nabc|]", "X:3\nM:4/4\nK:D\nabc|]\n\n"),
        ("X:17\nT:A\nK:D\nabc|]\n\n\n", "X:3\nT:A\nK:D\nabc|]\n\n"),
        ("T:A\nX:17\nK:D\nabc", "X:3\nT:A\nK:D\nabc\n\n"),
        ("\n\nK:D\n\nabc\n \t\n\ndef", "X:3\nK:D\nabc\ndef\n\n"),
        ("X:1\nK:D\nabc\n\nX:2\nK:G\ndef", "X:3\nK:D\nabc\nK:G\ndef\n\n"),
        ("X:1\n X:2\nK:D", "X:3\nK:D\n\n"),
        ("T:Max: a jig\nK:D\nabc", "X:3\nT:Max: a jig\nK:D\nabc\n\n"),
    ],
)
def test_a_tune_is_numbered_closed_and_without_gaps(tune, expected):
    assert entry(tune, 3) == expected


@settings(deadline=None)
@given(ABC, st.integers(1, 10**6))
def test_whatever_a_model_writes_is_one_tune_of_that_number(tune, number):
    rows = entry(tune, number).split("\n")
    assert rows[0] == f"X:{number}"
    assert rows[-2:] == ["", ""]
    assert not any(row.lstrip().startswith("X:") for row in rows[1:])
    inside = rows[1:-2]
    assert inside == [""] or all(row.strip() for row in inside)


@settings(deadline=None)
@given(ABC)
def test_an_entry_is_its_own_entry(tune):
    assert entry(entry(tune, 1), 1) == entry(tune, 1)


@settings(deadline=None)
@given(st.text("TK:Dab|% \n", min_size=1, max_size=40))
def test_no_line_is_lost(tune):
    before = [row.strip() for row in tune.split("\n") if row.strip()]
    assert [row.strip() for row in entry(tune, 1).split("\n")[1:] if row.strip()] == before


def test_a_book_of_entries_is_read_as_as_many_tunes(tmp_path):
    tunes = ["M:4/4\nK:D\nabc\n\ndef", "X:9\nX:8\nK:G\nGAB\n", "K:C\n|:CDE:|", "T:x\n\n\nK:Am\nABc"]
    book = tmp_path / "book.abc"
    book.write_text("".join(entry(tune, number) for number, tune in enumerate(tunes, start=1)))
    pieces = read_path(book).pieces
    assert [piece.text.split("\n")[0] for piece in pieces] == ["X:1", "X:2", "X:3", "X:4"]
    assert [piece.text.split("\n")[-1] for piece in pieces] == ["def", "GAB", "|:CDE:|", "ABc"]
