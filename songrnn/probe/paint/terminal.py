"""Painting for a terminal: each character on a background of its value's colour, or signs beneath it without colours.

Knows escape sequences and writes no other than colours; what the terminal can show, the caller finds out.
"""

import unicodedata
from itertools import groupby
from typing import Literal

import numpy as np

from songrnn.probe.paint import Floats, Line, lines
from songrnn.probe.paint.colours import indexed, ink, of_index, rgb

Palette = Literal["truecolor", "256", "none"]

_RESET = "\x1b[0m"
_SIGNS = "87654321·▁▂▃▄▅▆▇█"  # from -1 to 1
_HALF = len(_SIGNS) // 2


def paint(text: str, values: Floats, *, colours: Palette, scale: float = 1.0) -> str:
    """The text in its own lines, coloured by its values, and a last line with the scale; no line break at the end.

    values    one a character, shape (len(text),)
    colours   "truecolor", "256", or "none": beneath each line a line of signs, digits below zero and bars above
    scale     the value of the full colour
    """
    picture = [*lines(text, values, scale), _legend(len(_SIGNS))]
    painted = [_signed(line) if colours == "none" else _coloured(line, colours) for line in picture]
    if colours == "none":
        painted[-1] = _SIGNS
    painted[-1] = f"-{scale:.3g} {painted[-1]} +{scale:.3g}"
    return "\n".join([*painted[:-1], "", painted[-1]])


def _legend(width: int) -> Line:
    return Line(tuple("0".center(width)), np.linspace(-1.0, 1.0, width))


def _signed(line: Line) -> str:
    steps = (line.shares * _HALF).round().astype(int) + _HALF
    signs = (_SIGNS[step].ljust(_columns(cell)) for step, cell in zip(steps, line.cells, strict=True))
    return "".join(line.cells) + "\n" + "".join(signs)


def _columns(cell: str) -> int:
    """How many columns a terminal gives to a cell: two to the characters of East Asia."""
    return 2 if unicodedata.east_asian_width(cell[-1]) in ("W", "F") else 1


def _coloured(line: Line, colours: Palette) -> str:
    codes = _true(line.shares) if colours == "truecolor" else _indexed(line.shares)
    runs = groupby(zip(codes, line.cells, strict=True), key=lambda pair: pair[0])
    return "".join(f"\x1b[{code}m{''.join(cell for _, cell in run)}" for code, run in runs) + _RESET


def _true(shares: Floats) -> list[str]:
    ground = rgb(shares)
    pairs = zip(ink(ground).tolist(), ground.tolist(), strict=True)
    return [f"38;2;{r};{g};{b};48;2;{R};{G};{B}" for (r, g, b), (R, G, B) in pairs]


def _indexed(shares: Floats) -> list[str]:
    ground = indexed(shares)
    inks = np.where(ink(of_index(ground))[:, 0], 231, 16)  # white, black
    return [f"38;5;{letter};48;5;{colour}" for letter, colour in zip(inks, ground, strict=True)]
