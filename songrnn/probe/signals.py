"""What the units of a network say while it reads, as values: signals by layer, and how a unit is named.

Knows no network, no colours, and nothing of what symbols stand for. Layers are numbered from 1, as people count them;
units from 0, as the weights' rows are.

Axes: T symbols, H units of a layer.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError
from songrnn.printable import one_line

Values = NDArray[np.float32]

# Every signal there is: its meaning, and whether it is a gate, from 0 to 1. Others have a sign.
SIGNALS = {
    "h": "output", "c": "memory", "i": "input gate", "f": "forget gate", "o": "output gate", "g": "candidate",
    "r": "reset gate", "z": "update gate", "n": "candidate", "a": "attention",
}  # fmt: skip
GATES = frozenset("ifozra")
_OF_MEMORY = 0.99
_UNIT = re.compile(r"([0-9]{1,6}):([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of one layer; str() is how it is typed and shown, such as 2:37.

    layer   from 1        index   from 0
    """

    layer: int
    index: int

    def __str__(self) -> str:
        return f"{self.layer}:{self.index}"


@dataclass(frozen=True, slots=True)
class Layer:
    """The signals of one layer, by name, each of shape (T, H); row t is what was said after symbol t was read.

    name      "layer 1", or what else a family calls it
    signals   rnn: h; gru: h r z n; lstm: h c i f g o; of attention a alone, unit k looking k symbols back; none of
              those that were not kept
    """

    name: str
    signals: dict[str, Values]

    @property
    def width(self) -> int:
        """How many units it has."""
        return max((int(values.shape[1]) for values in self.signals.values()), default=0)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a network's units said while it read T symbols; layers from the bottom."""

    layers: tuple[Layer, ...]

    @property
    def signals(self) -> tuple[str, ...]:
        """The names of all signals that some layer has."""
        return tuple(dict.fromkeys(name for layer in self.layers for name in layer.signals))

    def matrix(self, layer: int, signal: str = "h") -> Values:
        """One signal of all units of a layer (from 1), shape (T, H); raises UsageError if there is none."""
        if not 1 <= layer <= len(self.layers):
            raise UsageError(f"This model has no layer {layer}; give one from 1 to {len(self.layers)}.")
        found = self.layers[layer - 1].signals
        if signal not in found:
            where = f"'{one_line(self.layers[layer - 1].name, 40)}' of this model"
            there = ", ".join(found) or "none"
            raise UsageError(f"{where} has no signal '{one_line(signal, 40)}'; there is: {there}.")
        return found[signal]

    def unit(self, unit: Unit, signal: str = "h") -> Values:
        """The signal of one unit, shape (T,); raises UsageError if there is no such signal, layer or unit."""
        values = self.matrix(unit.layer, signal)
        if not 0 <= unit.index < values.shape[1]:
            raise UsageError(f"Layer {unit.layer} has no unit {unit.index}; give one from 0 to {values.shape[1] - 1}.")
        return values[:, unit.index]


def parse_unit(text: str) -> Unit:
    """The unit of "2:37"; raises UsageError for anything else. Whether it exists, a Trace knows."""
    found = _UNIT.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"'{one_line(text, 40)}' is not a unit; give LAYER:INDEX such as 2:37.")
    return Unit(int(found[1]), int(found[2]))


def scale(signal: str, values: Values) -> float:
    """The value that deserves full colour: 1 for what is bounded by it; of memory what 99 of 100 values do not exceed.

    A few units remember by counting to a hundred; beside them, on their scale, all others would be pale. Attention is
    shared among all symbols, so that none has much of it: there the largest weight has the full colour.
    """
    if signal == "a":
        return float(np.max(values, initial=0.0, where=np.isfinite(values))) or 1.0
    if signal != "c":
        return 1.0
    return (float(np.quantile(np.abs(values), _OF_MEMORY, method="higher")) if values.size else 0.0) or 1.0
