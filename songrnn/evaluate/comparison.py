"""What written pieces share with a training set, beside what held-out human pieces share with it.

No length makes a run a copy by itself: in some styles half of a tune is common stock. The bound is taken from human
pieces that the model has not seen: a piece is called a copy if its longest run is longer than that of a `usual` share
of them, 99 of 100 unless asked otherwise. So about one human piece of a hundred is called a copy too, and the count of
written ones is to be read beside it. Longer pieces have longer runs by chance; how long both kinds are is told.

Knows figures of pieces (songrnn.evaluate.novelty); no music.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from songrnn.evaluate.novelty import RUNS, SHARES, Novelty

USUAL = 0.99
QUARTERS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a figure is spread over pieces: quartiles, and the greatest."""

    lower: float
    median: float
    upper: float
    greatest: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Pieces together.

    half      how many of them have more than half of their notes in one run, in any key and at any speed
    whole     how many of them are one run from their first note to their last
    spreads   of "notes", the longest runs and the shares, over the pieces that have them: songrnn.evaluate.novelty
    """

    pieces: int
    half: int
    whole: int
    spreads: dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Written pieces beside human ones that were held out.

    usual     the share of held-out pieces that the bounds are taken from
    bounds    kind of run → notes: so many have the longest runs of that share of held-out pieces at most
    copies    kind of run → how many written pieces have longer ones       human_copies    and held-out ones
    closest   the numbers of the written pieces, from 0, those with the longest runs first
    """

    written: Summary
    human: Summary
    usual: float
    bounds: dict[str, int]
    copies: dict[str, int]
    human_copies: dict[str, int]
    closest: tuple[int, ...]


def compare(written: Sequence[Novelty], human: Sequence[Novelty], usual: float = USUAL) -> Comparison:
    """Set written pieces beside held-out ones, at least one of them."""
    runs = {name: _values(human, name) for name in RUNS}
    bounds = {name: int(np.quantile(values, usual, method="inverted_cdf")) for name, values in runs.items()}
    closest = sorted(range(len(written)), key=lambda at: -written[at].longest)
    return Comparison(
        summary(written), summary(human), usual, bounds, _beyond(written, bounds), _beyond(human, bounds),
        tuple(closest),
    )  # fmt: skip


def summary(pieces: Sequence[Novelty]) -> Summary:
    """The figures of pieces, spread."""
    values = {"notes": [float(one.notes) for one in pieces]}
    values |= {name: _values(pieces, name) for name in (*RUNS, *SHARES)}
    spreads = {name: Spread(*np.quantile(found, QUARTERS).tolist()) for name, found in values.items() if found}
    half = sum(2 * one.longest > one.notes for one in pieces)
    whole = sum(0 < one.notes == one.longest for one in pieces)
    return Summary(len(pieces), half, whole, spreads)


def _values(pieces: Sequence[Novelty], name: str) -> list[float]:
    return [figures[name] for figures in (one.figures() for one in pieces) if name in figures]


def _beyond(pieces: Sequence[Novelty], bounds: dict[str, int]) -> dict[str, int]:
    return {name: sum(value > bound for value in _values(pieces, name)) for name, bound in bounds.items()}
