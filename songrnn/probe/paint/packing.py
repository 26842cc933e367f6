"""Arrays as few letters of text: rounded, compressed by gzip, written in base64; and which signals a budget allows.

A page that holds 512 units, six signals each, over 2,000 symbols would weigh 8 MB as bytes in base64. So values are
rounded to so many steps (gzip then spends few bits on each), and signals are packed in blocks of units, the most
telling first, until the budget is spent. Knows nothing of pages and of what symbols stand for.

Axes: T symbols, H units of a layer.
"""

import base64
import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.probe.signals import GATES, Layer, Trace, Unit, Values, scale

Array = NDArray[np.generic]

# Steps from 0 to the full scale. All fit a signed byte, divide the first, and are odd multiples of 5: so 0.3, where a
# unit begins to count as on, is the edge between two steps, and rounding switches nothing on or off.
FINE, MIDDLE, COARSE, COARSEST = STEPS = (105, 35, 15, 5)
_BLOCK = 32  # units compressed together: small enough to fill a budget well, large enough for gzip to learn from
_SAMPLE = 64  # units by which the size of a layer is estimated
_FOR_MAIN = 0.75  # of the budget may go to the main signal before it is rounded more coarsely


@dataclass(frozen=True, slots=True)
class Block:
    """One signal of some units of a layer.

    layer    from 1
    units    their indices
    scales   the value of the last step, one a unit
    fulls    the value that deserves full colour, one a unit
    steps    how many steps lie between 0 and that value
    data     signed bytes, unit after unit, shape (units, T), as `letters` writes them
    """

    layer: int
    signal: str
    units: tuple[int, ...]
    scales: tuple[float, ...]
    fulls: tuple[float, ...]
    steps: int
    data: str


@dataclass(frozen=True, slots=True)
class _Task:
    """What a block would hold."""

    layer: int
    signal: str
    units: tuple[int, ...]
    steps: int


def letters(array: Array) -> str:
    """An array's bytes, little-endian and in C order, compressed, in base64; the same for the same array."""
    ordered = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    return base64.b64encode(gzip.compress(ordered.tobytes(), compresslevel=6, mtime=0)).decode("ascii")


def main_signal(layer: Layer) -> str:
    """The signal that is kept for as many units as possible: h, or what a layer without one has first."""
    return "h" if "h" in layer.signals else next(iter(layer.signals))


def pack(trace: Trace, units: Sequence[Unit], budget: int) -> tuple[Block, ...]:
    """As many blocks as fit a budget: all signals of `units`, the main signal of all others, then c, then the gates.

    units    to be packed first, as finely as can be; who exceeds the budget is left out, as of all others
    budget   characters of base64 in all
    """
    blocks, left = [], budget
    for task in _tasks(trace, tuple(units), budget):
        block = _packed(trace, task)
        if len(block.data) > left:
            break  # what comes next tells less: better a clear end than holes
        blocks.append(block)
        left -= len(block.data)
    return tuple(blocks)


def _tasks(trace: Trace, wished: tuple[Unit, ...], budget: int) -> Iterator[_Task]:
    """Everything there is, the most telling first."""
    firsts = {at: tuple(dict.fromkeys(u.index for u in wished if u.layer == at)) for at in _numbers(trace)}
    for at, first in firsts.items():
        for signal in trace.layers[at - 1].signals:
            yield from (_Task(at, signal, first[i : i + _BLOCK], FINE) for i in range(0, len(first), _BLOCK))
    steps = _fitting(trace, budget)
    ranks = _rounds(trace, firsts)
    yield from (_Task(at, main_signal(trace.layers[at - 1]), units, steps) for at, units in ranks)
    for kind in (("c",), tuple(name for name in trace.signals if name != "c")):
        for at, units in ranks:
            layer = trace.layers[at - 1]
            names = [name for name in kind if name in layer.signals and name != main_signal(layer)]
            yield from (_Task(at, name, units, MIDDLE) for name in names)


def _numbers(trace: Trace) -> range:
    return range(1, len(trace.layers) + 1)


def _fitting(trace: Trace, budget: int) -> int:
    """How finely the main signals of all units may be rounded, judged by a sample of them."""
    for steps in STEPS[:-1]:
        needed = 0.0
        for at in _numbers(trace):
            layer = trace.layers[at - 1]
            sample = tuple(range(0, layer.width, max(1, layer.width // _SAMPLE)))
            packed = _packed(trace, _Task(at, main_signal(layer), sample, steps))
            needed += len(packed.data) * layer.width / max(len(sample), 1)
        if needed <= _FOR_MAIN * budget:
            return steps
    return COARSEST


def _rounds(trace: Trace, without: dict[int, tuple[int, ...]]) -> list[tuple[int, tuple[int, ...]]]:
    """(layer, units) by blocks, those first whose main signal varies most; layers take turns."""
    rounds = []
    for at in _numbers(trace):
        layer = trace.layers[at - 1]
        variances = known_values(layer.signals[main_signal(layer)]).var(axis=0)
        order = [int(unit) for unit in np.argsort(-variances, kind="stable") if unit not in without[at]]
        rounds += [(turn, at, tuple(order[turn : turn + _BLOCK])) for turn in range(0, len(order), _BLOCK)]
    return [(at, units) for _, at, units in sorted(rounds)]


def _packed(trace: Trace, task: _Task) -> Block:
    values_TU = trace.matrix(task.layer, task.signal)[:, list(task.units)]
    known = known_values(values_TU)
    steps_TU, scales = rounded(task.signal, known, task.steps)
    fulls = [scale(task.signal, column) for column in known.T]
    return Block(task.layer, task.signal, task.units, _short(scales), _short(fulls), task.steps, letters(steps_TU.T))


def rounded(signal: str, known_TU: Values, steps: int) -> tuple[NDArray[np.int8], list[float]]:
    """Values in steps of each unit's scale. Memory has no bounds, attention is weak: each unit needs its own."""
    scales = np.ones(known_TU.shape[1])
    if signal in ("c", "a"):
        largest = np.abs(known_TU).max(axis=0, initial=0.0)
        scales = np.where(largest > 0, largest, 1.0)
    shares = np.clip(known_TU / scales, 0.0 if signal in GATES else -1.0, 1.0) * steps
    return np.trunc(shares + np.copysign(0.5, shares)).astype(np.int8), scales.tolist()


def _short(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values)


def known_values(values: Values) -> Values:
    """Values with 0 for what is no number."""
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
