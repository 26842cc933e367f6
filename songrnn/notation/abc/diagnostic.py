"""What a reader has to say about a tune: how bad it is, where, what, and what to do about it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from songrnn.notation.abc.lexer import columns


class Severity(StrEnum):
    """error: the music cannot be read as it is written; warning: players would stumble; remark: something left out."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing about a tune. line and column count from 1; `advice` is "" where there is none to give."""

    severity: Severity
    line: int
    column: int
    what: str
    advice: str = ""


class Place(NamedTuple):
    """Where a bar begins: its line, from 1, and how many lexemes of the line stand before it, spaces aside."""

    line: int
    at: int


@dataclass(slots=True)
class Journal:
    """What a reading has to say, at most so much of it; and the place in the text where the reader is."""

    most: int = 1000
    line: int = 1
    text: str = ""
    at: int = 0
    said: list[Diagnostic] = field(default_factory=list)
    _columns: list[int] = field(default_factory=list)
    _measured: int = 0

    def begin(self, line: int, text: str) -> None:
        """A line is about to be read."""
        self.line, self.text, self.at = line, text, 0

    def say(self, severity: Severity, what: str, advice: str = "") -> None:
        """Something about the lexeme where the reader is."""
        if len(self.said) >= self.most:
            return
        if self._measured != self.line:
            self._measured, self._columns = self.line, [*columns(self.text), len(self.text) or 1]
        column = self._columns[min(self.at, len(self._columns) - 1)]
        self.said.append(Diagnostic(severity, self.line, column, what, advice))
