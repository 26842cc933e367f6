"""The shapes of a recipe at its sizes: what is looked up, and how a mistaken size is answered."""

from collections.abc import Mapping
from typing import TypeVar

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line

S = TypeVar("S")


def at_size(shapes: Mapping[str, S], size: str) -> S:
    """The shape of that size; raises UsageError, with the nearest, for a size that there is none of."""
    if size not in shapes:
        raise UsageError(f"No size is called '{one_line(size, 40)}'. {did_you_mean(size, shapes)}")
    return shapes[size]
