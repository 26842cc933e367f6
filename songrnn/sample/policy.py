"""How the next symbol is drawn from a prediction: temperature, top-k, top-p.

Temperature divides the logits (Ackley and others 1985); top-k keeps the k likeliest (Fan and others 2018); top-p keeps
the smallest set of the likeliest that holds a share p (Holtzman and others 2020). They apply in that order.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from songrnn.errors import UsageError


@dataclass(frozen=True, slots=True)
class Policy:
    """What a draw obeys.

    temperature   0 always takes the likeliest; 1 is what the model believes
    top_k         0 keeps all                       top_p   1 keeps all

    Of equally likely symbols the lower ones come first.
    """

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.temperature) or not 0 <= self.temperature <= 100:
            raise UsageError(f"The temperature is {self.temperature}; give a number from 0 (greedy) to 100.")
        if self.top_k < 0:
            raise UsageError(f"top-k is {self.top_k}; give a whole number from 1, or 0 for no limit.")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"top-p is {self.top_p}; give a number above 0 and at most 1.")

    def choose(self, logits: Tensor, rng: torch.Generator) -> int:
        """One index into logits of shape (V,); the same generator state gives the same index."""
        if self.temperature == 0 or self.top_k == 1:
            return int(logits.argmax())
        share = self.shares(logits).cumsum(0)
        toss = torch.rand((), generator=rng, dtype=torch.float64) * share[-1]
        return min(int(torch.searchsorted(share, toss, right=True)), len(logits) - 1)

    def shares(self, logits: Tensor) -> Tensor:
        """The probabilities that are drawn from, float64 of shape (V,)."""
        if self.temperature == 0:
            return torch.zeros_like(logits, dtype=torch.float64).index_fill(0, logits.argmax(), 1.0)
        shares = torch.softmax((logits.double() - logits.max()) / self.temperature, 0)
        ranking = logits.argsort(descending=True, stable=True)  # not by shares: rounding makes ties among those
        if self.top_k:
            shares = shares.index_fill(0, ranking[self.top_k :], 0.0)
        if self.top_p < 1:
            shares = _nucleus(shares / shares.sum(), ranking, self.top_p)
        return shares / shares.sum()


def _nucleus(shares: Tensor, ranking: Tensor, top_p: float) -> Tensor:
    ranked = shares[ranking]
    outside = ranked.cumsum(0) - ranked >= top_p
    return shares.index_fill(0, ranking[outside], 0.0)
