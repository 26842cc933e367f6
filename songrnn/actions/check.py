"""Check: every tune of a file, and what is to be said about it, at the lines of the file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from songrnn.corpus.sources import read_tunes
from songrnn.errors import UsageError
from songrnn.notation.abc.check import check_tune
from songrnn.notation.abc.diagnostic import Diagnostic
from songrnn.notation.folkrnn import ENDING as TOKENS
from songrnn.notation.words.word import ENDING as WORDS
from songrnn.printable import one_line


@dataclass(frozen=True, slots=True)
class Checked:
    """A tune of a file: its number from 1, the line where it begins, and its diagnostics, by lines of the file."""

    path: Path
    number: int
    line: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing about the tune is an error."""
        return all(diagnostic.severity != "error" for diagnostic in self.diagnostics)


def check(path: Path) -> Iterator[Checked]:
    """The tunes of a file, one by one; raises CorpusError if it is no text, or holds no tune."""
    if path.suffix.lower() in (WORDS, TOKENS):
        shown = one_line(path.name, 200)
        raise UsageError(f"'{shown}' is no ABC, which is what can be checked; songrnn convert makes ABC of it.")
    for number, (line, text) in enumerate(read_tunes(path), start=1):
        moved = (replace(one, line=one.line + line - 1) for one in check_tune(text))
        yield Checked(path, number, line, tuple(moved))
