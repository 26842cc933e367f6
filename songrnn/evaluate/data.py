"""A split as a model sees it: symbols of each piece, and how many of them are header."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.codecs.codec import Codec
from songrnn.notation.abc.header import split_header


@dataclass(frozen=True, slots=True)
class Split:
    """Pieces, encoded.

    symbols   one array a piece, without end        headers   how many symbols of each belong to its header
    remarks   what encoding had to change
    """

    symbols: list[NDArray[np.int64]]
    headers: list[int]
    remarks: tuple[str, ...] = ()


def encode_split(codec: Codec[str], texts: Sequence[str]) -> Split:
    """The pieces of a split through a codec; the same remark about several pieces comes once."""
    encoded = [codec.encode(text) for text in texts]
    headers = [len(codec.encode(split_header(text)[0]).symbols) for text in texts]
    remarks = dict.fromkeys(remark for item in encoded for remark in item.remarks)
    return Split([item.symbols for item in encoded], headers, tuple(remarks))
