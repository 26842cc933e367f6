"""One symbol a character: the alphabet of char-rnn (Karpathy 2015) and of the student systems after it.

The alphabet is every character of the training texts and all of printable ASCII, so that no ordinary prompt fails.
Other characters are written without their accents, or as "?".
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np

from songrnn.codecs.codec import Codec, Decoded, Encoded, Reader, Symbols, refuse_settings
from songrnn.codecs.nearest import ALWAYS, nearest
from songrnn.form import Ids


class Characters(Codec[str]):
    """Characters ↔ 1 … size - 1, in the order of their code points."""

    notations = ("abc", "words")

    def __init__(self, alphabet: Sequence[str]) -> None:
        self.alphabet = tuple(alphabet)
        self.form = Ids(len(self.alphabet) + 1)
        self._symbol = {character: at for at, character in enumerate(self.alphabet, start=1)}

    @classmethod
    def fit(cls, pieces: Iterable[str], **settings: Any) -> Self:
        refuse_settings("characters", settings)
        return cls(sorted(ALWAYS.union(*pieces)))

    def encode(self, piece: str) -> Encoded:
        near = nearest(piece, self._symbol)
        symbols = np.fromiter((self._symbol[character] for character in near.text), np.int64, len(near.text))
        return Encoded(symbols, near.remarks)

    def decode(self, symbols: Symbols) -> Decoded[str]:
        out = []
        for symbol in symbols:
            if symbol == Ids.END:
                break
            out.append(self._character(int(symbol)))
        return Decoded("".join(out))

    def _character(self, symbol: int) -> str:
        return self.alphabet[symbol - 1] if 0 < symbol <= len(self.alphabet) else ""

    def reader(self) -> Reader:
        return _Reader(self)

    def settings(self) -> dict[str, Any]:
        return {"alphabet": "".join(self.alphabet)}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:  # noqa: ARG003  it has none
        alphabet = settings["alphabet"]
        if not isinstance(alphabet, str) or not alphabet or len(set(alphabet)) != len(alphabet):
            raise ValueError("its alphabet is not a string of different characters")
        return cls(alphabet)


class _Reader(Reader):
    """Every character is certain at once."""

    def __init__(self, codec: Characters) -> None:
        self._codec = codec

    def read(self, symbol: int) -> str:
        return self._codec._character(symbol)  # noqa: SLF001  the two classes are one thing
