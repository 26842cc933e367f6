"""Painting a text by one value a character. The painters know no model: a value is a number and its full scale.

Here is what they share: a text as lines of cells, each one character wide and safe to show, none dropped.
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.printable import printable

Floats = NDArray[np.floating]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SHOWN = str.maketrans("\n\t", "⏎ ")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text. A line break is a cell of its own, the last.

    cells    what to show, one string a character
    shares   the values as shares of the full scale, from -1 to 1, shape (len(cells),)
    """

    cells: tuple[str, ...]
    shares: Floats


def lines(text: str, values: Floats, scale: float) -> list[Line]:
    """The lines of a text with its values.

    values   one a character, shape (len(text),); what exceeds the scale is cut to it, what is no number counts as 0
    scale    the value of the full colour, above 0
    """
    assert values.shape == (len(text),)
    assert scale > 0
    kept = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=scale, neginf=-scale)
    shares = np.clip(kept, -scale, scale) / scale
    cells = tuple(_cell(character) for character in printable(text))
    return [Line(cells[at.start() : at.end()], shares[at.start() : at.end()]) for at in _LINE.finditer(text)]


def _cell(character: str) -> str:
    """A printable character as it is shown in a cell of its own; a combining mark stands on a dotted circle."""
    bearer = "◌" if unicodedata.category(character) in ("Mn", "Me") else ""
    return bearer + character.translate(_SHOWN)
