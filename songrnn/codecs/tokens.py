"""One symbol a lexeme of ABC: the alphabet of folk-rnn (Sturm and others 2016), for any ABC.

A note and its length are two lexemes, as there; a field line of a header is one, its line end included. The vocabulary
is closed: lexemes that were frequent where the codec was fitted, and every character that was seen there or is
printable ASCII. A lexeme outside it (a rare length, a title) is spelled out in its characters, so anything can be
written. Text that ends between two lexemes is encoded as the beginning of any longer text is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Self

import numpy as np

from songrnn.codecs.codec import Codec, Decoded, Encoded, Reader, Symbols, refuse_settings
from songrnn.codecs.nearest import ALWAYS, nearest
from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.notation.abc.lexer import is_field, lines, texts

LEAST = 2
MOST = 4096


class Tokens(Codec[str]):
    """Lexemes ↔ 1 … size - 1: the characters in the order of their code points, then the lexemes of several of them.

    Fitting takes two settings: `least`, how often a lexeme has to occur, and `most`, how many symbols there may be,
    the end among them; the rarest lexemes go first, characters always stay.
    """

    notations = ("abc",)

    def __init__(self, characters: Sequence[str], lexemes: Sequence[str]) -> None:
        self.characters, self.lexemes = tuple(characters), tuple(lexemes)
        self.texts = ("", *self.characters, *self.lexemes)
        self.form = Ids(len(self.texts))
        self._symbol = {text: symbol for symbol, text in enumerate(self.texts) if symbol != Ids.END}
        self._known = frozenset(self.characters)

    @classmethod
    def fit(cls, pieces: Iterable[str], **settings: Any) -> Self:
        refuse_settings("tokens", settings, ("least", "most"))
        least, most = (_whole(name, settings.get(name, usual)) for name, usual in (("least", LEAST), ("most", MOST)))
        characters, counts = set(ALWAYS), Counter[str]()
        for piece in pieces:
            characters.update(piece)
            for line in lines(piece):
                counts.update(_lexemes(line))
        often = [(-count, lexeme) for lexeme, count in counts.items() if count >= least and len(lexeme) > 1]
        room = max(most - len(characters) - 1, 0)
        return cls(sorted(characters), [lexeme for _, lexeme in sorted(often)[:room]])

    def encode(self, piece: str) -> Encoded:
        near = nearest(piece, self._known)
        symbols = [symbol for line in lines(near.text) for symbol in self._line(line)]
        return Encoded(np.array(symbols, np.int64), near.remarks)

    def _line(self, line: str) -> Iterator[int]:
        for lexeme in _lexemes(line):
            symbol = self._symbol.get(lexeme)
            if symbol is None:
                yield from map(self._symbol.__getitem__, lexeme)
            else:
                yield symbol

    def decode(self, symbols: Symbols) -> Decoded[str]:
        out = []
        for symbol in symbols:
            if symbol == Ids.END:
                break
            out.append(self._text(int(symbol)))
        return Decoded("".join(out))

    def _text(self, symbol: int) -> str:
        return self.texts[symbol] if 0 < symbol < len(self.texts) else ""

    def reader(self) -> Reader:
        return _Reader(self)

    def settings(self) -> dict[str, Any]:
        return {"characters": "".join(self.characters), "lexemes": list(self.lexemes)}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:  # noqa: ARG003  it has none
        characters, lexemes = settings["characters"], settings["lexemes"]
        if not isinstance(characters, str) or "?" not in characters or len(set(characters)) != len(characters):
            raise ValueError("its characters are not a string of different ones, the question mark among them")
        if not isinstance(lexemes, list) or not all(isinstance(lexeme, str) and len(lexeme) > 1 for lexeme in lexemes):
            raise ValueError("its lexemes are not a list of texts of several characters")
        if len(set(lexemes)) != len(lexemes):
            raise ValueError("one of its lexemes is there twice")
        return cls(characters, lexemes)


def _whole(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UsageError(f"The setting '{name}' of the codec 'tokens' is {value!r}; give a whole number from 1.")
    return value


@lru_cache(maxsize=1 << 14)
def _lexemes(line: str) -> tuple[str, ...]:
    """The lexemes of a line with its end; a field or a directive is one, and its end belongs to it."""
    if line.startswith("%") or is_field(line):
        return (line,)
    return tuple(texts(line))


class _Reader(Reader):
    """Every lexeme is certain at once."""

    def __init__(self, codec: Tokens) -> None:
        self._codec = codec

    def read(self, symbol: int) -> str:
        return self._codec._text(symbol)  # noqa: SLF001  the two classes are one thing
