"""Heatmap: a model and a tune into the values of one unit under every character."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained


@dataclass(frozen=True, slots=True)
class Heat:
    """The text that the model read and a value a character, shape (len(text),); layer from 1, index from 0.

    scale   the value that has the strongest colour
    """

    text: str
    values: NDArray[np.float32]
    layer: int
    index: int
    signal: str
    scale: float
    remarks: tuple[str, ...]


def heatmap(trained: "Trained", tune: str, unit: str, signal: str = "h") -> Heat:
    """One unit's signal while the model reads a tune; UsageError for an empty tune or an unknown unit."""
    from songrnn.probe.trace import parse_unit, scale, trace
    from songrnn.sample.prompt import arrange

    layer, index = parse_unit(unit)
    arranged = arrange(tune, trained.about.get("corpus", {}).get("header", ()))
    encoded = trained.codec.encode(arranged.fed)
    if not len(encoded.symbols):
        raise UsageError("The tune is empty; give ABC text, or a file that holds a tune.")
    values = trace(trained.network, encoded.symbols).unit(layer, index, signal)
    text = trained.codec.decode(encoded.symbols).value
    return Heat(text, values, layer, index, signal, scale(signal, values), (*arranged.remarks, *encoded.remarks))
