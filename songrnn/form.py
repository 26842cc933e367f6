"""The shape of one step, without music: what a codec produces and a model family accepts.

Models and codecs meet here and nowhere else.
"""

from abc import ABC
from dataclasses import dataclass


class Form(ABC):  # noqa: B024  a closed family of value types; there is nothing for them to override
    """The shape of one step of a sequence."""


@dataclass(frozen=True, slots=True)
class Ids(Form):
    """One whole number a step, in 0 … size - 1. The number 0 always marks the end of a piece."""

    size: int

    END = 0
