"""The contract of a model family: symbols and a state in, a prediction and a state out.

A state is a tuple of tensors of shape (layers, rows, width): rows can be picked, dropped and kept for later.
Stepping through a sequence one symbol at a time equals one pass over it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from torch import Tensor, nn

from songrnn.errors import UsageError
from songrnn.form import Form
from songrnn.lookup import did_you_mean
from songrnn.models.predictions import Prediction

State = tuple[Tensor, ...]
S = TypeVar("S")


class Family(nn.Module, ABC):
    """A kind of network.

    form      of the sequences that this network was built for
    measure   what training makes smaller: "nats", or "loss" where its objective is something else
    breadth   how many times as much memory as one hidden state a step of a pass takes, roughly: long passes are cut
    """

    measure: str = "nats"
    breadth: int = 1
    form: Form

    @staticmethod
    @abstractmethod
    def accepts(form: Form) -> bool:
        """Whether this family can learn sequences of that form."""

    @classmethod
    @abstractmethod
    def build(cls, form: Form, settings: dict[str, Any]) -> Self:
        """A network for that form, randomly initialised; raises UsageError for settings that make no sense."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """What `build` was given, as JSON values."""

    @abstractmethod
    def begin(self, rows: int) -> State:
        """The state before the first symbol of `rows` sequences."""

    @abstractmethod
    def forward(self, symbols: Tensor, state: State, *, last: bool = False) -> tuple[Prediction, State]:
        """Beliefs after each symbol, and the state after the last one.

        symbols   (B, T, *the form's shape)
        last      beliefs after the last symbol alone: T is 1 in the prediction
        """

    def objective(self, prediction: Prediction, target: Tensor) -> Tensor:
        """What training makes smaller, (B, T) for targets (B, T, *the form's shape): the nats, if nothing else."""
        return prediction.nats(target)


def read_settings(kind: Callable[..., S], settings: Mapping[str, Any], family: str) -> S:
    """The settings of a family as its dataclass; raises UsageError, with the nearest name, for one that it lacks."""
    try:
        return kind(**settings)
    except TypeError as error:
        known = kind.__dataclass_fields__  # type: ignore[attr-defined]
        unknown = sorted(set(settings) - set(known))
        if not unknown:
            raise UsageError(f"The settings of the model do not fit: {error}.") from error
        near = did_you_mean(unknown[0], known)
        raise UsageError(f"A model of the family '{family}' has no setting '{unknown[0]}'. {near}") from error


def check_whole(place: str, value: object, most: int, least: int = 1) -> None:
    """Raise UsageError if a setting is no whole number from `least` to `most`."""
    if type(value) is not int or not least <= value <= most:
        raise UsageError(f"{place} is {value}; give a whole number from {least} to {most}.")


def check_share(place: str, value: float) -> None:
    """Raise UsageError if a setting is no share from 0 up to 1."""
    if not 0 <= value < 1:
        raise UsageError(f"{place} is {value}; give a number from 0 up to, but not including, 1.")
