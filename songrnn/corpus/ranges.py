"""Big texts into ranges of bytes that begin with a line or a tune, so that workers share them.

Reads a file once, a block at a time, to find where its lines or tunes begin; knows nothing of what they say.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_SIZE = 4 << 20  # bytes of a range, if its last line or tune is not longer
_BLOCK = 1 << 20
_LONGEST_MARK = 16  # bytes that have to be seen to tell a beginning
_LINE = re.compile(rb"\n")
_BLOCKS = re.compile(rb"\n(?=<start>)")
_NUMBERS = re.compile(rb"\n(?=X:)")
_MARKS = {"words": _LINE, "doodle": _LINE, "folkrnn": re.compile(rb"\n(?=M:|<s>)")}


class Range(NamedTuple):
    """Bytes of a file, and the number of the line or tune that they begin with."""

    begin: int = 0
    end: int = 0
    first: int = 1


def ranges(path: Path, kind: str) -> Iterator[Range]:
    """The ranges of a file for a reader; one, with the end 0, for all of it if it is small or cannot be cut."""
    size = path.stat().st_size
    mark = None if size <= _SIZE or path.suffix.lower() == ".gz" else _mark(path, kind)
    begin, first = 0, 1
    for number, at in enumerate(_beginnings(path, mark) if mark else (), start=1):
        if at - begin >= _SIZE and number > 1:
            yield Range(begin, at, first)
            begin, first = at, number
    yield Range(begin, size if begin else 0, first)


def _mark(path: Path, kind: str) -> re.Pattern[bytes] | None:
    if kind != "book":
        return _MARKS.get(kind)
    with path.open("rb") as file:
        return _BLOCKS if b"<start>" in file.read(_BLOCK) else _NUMBERS


def _beginnings(path: Path, mark: re.Pattern[bytes]) -> Iterator[int]:
    """Where lines or tunes begin. Each mark begins with the end of a line, so one is thought before the file."""
    at, waiting = -1, b"\n"
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            waiting += block
            sure = len(waiting) - _LONGEST_MARK
            yield from (at + one.start() + 1 for one in mark.finditer(waiting) if one.start() < sure)
            at, waiting = at + max(sure, 0), waiting[max(sure, 0) :]
    yield from (at + one.start() + 1 for one in mark.finditer(waiting) if one.start() + 1 < len(waiting))
