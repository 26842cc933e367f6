"""What a training run tells whoever watches it."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """A step was taken.

    step   from 1, of `total`                       loss      what was made smaller, a symbol of the batch
    rate   symbols learned a second, smoothed       symbols   that were learned
    """

    step: int
    total: int
    loss: float
    rate: float
    symbols: int


@dataclass(frozen=True, slots=True)
class Valid:
    """The validation split was measured: name → figure, as the history records them.

    train     what was made smaller, the mean of the steps since the last validation
    measure   what that is: "nats" or "loss"; it is among the figures of the validation too
    """

    step: int
    train: float
    valid: dict[str, float] = field(default_factory=dict)
    best: bool = False
    measure: str = "nats"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the model writes now; alarm: one sentence if it has collapsed, "" if not."""

    step: int
    text: str
    alarm: str = ""


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
