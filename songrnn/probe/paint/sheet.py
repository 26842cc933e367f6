"""A text in rows of coloured cells: a unit under it, or what was believed.

Knows what stands in each cell and how strongly it is coloured, every character safe to show. Knows no pixels.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from songrnn.printable import printable
from songrnn.probe.paint.captions import full, shares, shown_units, surprise_shares
from songrnn.probe.paint.colours import Floats
from songrnn.probe.paint.layout import BLANK, Row, rows
from songrnn.probe.view import View

_SHOWN = str.maketrans("\n\t", "⏎ ")
_END = "∎"  # of the piece, as a guess
_WIDEST_GUESS = 12  # cells


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of cells.

    cells    what to show, one character each; a combining mark stands on a dotted circle
    shares   the values as shares of the full scale, from -1 to 1, nan where there is only paper; shape (len(cells),)
    """

    cells: tuple[str, ...]
    shares: Floats


Stack = tuple[Strip, ...]  # strips that stand close beneath each other


def sheet(view: View, kind: str, *, across: int) -> list[Stack]:
    """The picture of kind "text" or "beliefs", in rows of at most `across` cells."""
    return list(_of_beliefs(view, across) if kind == "beliefs" else _of_units(view, across))


def _of_units(view: View, across: int) -> Iterator[Stack]:
    """The text once for each unit, under the unit's name if there are several."""
    laid = rows(view.texts, [len(text) for text in view.texts], across=across)
    most = full(view, "text")
    units = shown_units(view)
    for unit in units:
        if len(units) > 1:
            yield (_heading(f"unit {unit}"),)
        shares_T = shares(view.trace.unit(unit, view.signal), most)
        yield from ((_parted(row, view.texts, _strip(row, view.texts, shares_T)),) for row in laid)


def _of_beliefs(view: View, across: int) -> Iterator[Stack]:
    """The text by its surprise, and a strip for each rank of the guesses after each symbol."""
    ranks = max((len(guesses) for guesses in view.beliefs.guesses), default=0)
    guesses = [_rank(view, rank) for rank in range(ranks)]
    widths = _widths([view.texts, *(texts for texts, _ in guesses)])
    surprises = surprise_shares(view.beliefs.surprises)
    for row in rows(view.texts, widths, across=across):
        yield (_strip(row, view.texts, surprises), *(_strip(row, texts, sizes) for texts, sizes in guesses))


def _rank(view: View, rank: int) -> tuple[list[str], Floats]:
    """The guesses of one rank after each symbol, and their probabilities; "" and nan where there is none."""
    found = [guesses[rank] if rank < len(guesses) else None for guesses in view.beliefs.guesses]
    texts = ["" if guess is None else (guess.text or _END) for guess in found]
    return texts, np.array([np.nan if guess is None else min(max(guess.probability, 0.0), 1.0) for guess in found])


def _widths(lists: Sequence[Sequence[str]]) -> list[int]:
    """How many cells each symbol needs so that its guesses have room, unless very long, and a gap after words."""
    wanted = [
        max([len(symbol), *(min(len(text), _WIDEST_GUESS) for text in rest)])
        for symbol, *rest in zip(*lists, strict=True)
    ]
    return [size + 1 if size > 1 else 1 for size in wanted]


def _heading(text: str) -> Strip:
    return Strip(tuple(text), np.full(len(text), np.nan))


def _strip(row: Row, texts: Sequence[str], shares_T: Floats) -> Strip:
    """The characters that a row has of some texts, one a symbol, each with its symbol's share."""
    places = zip(row.symbols.tolist(), row.offsets.tolist(), strict=True)
    cells = tuple(_cell(texts[at][offset : offset + 1]) if at != BLANK else " " for at, offset in places)
    return Strip(cells, np.where(row.symbols == BLANK, np.nan, shares_T[row.symbols]))


def _parted(row: Row, texts: Sequence[str], strip: Strip) -> Strip:
    """A strip with paper for the spaces before words, so that these are told apart; a space that is a symbol stays."""
    words = np.array([text[:1] == " " and text != " " for text in texts], bool)
    spaces = (row.symbols != BLANK) & (row.offsets == 0) & words[row.symbols]
    return Strip(strip.cells, np.where(spaces, np.nan, strip.shares))


def _cell(character: str) -> str:
    """A character as it is shown in a cell of its own; nothing as a space."""
    shown = printable(character).translate(_SHOWN) or " "
    return "◌" + shown if unicodedata.category(shown) in ("Mn", "Me") else shown
