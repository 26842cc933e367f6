"""Drawing units by symbols: a layer beneath another, each as an image of one pixel a cell, with real words around it.

Knows pixels, and which of the words at the edges have room.
"""

import numpy as np

from songrnn.probe.paint.drawing import ADVANCE, Drawing
from songrnn.probe.paint.matrix import Panel, panels, with_room
from songrnn.probe.view import View

_MOST = (1536, 2400)  # rows and columns, of at least a pixel each
_WIDEST, _TALLEST = 1600, 1024  # pixels of the cells of a layer, unless that is less than one a cell
_CELL = 14  # pixels, at most, so that letters fit
_READABLE = 8  # pixels of a cell over which a letter can be read
_NUMBERS = 11  # the size of letters
_NAME = 14
_LEFT = 64  # for the units' names
_LINE = 16


def draw(drawing: Drawing, view: View, corner: tuple[float, float]) -> tuple[float, float, str]:
    """Draw the picture of kind "matrix"; returns its width and height, and what is not as one might think."""
    x, y = corner
    shown = panels(view, rows=_MOST[0], columns=_MOST[1])
    width = 0.0
    for panel in shown:
        wide, high = _draw_panel(drawing, panel, (x, y), named=len(shown) > 1)
        width, y = max(width, wide), y + high + _LINE
    return width, y - _LINE - corner[1], next((panel.remark for panel in shown if panel.remark), "")


def _draw_panel(drawing: Drawing, panel: Panel, corner: tuple[float, float], *, named: bool) -> tuple[float, float]:
    """One layer with the words at its edges; returns its width and height."""
    x, y = corner
    if named:
        drawing.text((x, y + _NAME), panel.name, _NAME)
        y += _NAME + _LINE // 2
    rows, columns = panel.shares.shape
    cell = (min(max(_WIDEST // columns, 1), _CELL), min(max(_TALLEST // rows, 1), _CELL))
    size = (columns * cell[0], rows * cell[1])
    left = x + _LEFT
    y = _draw_letters(drawing, panel, (left, y), cell[0])
    drawing.image((left, y), size, panel.shares)
    _draw_names(drawing, panel, (left, y), cell[1])
    below = _draw_bars(drawing, panel, (left, y + size[1]), cell[0])
    return _LEFT + size[0], below - corner[1]


def _draw_letters(drawing: Drawing, panel: Panel, corner: tuple[float, float], width: int) -> float:
    """The symbols over their columns if they can be read; returns where they end."""
    x, y = corner
    if not panel.letters or width < _READABLE:
        return y
    size = min(width / ADVANCE, _NAME)
    drawing.letters((x, y + _LINE - 4), (width, size), panel.letters, np.full(len(panel.letters), np.nan))
    return y + _LINE


def _draw_names(drawing: Drawing, panel: Panel, corner: tuple[float, float], height: int) -> None:
    """The names of units beside their rows, of all of them or of every so many."""
    x, y = corner
    every = -(-_LINE // height) if height < _NUMBERS + 1 else 1
    for at in range(0, len(panel.names), every):
        middle = y + (at + 0.5) * height
        drawing.path(f"M{x - 5:g} {middle:g}h4")
        drawing.text((x - 8, middle + 0.36 * _NUMBERS), panel.names[at], _NUMBERS, anchor="end", kind="m")


def _draw_bars(drawing: Drawing, panel: Panel, corner: tuple[float, float], width: int) -> float:
    """Ticks where bars begin, with their numbers where they have room; returns where they end."""
    if not panel.ticks:
        return corner[1]
    x, y = corner
    drawing.path("".join(f"M{x + at * width:g} {y + 1:g}v5" for at, _ in panel.ticks))
    drawing.text((x - 8, y + 6 + _NUMBERS), "bar", _NUMBERS, anchor="end", kind="m")
    for at, number in with_room(panel.ticks, width / (_NUMBERS * ADVANCE)):
        drawing.text((x + at * width, y + 6 + _NUMBERS), number, _NUMBERS, kind="m")
    return y + 6 + _LINE
