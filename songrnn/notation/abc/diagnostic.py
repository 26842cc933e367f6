"""What a reader has to say about a tune: how bad it is, where, what, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


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
