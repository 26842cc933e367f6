"""The contract of a codec: pieces of music ↔ arrays of symbols.

A piece is a text (ABC, note words) or a note sequence, whichever the codec says. A codec is fitted on the training
split alone and is stored with the model that learned from it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError
from songrnn.form import Fields, Form, Grid
from songrnn.lookup import did_you_mean
from songrnn.music.sequence import NoteSequence
from songrnn.printable import one_line

Symbols = NDArray[np.int64]
M = TypeVar("M", str, NoteSequence)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Symbols, one row a step, and one sentence for each thing that had to be written in another way to fit.

    symbols   shape (T,) for Ids, (T, fields) for Fields, (T, pitches, planes) for Grid
    changed   how many symbols, of a codec of texts, stand for something else than was there
    """

    symbols: NDArray[Any]
    remarks: tuple[str, ...] = ()
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Decoded(Generic[M]):
    """A piece, and one sentence for each thing that symbols said and no music can be."""

    value: M
    repairs: tuple[str, ...] = ()


class Reader(ABC):
    """Symbols one by one into text, as soon as the text is certain."""

    @abstractmethod
    def read(self, symbol: int) -> str:
        """The text that this symbol settles, "" if none yet."""


class Codec(ABC, Generic[M]):
    """Music ↔ symbols. For codecs of Ids symbol 0 is the end of a piece: `encode` does not append it, `decode` stops.

    notations   the notations that it can encode, the one that music is turned into first: "abc" and "words" are texts,
                "notes" is a note sequence
    unit        what figures are divided by: a "character" of the text, a "note" or a "step" of a grid
    bar         steps of a bar, where each bar has as many; 1 where symbols are no steps of time
    """

    notations: ClassVar[tuple[str, ...]]
    unit: ClassVar[str] = "character"
    bar: int = 1
    form: Form

    def nothing(self) -> NDArray[Any]:
        """No step at all, in the type and shape that `encode` gives."""
        kind = {Fields: np.float32, Grid: np.uint8}.get(type(self.form), np.int64)
        return np.empty((0, *self.form.shape), kind)

    @classmethod
    @abstractmethod
    def fit(cls, pieces: Iterable[M], **settings: Any) -> Self:
        """A codec for pieces like these, which are read once; raises UsageError for settings that make no sense."""

    @abstractmethod
    def encode(self, piece: M) -> Encoded:
        """The symbols of a piece. What the codec cannot write is mapped to the nearest it can, and remarked on."""

    @abstractmethod
    def decode(self, symbols: NDArray[Any]) -> Decoded[M]:
        """The piece that symbols of any origin mean. Total: never raises on what a model produced."""

    def reader(self) -> Reader | None:
        """A reader at the beginning of a text; None where pieces are no texts."""
        return None

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """What `restore` needs beside `files`, as JSON values."""

    def files(self) -> dict[str, bytes]:
        """Files that are kept beside the settings: name → content."""
        return {}

    @classmethod
    @abstractmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:
        """The codec of those settings and files; raises ValueError or KeyError if they are not such."""


def refuse_settings(codec: str, given: Mapping[str, Any], known: Iterable[str] = ()) -> None:
    """Raise UsageError, with the nearest name, if settings that were given are not among those that are known."""
    known = list(known)
    for name in given:
        if name not in known:
            near = did_you_mean(name, known) if known else "It has none."
            raise UsageError(f"The codec '{codec}' has no setting '{one_line(name, 40)}'. {near}")
