"""What is to be changed in a network, as values: a unit, one of its signals, and what becomes of that.

Knows no network, and so not whether a unit is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from songrnn.probe.signals import Unit


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a unit's signal at every step: times `scale`, or held at `clamp` if that is given.

    signal   h, what others hear of it, or c, the memory of an lstm
    """

    unit: Unit
    signal: str = "h"
    scale: float = 0.0
    clamp: float | None = None

    def __str__(self) -> str:
        """Such as "2:37 at 0.9"; a silenced unit is its name alone."""
        memory = " c" if self.signal == "c" else ""
        if self.clamp is not None:
            return f"{self.unit}{memory} at {self.clamp:g}"
        return f"{self.unit}{memory} × {self.scale:g}" if self.scale else f"{self.unit}{memory}"


def described(changes: Sequence[Change]) -> str:
    """All of them in one phrase, the silenced ones first: "without 2:37 3:1, 2:40 at 0.9"."""
    silenced = [str(one) for one in changes if one.clamp is None and not one.scale]
    others = [str(one) for one in changes if one.clamp is not None or one.scale]
    return ", ".join([f"without {' '.join(silenced)}", *others] if silenced else others)
