"""The settings of a training run, checked as they are made."""

import math
from dataclasses import dataclass

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.train.schedule import SHAPES

OPTIMISERS = ("adam", "adamw", "nadam", "rmsprop")
READINGS = ("lanes", "windows", "excerpts")
_WHOLE_FROM_1 = ("rows", "steps", "epochs", "patience", "evaluations")


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How a network is trained.

    rows          sequences read side by side         steps        symbols of each in one batch
    reading       lanes: whole pieces, the state carries on; windows: every stretch of `steps` symbols, shuffled, from
                  an empty state; excerpts: one such stretch of each piece an epoch, at random
    stride        from one window to the next, 0 for the beginning of each piece alone
    last          of a window, only what follows it is learned, as reports do; else every symbol of it
    balanced      symbols weigh inversely to how often they occur
    epochs        passes over the training split      evaluations  validations in each epoch
    patience      evaluations without a better validation loss before stopping early
    optimiser     adam, adamw, nadam or rmsprop       rate         peak learning rate
    schedule      cosine, constant or decay           warmup       steps of linear rise
    hold          epochs before decay begins          shrink       what decay leaves of the rate, an epoch
    decay         weight decay of adamw               clip         largest gradient norm, 0 for none
    smoothing     of rmsprop: what stays of the mean square of gradients at a step
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
    reading: str = "lanes"
    stride: int = 1
    last: bool = False
    balanced: bool = False
    hold: int = 10
    shrink: float = 0.97
    smoothing: float = 0.9

    def __post_init__(self) -> None:
        for name in _WHOLE_FROM_1:
            if not isinstance(getattr(self, name), int) or getattr(self, name) < 1:
                raise UsageError(f"train.{name} is {getattr(self, name)}; give a whole number from 1.")
        for name in ("decay", "clip", "warmup", "seed", "stride", "hold"):
            value = getattr(self, name)
            if not math.isfinite(value) or value < 0:
                raise UsageError(f"train.{name} is {value}; give a number from 0.")
        if not (math.isfinite(self.rate) and self.rate > 0):
            raise UsageError(f"train.rate is {self.rate}; give a number above 0, such as 0.002.")
        self._check_shares()
        if self.last and self.reading == "lanes":
            raise UsageError("train.last=true needs train.reading=windows or excerpts; lanes learn every symbol.")
        for name, known in (("optimiser", OPTIMISERS), ("schedule", SHAPES), ("reading", READINGS)):
            value = getattr(self, name)
            if value not in known:
                raise UsageError(f"train.{name} is '{value}'. {did_you_mean(str(value), known)}")

    def _check_shares(self) -> None:
        if not 0 <= self.smoothing < 1:
            raise UsageError(f"train.smoothing is {self.smoothing}; give a number from 0 up to, but not including, 1.")
        if not 0 < self.shrink <= 1:
            raise UsageError(f"train.shrink is {self.shrink}; give a number above 0 and at most 1.")
