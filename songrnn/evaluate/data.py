"""A split as a model sees it: symbols of each piece, how many of them are header, and how much text they stand for.

Symbols of one codec hold more text than those of another, so figures are a character's, not a symbol's: the characters
are those of the decoded text, which is what the symbols say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.codecs.codec import Codec
from songrnn.notation.abc.header import split_header

_REMARKS = 3  # that are passed on


@dataclass(frozen=True, slots=True)
class Split:
    """Pieces, encoded.

    symbols       one array a piece, without end      characters          of each piece's decoded text
    headers       how many of its symbols are header  header_characters   of the decoded text of these
    remarks       what encoding had to change, for the first pieces; changed   how many symbols stand for something else
    """

    symbols: list[NDArray[np.int64]]
    headers: list[int]
    characters: list[int]
    header_characters: list[int]
    remarks: tuple[str, ...] = ()
    changed: int = 0

    @property
    def characters_a_symbol(self) -> float:
        """The text that a symbol stands for in the mean, where the end of a piece is a character and a symbol too."""
        ends = len(self.symbols)
        return (sum(self.characters) + ends) / (sum(map(len, self.symbols)) + ends) if ends else 1.0


def encode_split(codec: Codec[str], texts: Sequence[str], notation: str = "abc") -> Split:
    """The pieces of a split through a codec; of many remarks the first few, and what share of all they are about.

    notation   what the texts are written in: "abc" has headers, "words" has none
    """
    encoded = [codec.encode(text) for text in texts]
    symbols = [item.symbols for item in encoded]
    heads = [split_header(text)[0] if notation == "abc" else "" for text in texts]
    headers = [codec.encode(head).symbols for head in heads]
    changed, count = sum(item.changed for item in encoded), sum(map(len, symbols))
    remarks = [*dict.fromkeys(remark for item in encoded for remark in item.remarks)]
    more = [f"Of {len(remarks) - _REMARKS} more pieces the like is true."] if len(remarks) > _REMARKS else []
    if changed:
        share = f"{changed:,} of {count:,} symbols ({changed / max(count, 1):.1%})"
        more.append(f"{share} stand for what the codec cannot write; the figures are of them.")
    return Split(
        symbols, [*map(len, headers)], [_characters(codec, row) for row in symbols],
        [_characters(codec, row) for row in headers], (*remarks[:_REMARKS], *more), changed,
    )  # fmt: skip


def _characters(codec: Codec[str], symbols: NDArray[np.int64]) -> int:
    return len(codec.decode(symbols).value)
