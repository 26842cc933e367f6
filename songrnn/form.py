"""The shape of one step, without music: what a codec produces and a model family accepts.

Models and codecs meet here and nowhere else. A step of zeros stands before the first step of every piece; where a form
ends, another one closes the piece, and no step of a piece is one.
"""

from abc import ABC
from dataclasses import dataclass


class Form(ABC):  # noqa: B024  a closed family of value types
    """The shape of one step of a sequence."""

    __slots__ = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one step as an array."""
        return ()

    @property
    def ends(self) -> bool:
        """Whether a step of zeros closes a piece. If not, a piece is as long as it is made."""
        return True


@dataclass(frozen=True, slots=True)
class Ids(Form):
    """One whole number a step, in 0 … size - 1. The number 0 always marks the end of a piece."""

    size: int

    END = 0


@dataclass(frozen=True, slots=True)
class Fields(Form):
    """Several numbers a step, each with a name: a whole one in 0 … size - 1, or one from 0 on where the size is 0.

    names, sizes   of the same length: ("pitch", "step", "duration") and (128, 0, 0), say

    The first is a whole one, and 0 only in the step that closes a piece.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.names),)


@dataclass(frozen=True, slots=True)
class Grid(Form):
    """Planes of yes and no over pitches, a step: arrays of shape (pitches, planes) that hold 0 and 1."""

    pitches: int
    planes: int = 1

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.pitches, self.planes)

    @property
    def ends(self) -> bool:
        return False
