"""A text in its own lines, as rows of cells: which symbol, and which of its characters, stands in each cell.

Knows ABC's bar lines, so that they stand in columns down the page: blanks fill up each bar to the longest one of the
lines around it. A pick-up, or a repeat sign alone, at the beginning of a line has a column of its own. Lines whose bars
differ so much that the page would grow wide are not aligned with each other. Knows no values and no colours.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from songrnn.notation.abc.lexer import is_field, kind, lexemes
from songrnn.notation.abc.meaning import length

Ints = NDArray[np.intp]

BLANK = -1
_WIDEST = 1.6  # times the longest line: aligned lines that would be longer are too unlike
_MOST_LINES = 60  # that are aligned with each other
_SHORT = Fraction(3, 4)  # of a bar: less before a line's first bar line is a pick-up
_LENGTH = re.compile(r"[0-9]*/*[0-9]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells.

    symbols   the index of each cell's symbol, BLANK for none
    offsets   which character of the symbol stands there; what is past its last one is a space
    """

    symbols: Ints
    offsets: Ints

    def __len__(self) -> int:
        return len(self.symbols)


@dataclass(frozen=True, slots=True)
class _Line:
    """The parts of a line: what is between bar lines, and bar lines, in turn; whether the first is a pick-up."""

    parts: tuple[Row, ...]
    leads: bool = False


def rows(texts: Sequence[str], widths: Sequence[int], *, across: int) -> list[Row]:
    """The rows of a text, none longer than `across` cells; a longer line goes on in the next row.

    texts    what each symbol settles of the text, shape (T,)
    widths   how many cells each symbol needs, at least its characters, shape (T,)
    """
    cells = Row(
        np.repeat(np.arange(len(texts)), widths),
        np.concatenate([np.arange(0), *(np.arange(width) for width in widths)]),
    )
    return [row for group in _groups(_lines(texts, widths, cells), across) for row in _aligned(group, across)]


def _lines(texts: Sequence[str], widths: Sequence[int], cells: Row) -> Iterator[_Line]:
    """The lines with their parts, as slices of all cells."""
    starts = np.concatenate([[0], np.cumsum(widths)])[:-1]
    places = [start + at for start, text in zip(starts.tolist(), texts, strict=True) for at in range(len(text))]
    edges = [*places, len(cells)]  # of each character, and the end of the text
    at = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", "".join(texts)):
        spans = _parts(line)
        ends = [edges[at + end] for end in accumulate(len(span) for span in spans)]
        parts = [_slice(cells, start, end) for start, end in pairwise([0 if at == 0 else edges[at], *ends])]
        yield _Line(tuple(parts), leads=_leads(spans))
        at += len(line)


def _slice(row: Row, start: int, end: int) -> Row:
    return Row(row.symbols[start:end], row.offsets[start:end])


def _parts(line: str) -> list[str]:
    """A line of music as what is between bar lines and bar lines, in turn, joined the line again; others whole."""
    if is_field(line) or line.startswith("%"):
        return [line]
    parts = [""]
    for lexeme in lexemes(line.rstrip("\n")):
        if kind(lexeme) == "bar":
            parts += [lexeme, ""]
        else:
            parts[-1] += lexeme
    parts[-1] += "\n" * line.endswith("\n")
    return parts


def _leads(parts: Sequence[str]) -> bool:
    """Whether a line begins with less than a bar, as its other bars are."""
    bars = [lasting for part in parts[2::2] if (lasting := _duration(part))]
    return bool(bars) and _duration(parts[0]) <= _SHORT * median(bars)


def _duration(bar: str) -> Fraction:
    """About how long the notes of a bar last: tuplets and broken rhythm count as they are written."""
    sounding = (lexeme for lexeme in lexemes(bar) if kind(lexeme) in ("note", "rest", "chord"))
    return sum((length(_LENGTH.findall(lexeme)[0]) or Fraction(1) for lexeme in sounding), Fraction())


def _groups(lines: Iterator[_Line], across: int) -> Iterator[list[_Line]]:
    """Lines one after the other that can be aligned with each other; those without bar lines go with any."""
    group: list[_Line] = []
    for line in lines:
        if len(group) == _MOST_LINES or (group and not _alike([*group, line], across)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _alike(group: Sequence[_Line], across: int) -> bool:
    """Whether aligned lines are not much longer than the longest of them is, and go on below only if that one does."""
    music = [line for line in group if len(line.parts) > 1]
    if len(music) < 2:
        return True
    columns = _columns(music)
    padded = max(sum(columns[: len(_moved(line, music)) - 1]) + len(line.parts[-1]) for line in music)
    longest = max(sum(len(part) for part in line.parts) for line in music)
    return padded <= min(_WIDEST * longest, max(across, longest))


def _columns(music: Sequence[_Line]) -> list[int]:
    """How wide each part but a line's last has to be, so that all lines of a group have room."""
    moved = [_moved(line, music)[:-1] for line in music]
    most = max(len(parts) for parts in moved)
    return [max(len(parts[at]) for parts in moved if at < len(parts)) for at in range(most)]


def _moved(line: _Line, music: Sequence[_Line]) -> tuple[Row, ...]:
    """The parts of a line, after two empty ones where others have a pick-up and it has none."""
    empty = _slice(line.parts[0], 0, 0)
    return line.parts if line.leads or not any(one.leads for one in music) else (empty, empty, *line.parts)


def _aligned(group: Sequence[_Line], across: int) -> Iterator[Row]:
    music = [line for line in group if len(line.parts) > 1]
    columns = _columns(music) if music else []
    for line in group:
        if len(line.parts) == 1:
            yield from _wrapped(line.parts[0], [], across)
            continue
        *parts, rest = _moved(line, music)
        filled = [_filled(part, width) for part, width in zip(parts, columns, strict=False)]
        stops = list(accumulate(len(part) for part in filled))[1::2]
        yield from _wrapped(_joined([*filled, rest]), stops, across)


def _filled(part: Row, width: int) -> Row:
    missing = np.full(width - len(part), BLANK)
    return Row(np.append(part.symbols, missing), np.append(part.offsets, missing))


def _joined(parts: Sequence[Row]) -> Row:
    return Row(np.concatenate([part.symbols for part in parts]), np.concatenate([part.offsets for part in parts]))


def _wrapped(row: Row, stops: Sequence[int], across: int) -> Iterator[Row]:
    """A row in pieces no longer than that, ending at a bar line if one is near, else between symbols if one is."""
    between = (np.flatnonzero(np.diff(row.symbols)) + 1).tolist()
    start = 0
    while len(row) - start > across:
        near = range(start + across // 2, start + across + 1)
        end = next((end for places in (stops, between) if (end := _last(places, near[-1])) in near), near[-1])
        yield _slice(row, start, end)
        start = end
    yield _slice(row, start, len(row))


def _last(places: Sequence[int], most: int) -> int:
    """The last of ascending places that is at most that; BLANK for none."""
    at = bisect_right(places, most)
    return places[at - 1] if at else BLANK
