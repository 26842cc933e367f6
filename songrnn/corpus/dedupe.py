"""Which pieces are the same tune: keys that near-duplicates share.

Two settings of a tune agree in their first notes long before they agree in their text, so exact comparison misses
most of them. `tune_key` knows only note letters, so that transposed settings count as different tunes; `near_key`
knows intervals and rhythm, and transposed settings, or those in other units, count as the same.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import gcd

from songrnn.music.piece import Piece
from songrnn.music.sequence import FINEST, NoteSequence, Span
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


def near_key(sequence: NoteSequence, prefix: int = PREFIX) -> str:
    """The first `prefix` intervals of the top line with their rhythm: the same in every key, register and unit.

    A shorter piece is known by all that it has.
    """
    line = top_line(sequence.spans, prefix + 1)
    steps = [after.onset - before.onset for before, after in pairwise(line)]
    unit = gcd(*(round(step / FINEST) for step in steps)) or 1
    moves = zip(steps, pairwise(line), strict=True)
    return " ".join(f"{after.pitch - before.pitch}:{round(step / FINEST) // unit}" for step, (before, after) in moves)


def top_line(spans: Sequence[Span], most: int = 0) -> list[Span]:
    """The highest of the notes that begin together, one after the other; at most so many, 0 for all."""
    found: list[Span] = []
    for span in spans:
        if found and span.onset == found[-1].onset:
            if span.pitch > found[-1].pitch:
                found[-1] = span
        elif most and len(found) == most:
            break
        else:
            found.append(span)
    return found
