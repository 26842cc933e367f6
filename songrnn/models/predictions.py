"""What a model believes about the next step. It answers how surprised it is and what comes next, nothing else."""

from abc import ABC, abstractmethod
from typing import Any, Protocol, Self

import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional


class Chooser(Protocol):
    """What draws: a sampling policy."""

    @property
    def temperature(self) -> float:
        """How far a draw strays from what is likeliest: 0 not at all, 1 as far as the model believes."""
        ...

    def choose(self, logits: Tensor, rng: torch.Generator) -> int:
        """One index into `logits`, shape (V,)."""
        ...

    def toss(self, logits: Tensor, rng: torch.Generator) -> Tensor:
        """Yes or no for each of `logits`, the log-odds of yes; bool of the same shape."""
        ...

    def at(self, head: str) -> Self:
        """The policy for one of several things that are drawn a step, such as a pitch and a duration."""
        ...


class Prediction(ABC):
    """Beliefs about the next step, for rows B and steps T.

    has_nats   whether they are a distribution, so that `nats` is a true likelihood; point estimates are none
    """

    has_nats: bool = True

    @abstractmethod
    def nats(self, target: Tensor) -> Tensor:
        """The negative log-likelihood of what came, in nats: (B, T) for targets (B, T, *the form's shape).

        Never called where `has_nats` is False.
        """

    @abstractmethod
    def draw(self, policy: Chooser, rng: torch.Generator) -> int | NDArray[Any]:
        """What comes after the last step of the first row: a number, or an array of the form's shape."""

    def marks(self, target: Tensor) -> dict[str, Tensor]:  # noqa: ARG002  the contract's
        """Further figures of each step by name, (B, T) each; songrnn.evaluate.steps says how they are gathered."""
        return {}


class Categorical(Prediction):
    """One of V symbols, from unnormalised log-probabilities of shape (B, T, V)."""

    def __init__(self, logits_BTV: Tensor) -> None:
        self.logits_BTV = logits_BTV

    def nats(self, target: Tensor) -> Tensor:
        logits = self.logits_BTV.float()
        return functional.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none").view_as(target)

    def draw(self, policy: Chooser, rng: torch.Generator) -> int:
        return policy.choose(self.logits_BTV[0, -1].float().cpu(), rng)
