"""Checking files: tunes found at their lines, and files that hold none refused."""

import pytest

from songrnn.actions.check import check
from songrnn.errors import CorpusError, UsageError

BOOK = "%abc\nprose\n\nX:1\nK:C\nL:1/4\nCDEF|\n\nX:2\nT:Two\nK:D\n@|D4|\n\n\nX:3\nK:G\nG8|"


def test_tunes_are_numbered_and_their_diagnostics_stand_at_the_lines_of_the_file(tmp_path):
    book = tmp_path / "book.abc"
    book.write_text(BOOK)
    found = list(check(book))
    assert [(one.number, one.line, one.is_valid) for one in found] == [(1, 4, True), (2, 9, False), (3, 15, True)]
    assert next((one.severity, one.line, one.column) for one in found[1].diagnostics) == ("error", 12, 1)


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "holds no tune"), (b"\n\n", "holds no tune"), (b"X:1\0", "not a text file")]
)
def test_a_file_without_tunes_is_refused(tmp_path, content, said):
    (tmp_path / "a.abc").write_bytes(content)
    with pytest.raises(CorpusError, match=said):
        list(check(tmp_path / "a.abc"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="No file"):
        list(check(tmp_path / "none.abc"))


@pytest.mark.parametrize("name", ["a.words", "a.tokens"])
def test_what_is_no_abc_is_not_checked(tmp_path, name):
    (tmp_path / name).write_text("C4:1/4")
    with pytest.raises(UsageError, match="is no ABC, which is what can be checked"):
        list(check(tmp_path / name))
