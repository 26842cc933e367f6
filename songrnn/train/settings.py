"""The settings of a training run, checked as they are made."""

import math
from dataclasses import dataclass

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.train.schedule import SHAPES

OPTIMISERS = ("adam", "adamw", "nadam", "rmsprop")
_WHOLE_FROM_1 = ("rows", "steps", "epochs", "patience", "evaluations")


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How a network is trained.

    rows          lanes read side by side             steps        symbols of a lane in one batch
    epochs        passes over the training split      evaluations  validations in each epoch
    patience      evaluations without a better validation loss before stopping early
    optimiser     adam, adamw, nadam or rmsprop       rate         peak learning rate
    schedule      cosine or constant                  warmup       steps of linear rise
    decay         weight decay of adamw               clip         largest gradient norm, 0 for none
    half          bf16 arithmetic where the processor really has it
    keys          every epoch meets each tune in a key drawn from the corpus's own keys of its mode
    """

    rows: int = 32
    steps: int = 128
    epochs: int = 20
    evaluations: int = 1
    patience: int = 5
    optimiser: str = "adamw"
    rate: float = 2e-3
    schedule: str = "cosine"
    warmup: int = 50
    decay: float = 0.01
    clip: float = 1.0
    half: bool = True
    keys: bool = False
    seed: int = 1

    def __post_init__(self) -> None:
        for name in _WHOLE_FROM_1:
            if not isinstance(getattr(self, name), int) or getattr(self, name) < 1:
                raise UsageError(f"train.{name} is {getattr(self, name)}; give a whole number from 1.")
        for name in ("decay", "clip", "warmup", "seed"):
            value = getattr(self, name)
            if not math.isfinite(value) or value < 0:
                raise UsageError(f"train.{name} is {value}; give a number from 0.")
        if not (math.isfinite(self.rate) and self.rate > 0):
            raise UsageError(f"train.rate is {self.rate}; give a number above 0, such as 0.002.")
        for name, known in (("optimiser", OPTIMISERS), ("schedule", SHAPES)):
            value = getattr(self, name)
            if value not in known:
                raise UsageError(f"train.{name} is '{value}'. {did_you_mean(str(value), known)}")
