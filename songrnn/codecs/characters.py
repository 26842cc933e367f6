"""One symbol a character: the alphabet of char-rnn (Karpathy 2015) and of the student systems after it.

The alphabet is every character of the training texts and all of printable ASCII, so that no ordinary prompt fails.
Other characters are written without their accents, or as "?".
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np

from songrnn.codecs.codec import Codec, Decoded, Encoded, Reader, Symbols, refuse_settings
from songrnn.form import Ids
from songrnn.printable import one_line

_ALWAYS = {"\n", *(chr(code) for code in range(0x20, 0x7F))}
_SHOWN = 5  # characters named in a remark


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
        return cls(sorted(_ALWAYS.union(*pieces)))

    def encode(self, piece: str) -> Encoded:
        missing = sorted(set(piece) - set(self._symbol))
        if not missing:
            return Encoded(self._symbols(piece))
        nearest = {ord(character): self._nearest(character) for character in missing}
        shown = ", ".join(f"'{one_line(c)}' as '{one_line(nearest[ord(c)])}'" for c in missing[:_SHOWN])
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        remark = f"Characters that the model never saw are read as near ones: {shown}{more}."
        return Encoded(self._symbols(piece.translate(nearest)), (remark,))

    def _symbols(self, text: str) -> Symbols:
        return np.fromiter((self._symbol[character] for character in text), np.int64, len(text))

    def _nearest(self, character: str) -> str:
        if character in "\t\v\f":
            return " "
        bare = unicodedata.normalize("NFKD", character)
        kept = "".join(c for c in bare if c in self._symbol)
        return kept or "?"

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
