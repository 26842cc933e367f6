"""Drawing a text in coloured cells, and keeping the drawing small.

Long lines go on in the next row, many rows go on in a further column, cells shrink, and what would still not fit is
left out and said so. Knows pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from songrnn.probe.paint.drawing import Drawing
from songrnn.probe.paint.sheet import Stack, sheet
from songrnn.probe.view import View

_ACROSS = 100  # cells in a row
_BETWEEN = 2  # cells between columns
_LARGEST = 4600  # pixels of width and height
_HIGH = 2300  # rather


@dataclass(frozen=True, slots=True)
class _Size:
    """Pixels of a cell, of the gap below a stack, and of its letters."""

    width: int
    height: int
    gap: int
    letter: float

    def height_of(self, stack: Stack) -> int:
        return len(stack) * self.height + self.gap


# The last can hardly be read, but its colours can: it has room for any 7,000 characters, however they are broken.
_SIZES = (_Size(12, 22, 5, 17), _Size(9, 16, 4, 13), _Size(6, 11, 3, 9), _Size(4, 7, 2, 6))

Column = list[Stack]


def draw_units(drawing: Drawing, view: View, corner: tuple[float, float]) -> tuple[float, float, str]:
    """Draw the picture of kind "text"; returns its width and height, and what is left out, "" for nothing."""
    return _draw(drawing, sheet(view, "text", across=_ACROSS), corner)


def draw_beliefs(drawing: Drawing, view: View, corner: tuple[float, float]) -> tuple[float, float, str]:
    """Draw the picture of kind "beliefs"; returns its width and height, and what is left out, "" for nothing."""
    return _draw(drawing, sheet(view, "beliefs", across=_ACROSS), corner)


def _draw(drawing: Drawing, stacks: Sequence[Stack], corner: tuple[float, float]) -> tuple[float, float, str]:
    size, columns = _plan(stacks)
    kept = [column for column, edge in zip(columns, _edges(columns, size), strict=True) if edge <= _LARGEST]
    x, y = corner
    for column, edge in zip(kept, [0, *_edges(kept, size)], strict=False):
        _draw_column(drawing, column, size, (x + edge, y))
    gone = sum(len(stack[0].cells) for column in columns[len(kept) :] for stack in column)
    height = max(sum(size.height_of(stack) for stack in column) for column in kept)
    return _edges(kept, size)[-1] - _BETWEEN * size.width, height, f"without the last {gone:,} cells" if gone else ""


def _draw_column(drawing: Drawing, column: Column, size: _Size, corner: tuple[float, float]) -> None:
    x, y = corner
    for stack in column:
        for at, strip in enumerate(stack):
            top = y + at * size.height
            drawing.cells((x, top), (size.width, size.height), strip.shares)
            baseline = (x, top + round(0.73 * size.height))
            drawing.letters(baseline, (size.width, size.letter), strip.cells, strip.shares)
        y += size.height_of(stack)


def _plan(stacks: Sequence[Stack]) -> tuple[_Size, list[Column]]:
    """The largest cells in which all stacks fit, or the smallest; high columns only where low ones grow too wide."""
    for size, highest in product(_SIZES, (_HIGH, _LARGEST)):
        count = len(_columns(stacks, size, highest))
        whole = sum(size.height_of(stack) for stack in stacks)
        even = -(-whole // count) + max(size.height_of(stack) for stack in stacks)
        columns = _columns(stacks, size, min(even, highest))
        if _edges(columns, size)[-1] <= _LARGEST:
            break
    return size, columns


def _edges(columns: Sequence[Column], size: _Size) -> list[int]:
    """Where each column ends, with the space after it."""
    widths = [max(len(strip.cells) for stack in column for strip in stack) for column in columns]
    return list(accumulate((width + _BETWEEN) * size.width for width in widths))


def _columns(stacks: Sequence[Stack], size: _Size, highest: int) -> list[Column]:
    """Stacks beneath each other in columns that are no higher than that."""
    columns: list[Column] = []
    y = highest
    for stack in stacks:
        if y + size.height_of(stack) > highest:
            columns.append([])
            y = 0
        columns[-1].append(stack)
        y += size.height_of(stack)
    return columns
