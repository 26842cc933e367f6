"""What a model believes about the next step. It answers how surprised it is and what comes next, nothing else."""

from abc import ABC, abstractmethod
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional


class Chooser(Protocol):
    """What draws from logits: a sampling policy."""

    def choose(self, logits: Tensor, rng: torch.Generator) -> int:
        """One index into `logits`, shape (V,)."""
        ...


class Prediction(ABC):
    """Beliefs about the next step, for rows B and steps T."""

    @abstractmethod
    def nats(self, target: Tensor) -> Tensor:
        """The negative log-likelihood of what came, in nats: (B, T) for targets (B, T)."""

    @abstractmethod
    def draw(self, policy: Chooser, rng: torch.Generator) -> int:
        """What comes after the last step of the first row."""


class Categorical(Prediction):
    """One of V symbols, from unnormalised log-probabilities of shape (B, T, V)."""

    def __init__(self, logits_BTV: Tensor) -> None:
        self.logits_BTV = logits_BTV

    def nats(self, target: Tensor) -> Tensor:
        logits = self.logits_BTV.float()
        return functional.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none").view_as(target)

    def draw(self, policy: Chooser, rng: torch.Generator) -> int:
        return policy.choose(self.logits_BTV[0, -1].float().cpu(), rng)
