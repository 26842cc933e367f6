"""Painting a View as an SVG that stands alone, readable on white and on black paper, whichever the reader prefers.

Knows where things go, in pixels. No script, no font and no address of elsewhere is in it, and all text is escaped.
"""

import numpy as np

from songrnn.probe.paint import svg_gates, svg_matrix, svg_sheet
from songrnn.probe.paint.captions import Caption, Legend, caption, check
from songrnn.probe.paint.colours import STEPS
from songrnn.probe.paint.drawing import ADVANCE, Drawing, Theme
from songrnn.probe.view import View

_MARGIN = 24
_NARROWEST = 560
_TITLE, _WORDS, _NUMBERS = 18, 14, 12  # sizes of letters
_BAR = 14  # height of a legend's colours
_STEP = 4  # width of each of them
_SPACE = 12
_BODIES = {
    "text": svg_sheet.draw_units,
    "matrix": svg_matrix.draw,
    "beliefs": svg_sheet.draw_beliefs,
    "gates": svg_gates.draw,
}


def paint(view: View, kind: str) -> str:
    """The View as one SVG of that kind, for white and for black paper.

    kind     "text", "matrix", "beliefs" or "gates"
    raises   UsageError if there is no such kind, or nothing to show: no such unit, signal, gate or belief
    """
    return draw(view, kind, "auto")


def draw(view: View, kind: str, theme: Theme) -> str:
    """The same for one kind of paper, or for both ("auto")."""
    check(view, kind)
    above = caption(view, kind)
    drawing = Drawing(theme)
    top = _MARGIN + _height(above)
    width, height, remark = _BODIES[kind](drawing, view, (_MARGIN, top))
    wide = max(width + 2 * _MARGIN, _NARROWEST)
    _head(drawing, above, remark, wide)
    return drawing.document((wide, top + height + _MARGIN), ": ".join(filter(None, (above.title, above.about))))


def _height(above: Caption) -> int:
    legends = _WORDS + _BAR + 2 * _NUMBERS + 2 * _SPACE
    return _TITLE + _WORDS + 2 * _SPACE + (legends if above.legends else 0)


def _head(drawing: Drawing, above: Caption, remark: str, wide: float) -> None:
    """The title, what is shown, and the legends beside each other."""
    about = f"{above.about}; {remark}" if remark else above.about
    y = _MARGIN + _TITLE
    drawing.text((_MARGIN, y), _fitting(above.title or about, _TITLE, wide), _TITLE)
    y += _WORDS + _SPACE // 2
    if above.title:
        drawing.text((_MARGIN, y), _fitting(about, _WORDS, wide), _WORDS, kind="m")
    x: float = _MARGIN
    for legend in above.legends:
        x += _legend(drawing, legend, (x, y + _SPACE)) + 3 * _SPACE


def _fitting(words: str, size: float, wide: float) -> str:
    room = int((wide - 2 * _MARGIN) / (size * ADVANCE))
    return words if len(words) <= room else words[: room - 1] + "…"


def _legend(drawing: Drawing, legend: Legend, corner: tuple[float, float]) -> float:
    """The colours with their numbers below and their name above; returns its width."""
    x, y = corner
    low, high = legend.ends
    count = round(abs(high - low) * STEPS) + 1
    drawing.text((x, y + _WORDS), legend.name, _WORDS)
    top = y + _WORDS + _SPACE // 2
    drawing.cells((x, top), (_STEP, _BAR), np.linspace(low, high, count))
    for share, number in legend.marks:
        at = x + ((share - low) / (high - low) * (count - 1) + 0.5) * _STEP
        drawing.path(f"M{at:g} {top + _BAR}v4")
        anchor = "start" if share == low else "end" if share == high else "middle"
        edge = {"start": x, "end": x + count * _STEP, "middle": at}[anchor]
        drawing.text((edge, top + _BAR + 4 + _NUMBERS), number, _NUMBERS, anchor=anchor)
    return max(count * _STEP, len(legend.name) * _WORDS * ADVANCE)
