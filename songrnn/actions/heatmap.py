"""Heatmap: a model and a tune into the values of one unit under every character."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Symbols
    from songrnn.sample.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Heat:
    """The text that the model read and a value a character, shape (len(text),); layer from 1, index from 0.

    values  those of its symbol, where symbols are several characters long
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

    layer, index = parse_unit(unit)
    if trained.notation == "notes":
        raise UsageError("This model reads notes and not text, which has no place for colours; give one of text.")
    arranged = _arranged(trained, tune)
    encoded = trained.codec.encode(arranged.fed)
    if not len(encoded.symbols):
        raise UsageError("The tune is empty; give text in the notation of the model, or a file that holds a tune.")
    values = trace(trained.network, encoded.symbols).unit(layer, index, signal)
    texts = _texts(trained, encoded.symbols)
    stretched = np.repeat(values, [len(text) for text in texts])
    remarks = (*arranged.remarks, *encoded.remarks)
    return Heat("".join(texts), stretched, layer, index, signal, scale(signal, values), remarks)


def _arranged(trained: "Trained", tune: str) -> "Prompt":
    """The tune as the model's notation has it; of note words the first line."""
    from songrnn.sample.prompt import arrange, arrange_words

    if trained.notation == "abc":
        return arrange(tune, trained.about.get("corpus", {}).get("header", ()))
    return arrange_words(tune.strip().partition("\n")[0])


def _texts(trained: "Trained", symbols: "Symbols") -> list[str]:
    """What each symbol settles of the text."""
    reader = trained.codec.reader()
    assert reader is not None  # what a model of Ids reads is text
    return [reader.read(int(symbol)) for symbol in symbols]
