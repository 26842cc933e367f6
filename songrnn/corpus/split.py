"""Pieces into training, validation and test splits, by tune group: no tune stands on both sides.

A group's place follows from a hash of the seed and its key, so the same seed gives the same splits on every machine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from songrnn.corpus.dedupe import PREFIX, tune_key
from songrnn.errors import CorpusError
from songrnn.music.piece import Piece

NAMES = ("train", "valid", "test")
# What files and folders are called that hold a split of a data set.
CALLED = {
    "train": "train", "training": "train", "train_labels": "train", "val": "valid", "valid": "valid",
    "validation": "valid", "dev": "valid", "test": "test", "test_labels": "test",
}  # fmt: skip


class TooFewError(CorpusError):
    """Fewer groups of pieces than splits."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How a corpus is split: the share of pieces held out twice, the seed, and the length of a group's key."""

    valid: float = 0.05
    test: float = 0.05
    seed: int = 1
    prefix: int = PREFIX


def split(pieces: Sequence[Piece], shares: Shares, key: Callable[[Piece], str] | None = None) -> dict[str, list[Piece]]:
    """The pieces by split name, each in its given order; raises TooFewError if there are fewer than three groups.

    key   equal for pieces that belong together; if none is given, the first notes of a tune in ABC
    """
    groups: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        groups.setdefault(key(piece) if key else tune_key(piece.text, shares.prefix), []).append(at)
    if len(groups) < len(NAMES):
        raise TooFewError(
            f"{len(pieces)} different tune(s) cannot be split into training, validation and test; give at least three."
        )
    ordered = sorted(groups, key=lambda key: sha256(f"{shares.seed}:{key}".encode()).digest())
    wanted = {"test": shares.test * len(pieces), "valid": shares.valid * len(pieces)}
    return _fill([groups[key] for key in ordered], wanted, pieces)


def _fill(
    groups: Sequence[Sequence[int]], wanted: Mapping[str, float], pieces: Sequence[Piece]
) -> dict[str, list[Piece]]:
    """Whole groups go to each held-out split until it has its wanted number, at least one; the rest is for training."""
    chosen: dict[str, list[int]] = {name: [] for name in NAMES}
    waiting = list(groups)
    for name, count in wanted.items():
        reserve = len(NAMES) - 1 - list(wanted).index(name)  # a group each for the splits still to come
        while len(waiting) > reserve and (not chosen[name] or len(chosen[name]) + len(waiting[0]) <= count):
            chosen[name] += waiting.pop(0)
    chosen["train"] = [at for group in waiting for at in group]
    return {name: [pieces[at] for at in sorted(chosen[name])] for name in NAMES}


def fingerprint(pieces: Sequence[Piece]) -> str:
    """A hash of the texts of a split, in order: equal for equal data and nothing else."""
    digest = sha256()
    for piece in pieces:
        digest.update(piece.text.encode() + b"\0")
    return digest.hexdigest()[:16]
