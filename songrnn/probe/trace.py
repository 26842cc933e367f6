"""The trace: what every unit of every layer says after each symbol of a tune, from the written-out cells.

Knows recurrent networks and symbols. Knows nothing of what the symbols stand for, and nothing of colours.
Layers are numbered from 1, as people count them; units from 0, as the weights' rows are.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.models.cells import CELLS, Weights
from songrnn.models.family import Family, State
from songrnn.models.recurrent import Recurrent
from songrnn.printable import one_line

Values = NDArray[np.float32]

_SIGNALS = ("h", "c")  # in the order of a state's parts
_UNIT = re.compile(r"([0-9]{1,6}):([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a network's units said while it read.

    signals    "h", the output of a unit, from -1 to 1, and for lstm "c", its memory, without bounds;
               each of shape (layers, T, width), row t is the state after symbol t was read
    """

    signals: dict[str, Values]

    def unit(self, layer: int, index: int, signal: str = "h") -> Values:
        """The signal of one unit, shape (T,).

        layer, index   from 1 and from 0
        raises         UsageError if there is no such signal, layer or unit
        """
        if signal not in self.signals:
            raise UsageError(f"This model has no signal '{one_line(signal)}'; give one of: {', '.join(self.signals)}.")
        layers, _, width = self.signals[signal].shape
        if not 1 <= layer <= layers:
            raise UsageError(f"This model has no layer {layer}; give one from 1 to {layers}.")
        if not 0 <= index < width:
            raise UsageError(f"Layer {layer} has no unit {index}; give one from 0 to {width - 1}.")
        return self.signals[signal][layer - 1, :, index]


def parse_unit(text: str) -> tuple[int, int]:
    """The layer and the index of "2:37"; raises UsageError for anything else. Whether they exist, a Trace knows."""
    found = _UNIT.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"'{one_line(text)}' is not a unit; give LAYER:INDEX such as 2:37.")
    return int(found[1]), int(found[2])


def scale(signal: str, values: Values) -> float:
    """The value that deserves full colour: 1 for what is bounded by it, else the largest absolute value there is."""
    if signal == "h":
        return 1.0
    return float(np.abs(values).max(initial=0.0)) or 1.0


@torch.inference_mode()
def trace(network: Family, symbols: NDArray[Any]) -> Trace:
    """Every unit's signals after each symbol; dropout is silent, whatever the network's mode.

    symbols   a tune's, shape (T,), T from 0; the end symbol is fed before them, as in sampling, and has no row
    raises    UsageError if the network is no recurrent one, or has no state that goes on
    """
    if not isinstance(network, Recurrent):
        raise UsageError("Only a recurrent model (rnn, gru or lstm) can be looked into; give another model.")
    if network.shape.reach:
        raise UsageError(
            f"This model reads the last {network.shape.reach} symbols anew for each prediction, so that no state goes "
            "on that could be shown; give another model."
        )
    assert symbols.ndim == 1
    fed = torch.as_tensor([Ids.END, *symbols.tolist()], device=network.embedding.weight.device)
    parts = _read(network, network.embedding(fed))
    return Trace({name: part[:, 1:].float().cpu().numpy() for name, part in zip(_SIGNALS, parts, strict=False)})


def _read(network: Recurrent, below_TE: Tensor) -> State:
    """Each part of the state after every step, shape (layers, T, width), one layer after the other."""
    layers = []
    for layer, weights in enumerate(network.cell_weights()):
        begin = tuple(part[layer] for part in network.begin(1))
        layers.append(_read_layer(network.shape.cell, below_TE, begin, weights))
        below_TE = layers[-1][0]
    return tuple(torch.stack(parts) for parts in zip(*layers, strict=True))


def _read_layer(cell: str, below_TI: Tensor, state: State, weights: Weights) -> State:
    """Each part of one layer's state after every step, shape (T, width)."""
    steps = []
    for x_BI in torch.split(below_TI, 1):
        state = CELLS[cell](x_BI, state, weights)
        steps.append(state)
    return tuple(torch.cat(parts) for parts in zip(*steps, strict=True))
