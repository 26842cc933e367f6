"""How the next symbol is drawn from a prediction: temperature, top-k, top-p; or the likeliest, second or third.

Temperature divides the logits (Ackley and others 1985); top-k keeps the k likeliest (Fan and others 2018); top-p keeps
the smallest set of the likeliest that holds a share p (Holtzman and others 2020). They apply in that order.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import torch
from torch import Tensor

from songrnn.errors import UsageError


@dataclass(frozen=True, slots=True)
class Policy:
    """What a draw obeys.

    temperature   0 always takes the likeliest; 1 is what the model believes
    top_k         0 keeps all                       top_p   1 keeps all
    rank          1 takes the likeliest, 2 the second, 3 the third; 0 draws
    threshold     of yes or no: yes above this probability; 0 draws, and at temperature 0 a half is the threshold
    heads         temperatures of their own for some of several things that are drawn a step, by name

    Of equally likely symbols the lower ones come first.
    """

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    rank: int = 0
    threshold: float = 0.0
    heads: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not math.isfinite(self.temperature) or not 0 <= self.temperature <= 100:
            raise UsageError(f"The temperature is {self.temperature}; give a number from 0 (greedy) to 100.")
        if self.top_k < 0:
            raise UsageError(f"top-k is {self.top_k}; give a whole number from 1, or 0 for no limit.")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"top-p is {self.top_p}; give a number above 0 and at most 1.")
        if self.rank < 0:
            raise UsageError(f"The rank is {self.rank}; give a whole number from 1, or 0 to draw.")
        if not 0 <= self.threshold < 1:
            raise UsageError(f"The threshold is {self.threshold}; give a number above 0 and below 1, or 0 to draw.")

    def at(self, head: str) -> Self:
        """The policy for one of several things that are drawn a step."""
        return replace(self, temperature=self.heads.get(head, self.temperature)) if head in self.heads else self

    def toss(self, logits: Tensor, rng: torch.Generator) -> Tensor:
        """Yes or no for each of the log-odds, bool of the same shape; always as many numbers are drawn."""
        tossed = torch.rand(logits.shape, generator=rng, dtype=torch.float64)
        threshold = self.threshold or 0.5
        if self.threshold or self.temperature == 0:
            return torch.sigmoid(logits.double()) > threshold
        return tossed < torch.sigmoid(logits.double() / self.temperature)

    def choose(self, logits: Tensor, rng: torch.Generator) -> int:
        """One index into logits of shape (V,); the same generator state gives the same index."""
        if self.rank:
            possible = max(1, int(torch.isfinite(logits).sum()))  # rules leave some of them
            return int(logits.argsort(descending=True, stable=True)[min(self.rank, possible) - 1])
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
