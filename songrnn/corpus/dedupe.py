"""Which pieces are the same tune: a key that near-duplicates share.

Two settings of a tune agree in their first notes long before they agree in their text, so exact comparison misses
most of them. Knows only note letters; transposed settings count as different tunes.
"""

import re
from collections.abc import Iterable

from songrnn.music.piece import Piece
from songrnn.notation.abc.header import split_header

_NOT_NOTES = re.compile(r'"[^"]*"|\{[^}]*\}|![^!\n]*!|\[[A-Za-z]:[^\]]*\]|(?m:^[A-Za-z+]:.*$)|%.*')
_LETTERS = re.compile("[A-Ga-g]")
PREFIX = 24


def tune_key(text: str, prefix: int = PREFIX) -> str:
    """The first `prefix` note letters of a tune's body, octaves, lengths and graces aside."""
    _, body = split_header(text)
    letters = _LETTERS.findall(_NOT_NOTES.sub("", body))[:prefix]
    return "".join(letters).upper()


def without_copies(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of which none has the body of an earlier one, and the rest. Bodies compare without white space."""
    seen: set[str] = set()
    kept: list[Piece] = []
    copies: list[Piece] = []
    for piece in pieces:
        body = "".join(split_header(piece.text)[1].split()) or piece.text
        (copies if body in seen else kept).append(piece)
        seen.add(body)
    return kept, copies
