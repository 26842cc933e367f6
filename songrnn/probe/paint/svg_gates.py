"""Drawing how often gates are saturated: a square for each gate of each layer, a dot for each unit.

Knows pixels. After: Karpathy, Johnson and Fei-Fei 2015, figure 3.
"""

from songrnn.probe.paint.colours import STEPS, ZERO
from songrnn.probe.paint.drawing import Drawing
from songrnn.probe.paint.saturation import Saturation, saturations
from songrnn.probe.signals import Unit
from songrnn.probe.view import View

_SIDE = 260  # pixels
_LEFT, _ABOVE, _BELOW, _RIGHT = 44, 30, 44, 20
_NAME, _NUMBERS = 13, 11  # sizes of letters
_DOT, _LARGE_DOT = 3.5, 6
_UNIT, _CHOSEN = ZERO - STEPS * 3 // 4, ZERO + STEPS * 3 // 4  # blue, and orange for the units that are asked for


def draw(drawing: Drawing, view: View, corner: tuple[float, float]) -> tuple[float, float, str]:
    """Draw the picture of kind "gates"; returns its width and height, and no remark."""
    x, y = corner
    found = saturations(view)
    wide, high = _LEFT + _SIDE + _RIGHT, _ABOVE + _SIDE + _BELOW
    for row, gates in enumerate(found):
        for column, gate in enumerate(gates):
            _draw_square(drawing, gate, view.units, (x + column * wide, y + row * high))
    return max(len(gates) for gates in found) * wide, len(found) * high, ""


def _draw_square(drawing: Drawing, gate: Saturation, chosen: tuple[Unit, ...], corner: tuple[float, float]) -> None:
    left, top = corner[0] + _LEFT, corner[1] + _ABOVE
    _draw_axes(drawing, gate.name, (left, top))
    marked = {unit.index for unit in chosen if unit.layer == gate.layer}
    points = [(left + x * _SIDE, top + (1 - y) * _SIDE) for x, y in zip(gate.left, gate.right, strict=True)]
    for index in sorted(range(len(points)), key=marked.__contains__):  # the chosen ones over the others
        name = f"{gate.layer}:{index}, shut {gate.left[index]:.0%}, open {gate.right[index]:.0%}"
        step, radius = (_CHOSEN, _LARGE_DOT) if index in marked else (_UNIT, _DOT)
        drawing.dot(points[index], radius, name, step=step, solid=index in marked)
    for index in sorted(marked & set(range(len(points)))):
        x, y = points[index]
        anchor, beside = ("start", 8) if x < left + _SIDE / 2 else ("end", -8)
        drawing.text((x + beside, y - 6), f"{gate.layer}:{index}", _NUMBERS, anchor=anchor, kind="n")


def _draw_axes(drawing: Drawing, name: str, corner: tuple[float, float]) -> None:
    """The square, the line that all dots are below or on, and what its sides are."""
    left, top = corner
    bottom = top + _SIDE
    drawing.text((left, top - 10), name, _NAME)
    drawing.path(f"M{left} {top}v{_SIDE}h{_SIDE}")
    drawing.path(f"M{left} {top}l{_SIDE} {_SIDE}", dashed=True)
    for share in (0.0, 0.5, 1.0):
        drawing.text((left + share * _SIDE, bottom + 15), f"{share:.0%}", _NUMBERS, anchor="middle", kind="m")
        drawing.text((left - 5, bottom - share * _SIDE + 4), f"{share:.0%}", _NUMBERS, anchor="end", kind="m")
    drawing.text((left + _SIDE / 2, bottom + 31), "nearly shut, of all symbols", _NUMBERS, anchor="middle", kind="m")
    drawing.text((left + _SIDE, top + 12), "up: nearly open", _NUMBERS, anchor="end", kind="m")
