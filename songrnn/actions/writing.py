"""Many pieces that a model writes from nothing, to be measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songrnn.actions.generate import Wish, Written, generate_many
from songrnn.music.piece import Piece

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of so many are written, read or compared."""

    what: str
    done: int
    total: int


def write(trained: "Trained", count: int, wish: Wish, into: list[Piece]) -> Iterator[Counted]:
    """Have a model write `count` pieces into a list, in the notation that it speaks; named by their seeds."""
    for event in generate_many(trained, "", wish, count):
        if isinstance(event, Written):
            into.append(Piece(event.tune, f"seed {event.seed}"))
            yield Counted("tunes written", len(into), count)
