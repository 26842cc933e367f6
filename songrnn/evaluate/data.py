"""A split as a model sees it: symbols of each piece, how many of them are header, and how much text they stand for.

Symbols of one codec hold more text than those of another, so figures are a character's, not a symbol's: the characters
are those of the decoded text, which is what the symbols say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from songrnn.codecs.codec import Codec
from songrnn.notation.abc.header import split_header
from songrnn.notation.sequences import loads

_REMARKS = 3  # that are passed on


@dataclass(frozen=True, slots=True)
class Split:
    """Pieces, encoded.

    symbols       one array a piece, without end      characters          of each piece's decoded text; where pieces are
                                                                          no texts, its notes or steps
    headers       how many of its symbols are header  header_characters   of the decoded text of these
    remarks       what encoding had to change, for the first pieces; changed   how many symbols stand for something else
    ends          whether the end of a piece is a symbol too
    """

    symbols: list[NDArray[Any]]
    headers: list[int]
    characters: list[int]
    header_characters: list[int]
    remarks: tuple[str, ...] = ()
    changed: int = 0
    ends: bool = True

    @property
    def characters_a_symbol(self) -> float:
        """The text that a symbol stands for in the mean, where the end of a piece is a character and a symbol too."""
        ends = len(self.symbols) if self.ends else 0
        return (sum(self.characters) + ends) / (sum(map(len, self.symbols)) + ends) if self.symbols else 1.0


def pieces_of(codec: Codec[Any], texts: Iterable[str]) -> Iterator[Any]:
    """Texts as the pieces that a codec takes: as they are, or the note sequences that they describe."""
    return map(loads, texts) if codec.notations == ("notes",) else iter(texts)


def encode_split(codec: Codec[Any], texts: Sequence[str], notation: str = "abc") -> Split:
    """The pieces of a split through a codec; of many remarks the first few, and what share of all they are about.

    notation   what the texts are written in: "abc" has headers, "words" and "notes" have none
    """
    encoded = [codec.encode(piece) for piece in pieces_of(codec, texts)]
    symbols = [item.symbols for item in encoded]
    heads = [split_header(text)[0] if notation == "abc" else "" for text in texts]
    headers = [codec.encode(head).symbols if head else symbols[0][:0] for head in heads]
    changed, count = sum(item.changed for item in encoded), sum(map(len, symbols))
    remarks = [*dict.fromkeys(remark for item in encoded for remark in item.remarks)]
    more = [f"Of {len(remarks) - _REMARKS} more pieces the like is true."] if len(remarks) > _REMARKS else []
    if changed:
        share = f"{changed:,} of {count:,} symbols ({changed / max(count, 1):.1%})"
        more.append(f"{share} stand for what the codec cannot write; the figures are of them.")
    return Split(
        symbols, [*map(len, headers)], [_characters(codec, row) for row in symbols],
        [_characters(codec, row) for row in headers], (*remarks[:_REMARKS], *more), changed, codec.form.ends,
    )  # fmt: skip


def _characters(codec: Codec[Any], symbols: NDArray[Any]) -> int:
    return len(codec.decode(symbols).value) if codec.unit == "character" else len(symbols)
