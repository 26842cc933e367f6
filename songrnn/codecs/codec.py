"""The contract of a codec: text of pieces ↔ arrays of symbols.

A codec is fitted on the training split alone and is stored with the model that learned from it.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from songrnn.form import Form

Symbols = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Symbols, shape (T,), and one sentence for each thing that had to be written in another way to fit."""

    symbols: Symbols
    remarks: tuple[str, ...] = ()


class Reader(ABC):
    """Symbols one by one into text, as soon as the text is certain."""

    @abstractmethod
    def read(self, symbol: int) -> str:
        """The text that this symbol settles, "" if none yet."""


class Codec(ABC):
    """Text ↔ symbols. Symbol 0 is the end of a piece; `encode` does not append it and `decode` stops at it."""

    form: Form

    @classmethod
    @abstractmethod
    def fit(cls, texts: Sequence[str]) -> Self:
        """A codec for texts like these."""

    @abstractmethod
    def encode(self, text: str) -> Encoded:
        """The symbols of a text. What the codec cannot write is mapped to the nearest it can, and remarked on."""

    @abstractmethod
    def decode(self, symbols: Symbols) -> str:
        """The text of symbols of any origin. Total: never raises on what a model produced."""

    @abstractmethod
    def reader(self) -> Reader:
        """A reader at the beginning of a text."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """Everything that `restore` needs, as JSON values."""

    @classmethod
    @abstractmethod
    def restore(cls, settings: dict[str, Any]) -> Self:
        """The codec of those settings; raises ValueError or KeyError if they are not such settings."""
