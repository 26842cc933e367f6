"""What a corpus holds, counted over its pieces: keys, meters, rhythms, lengths, pitches, durations.

Sees pieces one by one and keeps counts alone. Pictures of the counts songrnn.corpus.pictures draws.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from songrnn.corpus.facts import facts, heard_or_silent
from songrnn.music.piece import Piece


@dataclass(slots=True)
class Counts:
    """Counts over pieces: values, and how many pieces or notes have each."""

    pieces: int = 0
    notes: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    meters: Counter[str] = field(default_factory=Counter)
    rhythms: Counter[str] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)  # whole notes, rounded
    sizes: Counter[int] = field(default_factory=Counter)  # notes
    pitches: Counter[int] = field(default_factory=Counter)
    durations: Counter[int] = field(default_factory=Counter)  # 48ths of a whole note

    def values(self) -> dict[str, Any]:
        """As JSON values; the commonest first."""
        named = {"sources": self.sources, "keys": self.keys, "meters": self.meters, "rhythms": self.rhythms}
        found: dict[str, Any] = {"pieces": self.pieces, "notes": self.notes}
        found |= {name: dict(counter.most_common()) for name, counter in named.items()}
        found["length"] = spread(self.lengths)
        found["size"] = spread(self.sizes)
        found["pitch"] = spread(self.pitches)
        found["durations"] = {str(Fraction(size, 48)): count for size, count in self.durations.most_common()}
        return found


def count(pieces: Iterable[Piece], notation: str) -> Counts:
    """The counts over pieces."""
    found = Counts()
    for piece in pieces:
        one = facts(piece, heard_or_silent(piece, notation), notation)
        found.pieces += 1
        found.notes += one.notes
        named = (
            (found.sources, one.source),
            (found.keys, one.key),
            (found.meters, one.meter),
            (found.rhythms, one.rhythm),
        )
        for counter, value in named:
            counter[value or "not said"] += 1
        found.lengths[round(one.length)] += 1
        found.sizes[one.notes] += 1
        found.pitches.update(one.pitches)
        found.durations.update(one.durations)
    return found


def spread(counter: Counter[int]) -> dict[str, int]:
    """The least, the middle and the greatest of what was counted; nothing if there is nothing."""
    total = counter.total()
    if not total:
        return {}
    ordered = sorted(counter.items())
    seen = 0
    middle = ordered[-1][0]
    for value, times in ordered:
        seen += times
        if 2 * seen >= total:
            middle = value
            break
    return {"least": ordered[0][0], "middle": middle, "greatest": ordered[-1][0]}
