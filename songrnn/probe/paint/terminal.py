"""Painting a View for a terminal: letters on the colours of their values, or signs where there are no colours.

Knows escape sequences and writes no other than colours; what the terminal can show, the caller finds out. All text is
made safe to show on the way.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap
from typing import Literal

import numpy as np

from songrnn.printable import one_line
from songrnn.probe.paint.captions import Legend, caption, check
from songrnn.probe.paint.colours import Floats, indexed, ink, of_index, rgb
from songrnn.probe.paint.matrix import Panel, panels, with_room
from songrnn.probe.paint.saturation import Saturation, saturations
from songrnn.probe.paint.sheet import Strip, sheet
from songrnn.probe.view import View

Palette = Literal["truecolor", "256", "none"]

_RESET = "\x1b[0m"
_SIGNS = "87654321·▁▂▃▄▅▆▇█"  # from -1 to 1
_HALF = len(_SIGNS) // 2
_LINES = 40  # of a layer
_NAMES = 7  # columns for the names of units, and a space
_SQUARE = (24, 10)  # columns and lines of a gate's square
_NARROWEST = 20
_LONGEST = 200  # characters of what is said of a layer


def paint(view: View, kind: str, *, colours: Palette, width: int = 100) -> str:
    """The View as text of that kind, under its title and over its legend; no line break at the end.

    kind      "text", "matrix", "beliefs" or "gates"
    colours   "truecolor", "256", or "none": signs, digits below zero and bars above
    width     columns that the terminal has
    raises    UsageError if there is no such kind, or nothing to show: no such unit, signal, gate or belief
    """
    check(view, kind)
    room = max(width, _NARROWEST)
    above = caption(view, kind)
    head = [*wrap(above.title, room), *wrap(above.about, room)]
    body = {"matrix": _matrix, "gates": _gates}.get(kind, _sheet)(view, kind, colours, room)
    legends = [_legend(legend, colours) for legend in above.legends]
    return "\n".join([*head, "", *body, *([""] if legends else []), *legends])


def _sheet(view: View, kind: str, colours: Palette, width: int) -> list[str]:
    """A text with its values; without colours each strip has its signs beneath."""
    painted = []
    for stack in sheet(view, kind, across=width):
        for strip in stack:
            painted += _signed(strip) if colours == "none" else [_coloured(strip, colours)]
        painted += [""] * (len(stack) > 1)
    return painted[:-1] if painted[-1] == "" else painted


def _signed(strip: Strip) -> list[str]:
    """The letters and, unless all is paper, the signs beneath."""
    words = "".join(strip.cells)
    if np.isnan(strip.shares).all():
        return [words]
    signs = (sign.ljust(_columns(cell)) for sign, cell in zip(_signs(strip.shares), strip.cells, strict=True))
    return [words, "".join(signs)]


def _signs(shares: Floats) -> list[str]:
    return [" " if np.isnan(share) else _SIGNS[round(share * _HALF) + _HALF] for share in shares.tolist()]


def _columns(cell: str) -> int:
    """How many columns a terminal gives to a cell: two to the characters of East Asia."""
    return 2 if unicodedata.east_asian_width(cell[-1]) in ("W", "F") else 1


def _coloured(strip: Strip, colours: Palette) -> str:
    codes = _on(strip.shares, colours)
    runs = groupby(zip(codes, strip.cells, strict=True), key=lambda pair: pair[0])
    return "".join(f"{code}{''.join(cell for _, cell in run)}" for code, run in runs) + _RESET


def _on(shares: Floats, colours: Palette) -> list[str]:
    """What switches to each background and to letters that read well on it; to plain paper for nan."""
    kept = np.nan_to_num(shares)
    if colours == "truecolor":
        ground = rgb(kept)
        pairs = zip(ink(ground).tolist(), ground.tolist(), strict=True)
        codes = [f"\x1b[38;2;{r};{g};{b};48;2;{R};{G};{B}m" for (r, g, b), (R, G, B) in pairs]
    else:
        steps = indexed(kept)
        inks = np.where(ink(of_index(steps))[:, 0], 231, 16)  # white, black
        codes = [f"\x1b[38;5;{letter};48;5;{step}m" for letter, step in zip(inks, steps, strict=True)]
    return [_RESET if paper else code for paper, code in zip(np.isnan(shares), codes, strict=True)]


def _legend(legend: Legend, colours: Palette) -> str:
    """The colours or signs from one end to the other between the numbers there, and what they are."""
    low, high = legend.ends
    count = round(abs(high - low) * _HALF) + 1
    shares = np.linspace(low, high, count)
    words = _middles(legend, count) if colours != "none" else "".join(_signs(shares))
    painted = words if colours == "none" else _coloured(Strip(tuple(words), shares), colours)
    numbers = dict(legend.marks)
    return f"{numbers[low]} {painted} {numbers[high]}  {legend.name}"


def _middles(legend: Legend, count: int) -> str:
    """The numbers between the ends at their places."""
    low, high = legend.ends
    words = [" "] * count
    for share, number in legend.marks:
        if share not in legend.ends:
            at = round((share - low) / (high - low) * (count - 1)) - (len(number) - 1) // 2
            words[at : at + len(number)] = number
    return "".join(words)


def _matrix(view: View, _: str, colours: Palette, width: int) -> list[str]:
    """Each layer: two rows a line as half blocks, or one as a sign."""
    rows = _LINES if colours == "none" else 2 * _LINES
    shown = panels(view, rows=rows, columns=width - _NAMES)
    return [line for panel in shown for line in (*_panel(panel, colours, width), "")][:-1]


def _panel(panel: Panel, colours: Palette, width: int) -> list[str]:
    head = wrap(one_line(f"{panel.name}: {panel.remark}" if panel.remark else panel.name, _LONGEST), width)
    edge = " " * _NAMES
    above = [edge + "".join(panel.letters)] if panel.letters else []
    a_line = 1 if colours == "none" else 2
    lines = []
    for at in range(0, len(panel.shares), a_line):
        name = panel.names[at].rjust(_NAMES - 1) + " "
        lines.append(name + _halves(panel.shares[at : at + a_line], colours))
    return [*head, *above, *lines, *_ticks(panel)]


def _halves(rows: Floats, colours: Palette) -> str:
    """One row as signs, or two as upper half blocks on a background."""
    if colours == "none":
        return "".join(_signs(rows[0]))
    upper = _on(rows[0], colours)
    lower = _on(rows[1], colours) if len(rows) > 1 else [_RESET] * len(upper)
    pairs = [(_foreground(over), under) for over, under in zip(upper, lower, strict=True)]
    runs = ((codes, len(list(run))) for codes, run in groupby(pairs))
    return "".join(f"{under}{over}{'▀' * length}" for (over, under), length in runs) + _RESET


def _foreground(code: str) -> str:
    """What switches to a background, as what switches to letters of that colour."""
    return "\x1b[38;" + code.partition(";48;")[2]


def _ticks(panel: Panel) -> list[str]:
    """Where bars begin, with their numbers."""
    if not panel.ticks:
        return []
    line = [" "] * panel.shares.shape[1]
    for at, number in with_room(panel.ticks, 1.0):
        if at + len(number) <= len(line):
            line[at : at + len(number)] = number
    return ["bar".rjust(_NAMES - 1) + " " + "".join(line).rstrip()]


def _gates(view: View, _: str, colours: Palette, width: int) -> list[str]:
    """The squares of gates beside each other, as many as have room."""
    lines = []
    across = max(width // (_SQUARE[0] + _NAMES), 1)
    for gates in saturations(view):
        for start in range(0, len(gates), across):
            squares = [_square(gate, colours) for gate in gates[start : start + across]]
            lines += ["  ".join(parts) for parts in zip(*squares, strict=True)] + [""]
    return lines[:-1]


def _square(gate: Saturation, colours: Palette) -> list[str]:
    """How many units there are in each cell: right along how often nearly shut, up along how often nearly open."""
    columns, rows = _SQUARE
    counts, _, _ = np.histogram2d(gate.right, gate.left, bins=(rows, columns), range=((0, 1), (0, 1)))
    lines = [one_line(gate.name, columns + 5).ljust(columns + 5)]
    for at, row in enumerate(counts[::-1].astype(int)):
        edge = "100% " if at == 0 else "  0% " if at == rows - 1 else "     "
        lines.append(edge + _density(row, int(counts.max()), colours))
    return [*lines, " " * 5 + "0%" + "shut, up: open".center(columns - 6) + "100%"]


def _density(counts: Sequence[int], most: int, colours: Palette) -> str:
    """Counts as digits, + for more, on colours by their logarithms."""
    words = ["·" if n == 0 else str(n) if n < 10 else "+" for n in counts]
    shares = np.log1p(np.asarray(counts)) / np.log1p(max(most, 1))
    return "".join(words) if colours == "none" else _coloured(Strip(tuple(words), shares), colours)
