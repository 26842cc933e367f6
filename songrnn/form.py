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


@dataclass(frozen=True, slots=True)
class Fields(Form):
    """Several numbers a step, each with a name: a whole one in 0 … size - 1, or one from 0 on where the size is 0.

    names, sizes   of the same length: ("pitch", "step", "duration") and (128, 0, 0), say
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid(Form):
    """Planes of yes and no over pitches, a step: arrays of shape (pitches, planes) that hold 0 and 1."""

    pitches: int
    planes: int = 1
