"""All units of a layer by all symbols, as a grid of bounded size with the words at its edges.

Where there are more symbols than columns, a column stands for several, by the value that is farthest from zero: maxima
are pooled and never averaged away. Units are never pooled, because of a dozen one is always far from zero: where there
are more than rows, those that vary most are shown. Knows no pixels.

Axes: T symbols, H units.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from songrnn.printable import printable
from songrnn.probe.order import order
from songrnn.probe.paint.captions import full, shares, shown_layers
from songrnn.probe.paint.colours import Floats
from songrnn.probe.signals import Unit
from songrnn.probe.view import Places, View

_ATTENTION = "a"  # its units stand for distances and keep their order


@dataclass(frozen=True, slots=True)
class Panel:
    """One layer.

    shares    (rows, columns) from -1 to 1
    symbols   how many of them a column stands for, at most
    names     of each row's unit
    units     how many the layer has
    letters   what is written over each column, () where a column is several symbols, or a symbol several characters
    ticks     columns in which bars begin, with their numbers
    """

    name: str
    shares: Floats
    symbols: int
    names: tuple[str, ...]
    units: int
    letters: tuple[str, ...]
    ticks: tuple[tuple[int, str], ...]

    @property
    def remark(self) -> str:
        """What is not as one might think, "" if nothing is."""
        shown = f"the {len(self.names)} units of {self.units} that vary most"
        pooled = f"a cell stands for {self.symbols} symbols, by the value farthest from 0"
        return "; ".join([shown] * (len(self.names) < self.units) + [pooled] * (self.symbols > 1))


def panels(view: View, *, rows: int, columns: int) -> list[Panel]:
    """The layers that are shown, in at most so many rows and columns each; raises UsageError as the trace does."""
    most = full(view, "matrix")
    return [_panel(view, layer, most, (rows, columns)) for layer in shown_layers(view)]


def _panel(view: View, layer: int, most: float, room: tuple[int, int]) -> Panel:
    values_TH = view.trace.matrix(layer, view.signal)
    symbols, units = -(-len(values_TH) // room[1]), values_TH.shape[1]
    kept = np.sort(np.argsort(-values_TH.std(axis=0), kind="stable")[: room[0]])
    ordered = kept if view.signal == _ATTENTION else kept[order(values_TH[:, kept])]
    pooled = pool(values_TH.T[ordered], symbols)
    names = tuple(str(Unit(layer, int(index))) for index in ordered)
    ticks = tuple((at // symbols, number) for at, number in bars(view.places))
    letters = _letters(view) if symbols == 1 else ()
    return Panel(view.trace.layers[layer - 1].name, shares(pooled, most), symbols, names, units, letters, ticks)


def pool(values: Floats, size: int) -> Floats:
    """Each `size` columns as one, by the value farthest from zero, with its sign: (H, T) → (H, T')."""
    blocks = np.pad(values, ((0, 0), (0, -values.shape[1] % size))).reshape(len(values), -1, size)
    high, low = blocks.max(axis=-1), blocks.min(axis=-1)
    return np.asarray(np.where(high >= -low, high, low))


def bars(places: Places) -> Iterator[tuple[int, str]]:
    """The symbols at which another bar begins, with its number."""
    begins = np.flatnonzero(np.diff(places.bars, prepend=-1))
    return ((int(at), str(places.bars[at])) for at in begins if places.bars[at] > 0)


def with_room(ticks: Iterable[tuple[int, str]], width: float) -> Iterator[tuple[int, str]]:
    """The ticks whose numbers do not run into the one before, a column being so many letters wide."""
    free = -1.0
    for at, number in ticks:
        if at * width >= free:
            yield at, number
            free = at * width + len(number) + 1


def _letters(view: View) -> tuple[str, ...]:
    if max(len(text) for text in view.texts) > 1:
        return ()
    return tuple(printable(text).replace("\n", "⏎").replace("\t", " ") or " " for text in view.texts)
