"""What a training run tells whoever watches it."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """A step was taken.

    step   from 1, of `total`                       nats      a character on the batch
    rate   symbols a second, smoothed               symbols   of a batch
    """

    step: int
    total: int
    nats: float
    rate: float
    symbols: int


@dataclass(frozen=True, slots=True)
class Valid:
    """The validation split was measured: name → nats a character, as the history records them."""

    step: int
    train_nats: float
    valid: dict[str, float] = field(default_factory=dict)
    best: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """What the model writes now."""

    step: int
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint is safe on disk."""

    step: int
    path: Path


@dataclass(frozen=True, slots=True)
class Finished:
    """The run is over: "done", "no better for N evaluations" or "interrupted"."""

    step: int
    why: str


Event = Step | Valid | Sample | Saved | Finished
