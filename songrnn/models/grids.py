"""Beliefs about a grid of yes and no: every cell by itself, from log-odds. What a cell stands for is not known here.

Axes: B rows, T steps, P pitches, K planes.
"""

from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from songrnn.models.predictions import Chooser, Prediction


class Bernoulli(Prediction):
    """Each cell of a grid a coin of its own, from log-odds of shape (B, T, P, K)."""

    def __init__(self, logits_BTPK: Tensor) -> None:
        self.logits_BTPK = logits_BTPK

    def nats(self, target: Tensor) -> Tensor:
        return weighted_nats(self.logits_BTPK, target, 1.0)

    def draw(self, policy: Chooser, rng: torch.Generator) -> NDArray[Any]:
        tossed = policy.toss(self.logits_BTPK[0, -1].float().cpu(), rng)
        return tossed.to(torch.uint8).numpy()

    def marks(self, target: Tensor) -> dict[str, Tensor]:
        return grid_marks(self.logits_BTPK > 0, target)


def weighted_nats(logits_BTPK: Tensor, target: Tensor, positive: float) -> Tensor:
    """Nats of all cells of a step, where the nats of a yes count `positive` times: (B, T); true nats where that is 1.

    target   (B, T, P, K) of 0 and 1
    """
    logits, truth = logits_BTPK.float(), target.float()
    weight = logits.new_tensor(positive)
    cells = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none", pos_weight=weight)
    return cells.sum((-2, -1))


def grid_marks(rounded_BTPK: Tensor, target: Tensor) -> dict[str, Tensor]:
    """How rounded beliefs compare with what came, a step: the report's metric, and cells hit, invented and missed.

    metric   the mean over the cells of |y| - |y - round(ŷ)|: below 0 for invention, 0 for silence kept, above for hits

    A belief of exactly a half is rounded to 0. After: Rajaraman 2018, "Accuracy Metric".
    """
    believed, truth = rounded_BTPK > 0, target > 0
    hit, invented, missed = (
        cells.sum((-2, -1)).float() for cells in (believed & truth, believed & ~truth, ~believed & truth)
    )
    cells = truth.shape[-1] * truth.shape[-2]
    return {
        "metric": (hit - invented) / cells,
        "true_positives": hit,
        "false_positives": invented,
        "false_negatives": missed,
    }
