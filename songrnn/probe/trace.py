"""The trace: what every unit of every layer says after each symbol, of one piece or of a whole corpus.

Knows networks and symbols. Knows nothing of what the symbols stand for, and nothing of colours. A whole corpus is read
side by side in stretches of bounded memory; what was heard is kept in memory, or in files that are mapped into it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.errors import UsageError
from songrnn.models.family import Family
from songrnn.printable import one_line
from songrnn.probe.gates import Signals
from songrnn.probe.listening import layer_names, listen
from songrnn.probe.signals import Layer, Trace, Values

_STEPS = 1 << 12  # of a stretch, rows times their length, for a network of breadth 1: 100 MB for two lstms of 512 units
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Readings:
    """What was heard in several pieces.

    trace     its rows are those of all pieces, one after the other
    offsets   (pieces + 1,) where the rows of each piece begin, and last how many there are
    """

    trace: Trace
    offsets: NDArray[np.int64]

    def piece(self, at: int) -> Trace:
        """The trace of one piece, from 0; views, no copies."""
        rows = slice(int(self.offsets[at]), int(self.offsets[at + 1]))
        layers = (
            Layer(layer.name, {name: values[rows] for name, values in layer.signals.items()})
            for layer in self.trace.layers
        )
        return Trace(tuple(layers))


def trace(network: Family, symbols: NDArray[Any]) -> Trace:
    """Every signal of every unit after each symbol; dropout is silent, whatever the network's mode.

    symbols   a piece's, shape (T, *the form's shape), T from 0; a step of zeros is fed before them, as in sampling, and
              has no row
    raises    UsageError if the family has no units to be looked into
    """
    return read_all(network, [symbols], ()).trace


def read_all(
    network: Family,
    pieces: Sequence[NDArray[Any]],
    signals: Sequence[str] = ("h", "c"),
    folder: Path | None = None,
    tell: Tell | None = None,
) -> Readings:
    """The signals of several pieces.

    signals   those that are kept, where a layer has them; none for all
    folder    an empty folder for files LAYER-SIGNAL.npy, which are then mapped; None keeps everything in memory
    tell      is told how many symbols of how many were read
    raises    UsageError if the family has no units to be looked into, or none of the signals
    """
    was_training = network.training
    network.eval()
    try:
        return _read_all(network, pieces, signals, folder, tell or _say_nothing)
    finally:
        network.train(was_training)


@torch.inference_mode()
def _read_all(
    network: Family, pieces: Sequence[NDArray[Any]], signals: Sequence[str], folder: Path | None, tell: Tell
) -> Readings:
    names, offsets = layer_names(network), np.cumsum([0, *map(len, pieces)])
    shelves = [
        {name: _shelf(f"{at}-{name}", (int(offsets[-1]), width), folder) for name, width in known.items()}
        for at, known in enumerate(_wanted(network, signals), start=1)
    ]
    done = 0
    for at, row, heard in _stretches(network, pieces):
        for kept, found in zip(shelves, heard, strict=True):
            for name, shelf in kept.items():
                shelf.put(int(offsets[at]) + row, found[name])
        done += len(next(iter(heard[0].values())))
        tell(done, int(offsets[-1]))
    layers = (
        Layer(name, {signal: shelf.take() for signal, shelf in kept.items()})
        for name, kept in zip(names, shelves, strict=True)
    )
    return Readings(Trace(tuple(layers)), offsets)


def _say_nothing(_done: int, _total: int) -> None:
    pass


def _wanted(network: Family, signals: Sequence[str]) -> list[dict[str, int]]:
    """The signals to keep of each layer, and how many units have them."""
    heard, _ = listen(network, _fed(network, [], 1, slice(0, 1)), network.begin(1))
    known = [{name: values.shape[-1] for name, values in layer.items()} for layer in heard]
    wanted = [{name: width for name, width in layer.items() if not signals or name in signals} for layer in known]
    if not any(wanted):
        there = ", ".join(dict.fromkeys(name for layer in known for name in layer))
        raise UsageError(f"This model has no signal '{one_line(', '.join(signals), 40)}'; give one of: {there}.")
    return wanted


def _stretches(network: Family, pieces: Sequence[NDArray[Any]]) -> Iterator[tuple[int, int, list[dict[str, Values]]]]:
    """Parts of pieces: which one, from which of its rows on, and what was heard there."""
    budget = max(1, _STEPS // network.breadth)
    order = sorted((at for at in range(len(pieces)) if len(pieces[at])), key=lambda at: len(pieces[at]))
    while order:
        rows = order[-max(1, budget // (len(pieces[order[-1]]) + 1)) :]
        del order[-len(rows) :]
        yield from _side_by_side(network, {at: pieces[at] for at in rows}, max(1, budget // len(rows)))


def _side_by_side(
    network: Family, pieces: dict[int, NDArray[Any]], stretch: int
) -> Iterator[tuple[int, int, list[dict[str, Values]]]]:
    state, steps = network.begin(len(pieces)), max(map(len, pieces.values())) + 1
    for begin in range(0, steps, stretch):
        fed = _fed(network, list(pieces.values()), steps, slice(begin, begin + stretch))
        heard, state = listen(network, fed, state)
        for place, (at, piece) in enumerate(pieces.items()):
            inside = slice(int(begin == 0), len(piece) + 1 - begin)  # the step of zeros has no row
            if inside.stop > inside.start:
                yield at, max(0, begin - 1), [_cut(layer, place, inside) for layer in heard]


def _cut(layer: Signals, row: int, steps: slice) -> dict[str, Values]:
    return {name: values[row, steps].cpu().numpy() for name, values in layer.items()}


def _fed(network: Family, pieces: Sequence[NDArray[Any]], steps: int, part: slice) -> Tensor:
    """A step of zeros and the pieces' symbols, filled up with zeros; of all these steps a part, one row at least."""
    kind = pieces[0].dtype if pieces else np.dtype(np.int64)
    symbols = np.zeros((max(1, len(pieces)), steps, *network.form.shape), kind)
    for row, piece in zip(symbols, pieces, strict=False):
        row[1 : len(piece) + 1] = piece
    return torch.as_tensor(symbols[:, part]).to(next(network.parameters()).device)


class _InMemory:
    """The rows of one signal."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._values: Values = np.empty(shape, np.float32)

    def put(self, row: int, values: Values) -> None:
        self._values[row : row + len(values)] = values

    def take(self) -> Values:
        return self._values


class _OnDisk:
    """The same in a file. It is written as a file and mapped when it is whole, so that writing takes no memory."""

    def __init__(self, path: Path, shape: tuple[int, int]) -> None:
        self._path, self._width = path, shape[1]
        self._file = path.open("wb")
        header = {"descr": "<f4", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_2_0(self._file, header)
        self._begin = self._file.tell()
        self._file.truncate(self._begin + 4 * shape[0] * shape[1])

    def put(self, row: int, values: Values) -> None:
        self._file.seek(self._begin + 4 * row * self._width)
        self._file.write(np.ascontiguousarray(values, "<f4").data)

    def take(self) -> Values:
        self._file.close()
        mapped: Values = np.load(self._path, mmap_mode="r", allow_pickle=False)
        return mapped


def _shelf(name: str, shape: tuple[int, int], folder: Path | None) -> "_InMemory | _OnDisk":
    return _InMemory(shape) if folder is None or not shape[0] else _OnDisk(folder / f"{name}.npy", shape)
