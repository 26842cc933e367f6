"""Which units are on throughout a passage and off around it, and where else the same units do the same.

Knows signals alone: neither texts nor networks. A unit is on at a symbol if its value is at least the threshold away
from 0; on throughout a passage, on one side of 0 throughout. Right before and right after it is off if it is not on on
that side, and where the piece begins or ends nothing is asked.

After: Strobelt and others 2018, "LSTMVis: a tool for visual analysis of hidden state dynamics in recurrent neural
networks", which has one side only.

Axes: T symbols of a piece, N of all pieces, H units of a layer, U units in question.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError
from songrnn.probe.signals import Trace, Unit, Values

THRESHOLD = 0.3  # LSTMVis's own
TOGETHER = 5  # units at most that are sought together: more of them hardly ever are on together again
_LONGER = 2.0  # times as long, or as short, as the passage that a place may be


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that marks a passage.

    side    1 if it is on above 0, -1 below        level   its mean in the passage
    rest    share of the piece's other symbols at which it is on, on that side, too
    """

    unit: Unit
    side: int
    level: float
    rest: float


@dataclass(frozen=True, slots=True)
class Place:
    """Symbols start to end of a piece, end not among them, and how many of the units are on at each of them."""

    piece: int
    start: int
    end: int
    units: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """What units do in a passage: those that mark it, how many symbols long it is, and what being on is."""

    matches: tuple[Match, ...]
    length: int
    signal: str = "h"
    threshold: float = THRESHOLD


def match(trace: Trace, span: range, signal: str = "h", threshold: float = THRESHOLD) -> Pattern:
    """The units that are on throughout a passage and off right around it; those least on elsewhere come first.

    span     the passage's symbols, at least one
    raises   UsageError if it does not lie in the piece, or no layer has that signal
    """
    if signal not in trace.signals:
        raise UsageError(f"This model has no signal '{signal}'; give one of: {', '.join(trace.signals)}.")
    layers = [(at, layer.signals[signal]) for at, layer in enumerate(trace.layers, 1) if signal in layer.signals]
    length = len(layers[0][1])
    if not 0 <= span.start < span.stop <= length:
        asked = f"{span.start}:{span.stop}"
        raise UsageError(f"The passage {asked} is not in the tune; give FROM:TO, of 0 to {length}, FROM below TO.")
    found = [
        one for at, values_TH in layers for side in (1, -1) for one in _marks(at, side, values_TH, (span, threshold))
    ]
    ranked = sorted(found, key=lambda one: (one.rest, -abs(one.level)))
    return Pattern(tuple(ranked), len(span), signal, threshold)


def _marks(layer: int, side: int, values_TH: Values, passage: tuple[range, float]) -> list[Match]:
    """The units of a layer that mark the passage, a span and a threshold, on one side of 0."""
    span, threshold = passage
    on_TH = side * values_TH >= threshold
    inside = on_TH[span.start : span.stop]
    around = on_TH[[at for at in (span.start - 1, span.stop) if 0 <= at < len(on_TH)]]
    units = np.flatnonzero(inside.all(axis=0) & ~around.any(axis=0))
    others = on_TH[:, units].sum(axis=0) - len(span)
    rests = others / max(len(on_TH) - len(span), 1)
    levels = values_TH[span.start : span.stop, units].mean(axis=0)
    found = zip(units.tolist(), levels.tolist(), rests.tolist(), strict=True)
    return [Match(Unit(layer, index), side, level, rest) for index, level, rest in found]


def elsewhere(trace: Trace, offsets: NDArray[np.int64], pattern: Pattern) -> list[Place]:
    """Where units that mark a passage are on together for about as long: half its length to twice.

    trace     of all pieces, one after the other
    offsets   (pieces + 1,) where each piece's rows begin
    pattern   of one unit or more; at a place more than half of them are on throughout
    returns   the places with most units, and among these those most nearly as long, first; none overlap
    """
    together_N, length = _together(trace, pattern), pattern.length
    taken_N = np.zeros(len(together_N), bool)
    places: list[Place] = []
    most = len(pattern.matches)
    for needed in range(most, most // 2, -1):
        for start, end in _runs(together_N >= needed, offsets):
            if length / _LONGER <= end - start <= length * _LONGER and not taken_N[start:end].any():
                taken_N[start:end] = True
                piece = int(np.searchsorted(offsets, start, "right")) - 1
                begin = int(offsets[piece])
                places.append(Place(piece, start - begin, end - begin, needed))
    return sorted(places, key=lambda place: (-place.units, _unlike(place, length), place.piece, place.start))


def _together(trace: Trace, pattern: Pattern) -> NDArray[np.int64]:
    """How many of the pattern's units are on at each symbol, (N,)."""
    ons = [one.side * trace.unit(one.unit, pattern.signal) >= pattern.threshold for one in pattern.matches]
    counts_N: NDArray[np.int64] = np.sum(ons, axis=0, dtype=np.int64)
    return counts_N


def _unlike(place: Place, length: int) -> float:
    """How unlike a place's length is to another, from 0 on."""
    return float(abs(np.log((place.end - place.start) / length)))


def _runs(on_N: NDArray[np.bool_], offsets: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Where unbroken runs begin and end, each inside one piece."""
    some = offsets[:-1] < offsets[1:]
    firsts, lasts = offsets[:-1][some], offsets[1:][some] - 1
    begins, ends = on_N.copy(), on_N.copy()
    begins[1:] &= ~on_N[:-1]
    ends[:-1] &= ~on_N[1:]
    begins[firsts], ends[lasts] = on_N[firsts], on_N[lasts]
    return list(zip(np.flatnonzero(begins).tolist(), (np.flatnonzero(ends) + 1).tolist(), strict=True))
