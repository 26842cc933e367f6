"""The split doctor: does music leak from the training split into those that are held out, and are they of one kind?

Two pieces are one music if their top lines begin alike, in whatever key and unit. A passage is some notes in a row of
the top line, intervals and rhythm; a held-out piece that shares most of its passages with training music is the same
tune with another beginning. Kinds are compared by total variation distance, half the sum of the differences of
shares: 0 is the same mixture, 1 nothing in common. Splits that are drawn at random differ a little too: how much, is
found by drawing them again and again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from songrnn.corpus.dedupe import near_key
from songrnn.corpus.facts import facts, heard_or_silent
from songrnn.corpus.passages import is_same, passages
from songrnn.music.piece import Piece
from songrnn.music.sequence import NoteSequence

_DRAWS = 2000
_FALSE_ALARMS = 0.05  # chance that any of all the comparisons of a corpus stands out though nothing is wrong
_EXAMPLES = 3
KINDS = ("source", "rhythm", "meter", "key")


@dataclass(frozen=True, slots=True)
class Leak:
    """Held-out pieces whose music is also in the training split.

    begins    that begin as a training piece does        shares   that share more than half of their passages
    examples  names of some of them, each with the training piece
    """

    split: str
    pieces: int
    begins: int
    shares: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a held-out split is from the training split in one respect.

    distance   total variation, 0 … 1
    chance     what random splits of this size stay below, so often that of all comparisons together one in twenty fails
    common     the kinds that differ most: name, share in training, share held out
    """

    split: str
    kind: str
    distance: float
    chance: float
    common: tuple[tuple[str, float, float], ...]

    @property
    def stands_out(self) -> bool:
        """Whether chance does not explain it."""
        return self.distance > self.chance


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor found."""

    leaks: tuple[Leak, ...]
    shifts: tuple[Shift, ...]


class _Mixture:
    """How many pieces of a split are of each kind, in each respect."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}

    def add(self, piece: Piece, heard: NoteSequence, notation: str) -> None:
        """Count one piece more."""
        one = facts(piece, heard, notation)
        for kind, counter in self.counts.items():
            counter[getattr(one, kind) or "not said"] += 1


@dataclass(slots=True)
class _Known:
    """What the training split holds: the piece that first had a beginning or a passage, by its hash."""

    begins: dict[str, str] = field(default_factory=dict)
    passages: dict[int, str] = field(default_factory=dict)

    def add(self, piece: Piece, heard: NoteSequence) -> None:
        """Take note of a training piece."""
        found = passages(heard)
        if len(found):  # what is shorter than a passage is like too many others
            self.begins.setdefault(near_key(heard), piece.name)
        for passage in found.tolist():
            self.passages.setdefault(passage, piece.name)


def diagnose(splits: Mapping[str, Sequence[Piece]], notation: str, in_all_keys: bool = False) -> Diagnosis:
    """Compare every held-out split with "train".

    in_all_keys   training pieces are in twelve keys, so that keys say nothing
    """
    kinds = [kind for kind in KINDS if kind != "key" or not in_all_keys]
    held_out = sum(len(pieces) > 0 for name, pieces in splits.items() if name != "train")
    alarm = _FALSE_ALARMS / max(held_out * len(kinds), 1)
    known, training = _Known(), _Mixture()
    for piece in splits["train"]:
        heard = heard_or_silent(piece, notation)
        known.add(piece, heard)
        training.add(piece, heard, notation)
    leaks: list[Leak] = []
    shifts: list[Shift] = []
    for name, pieces in splits.items():
        if name != "train" and len(pieces):
            mixture = _Mixture()
            leaks.append(_leak(name, pieces, notation, known, mixture))
            pairs = [(kind, training.counts[kind], mixture.counts[kind]) for kind in kinds]
            shifts += [one for pair in pairs if (one := _shift(name, *pair, alarm))]
    return Diagnosis(tuple(leaks), tuple(shifts))


def _leak(name: str, pieces: Sequence[Piece], notation: str, known: _Known, mixture: _Mixture) -> Leak:
    """What of a split is known from training; its pieces are counted in a mixture by the way."""
    begins = shares = 0
    examples: list[str] = []
    for piece in pieces:
        heard = heard_or_silent(piece, notation)
        mixture.add(piece, heard, notation)
        found = passages(heard)
        begin = known.begins.get(near_key(heard)) if len(found) else None
        shared = [known.passages[passage] for passage in found.tolist() if passage in known.passages]
        most = is_same(found, len(shared))
        begins, shares = begins + (begin is not None), shares + most
        if (begin is not None or most) and len(examples) < _EXAMPLES:
            examples.append(f"{piece.name} is {shared[0] if begin is None else begin}")
    return Leak(name, len(pieces), begins, shares, tuple(examples))


def _shift(split: str, kind: str, training: Counter[str], held: Counter[str], alarm: float) -> Shift | None:
    """The distance in one respect; None where all pieces are of one kind."""
    both = training + held
    if len(both) < 2:
        return None
    rates = {name: (training[name] / training.total(), held[name] / held.total()) for name in both}
    common = sorted(rates, key=lambda name: -abs(rates[name][0] - rates[name][1]))[:_EXAMPLES]
    chance = _chance(both, held.total(), alarm)
    return Shift(split, kind, _distance(training, held), chance, tuple((name, *rates[name]) for name in common))


def _distance(one: Counter[str], other: Counter[str]) -> float:
    here, there = one.total(), other.total()
    return sum(abs(one[name] / here - other[name] / there) for name in {*one, *other}) / 2


def _chance(both: Counter[str], size: int, alarm: float) -> float:
    """The distance above which a random split of this size is as seldom as `alarm`."""
    counts = np.array([*both.values()])
    rng = np.random.default_rng(1)  # the same every time
    held = rng.multivariate_hypergeometric(counts, size, size=_DRAWS, method="marginals")
    rates = (counts - held) / (counts.sum() - size) - held / size
    return float(np.quantile(np.abs(rates).sum(axis=1) / 2, 1 - alarm))
