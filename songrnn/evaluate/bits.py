"""How surprised a model is: nats and bits a character, honestly counted.

Conventions. Every symbol of every piece counts, and so does the end symbol that closes it; the state begins anew
with each piece; nothing is cut, sampled or skipped. The figure is the sum of the negative natural logarithms of the
probabilities divided by the characters of the decoded text plus one end a piece, so pieces weigh by their length and
models compare whose symbols hold more or less text. Bits are nats / ln 2. `windows` is the other, noisier protocol of
the course reports (random 30-character windows); it is for models whose symbols are characters.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.errors import TrainingError
from songrnn.evaluate.data import Split
from songrnn.evaluate.steps import passes
from songrnn.models.family import Family
from songrnn.models.predictions import Prediction

Nats = NDArray[np.float64]
Array = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Surprise:
    """Sums over a split, and the characters that they are divided by.

    `header` is each piece up to the end of its header, `body` the rest and the end.
    """

    header_nats: float
    header_count: int
    body_nats: float
    body_count: int

    @property
    def count(self) -> int:
        """Characters plus one end a piece."""
        return self.header_count + self.body_count

    @property
    def nats(self) -> float:
        """Mean nats a character."""
        return (self.header_nats + self.body_nats) / self.count

    @property
    def bits(self) -> float:
        """Mean bits a character."""
        return self.nats / math.log(2)

    def figures(self) -> dict[str, float]:
        """The means by name: nats, bits, header_nats and body_nats (0 where there is no such part)."""
        return {
            "nats": self.nats,
            "bits": self.bits,
            "header_nats": self.header_nats / max(1, self.header_count),
            "body_nats": self.body_nats / max(1, self.body_count),
        }


def gather(nats: Sequence[Nats], split: Split) -> Surprise:
    """Sums of the nats of each piece of a split, those of its header apart."""
    header = math.fsum(float(row[:end].sum()) for row, end in zip(nats, split.headers, strict=True))
    body = math.fsum(float(row[end:].sum()) for row, end in zip(nats, split.headers, strict=True))
    header_count = sum(split.header_characters)
    ends = len(nats) if split.ends else 0
    return Surprise(header, header_count, body, sum(split.characters) + ends - header_count)


def score(network: Family, pieces: Sequence[Array]) -> list[Nats]:
    """The nats of each symbol of each piece and of the end that closes it, if there is one: (T + 1,) or (T,) a piece.

    raises   TrainingError if the network gives point estimates, which have no likelihood
    """

    def look(prediction: Prediction, target: Tensor) -> dict[str, Tensor]:
        if not prediction.has_nats:
            raise TrainingError("This model gives point estimates, which have no likelihood; its loss is all there is.")
        return {"nats": prediction.nats(target)}

    return [row["nats"] for row in passes(network, pieces, look)]


def windows(network: Family, pieces: Sequence[Array], *, length: int = 30, seed: int = 1) -> float:
    """The course protocol: one random window of `length` characters a piece, state empty at its start; mean nats."""
    return windows_of(lambda cut: score_windows(network, cut), pieces, length=length, seed=seed)


def windows_of(
    judge: Callable[[Sequence[Array]], float], pieces: Sequence[Array], *, length: int = 30, seed: int = 1
) -> float:
    """`judge` of one random window of each piece that is long enough."""
    rng = np.random.default_rng(seed)
    cut = []
    for piece in pieces:
        if len(piece) > length:
            start = int(rng.integers(0, len(piece) - length))
            cut.append(piece[start : start + length + 1])
    return judge(cut)


@torch.inference_mode()
def score_windows(network: Family, cut: Sequence[Array]) -> float:
    """Mean nats of predicting the second to the last symbol of each window from those before it in the window."""
    if not cut:
        return math.nan
    was_training = network.training
    network.eval()
    rows = torch.as_tensor(np.stack(cut)).to(next(network.parameters()).device)
    prediction, _ = network(rows[:, :-1], network.begin(len(rows)))
    network.train(was_training)
    return float(prediction.nats(rows[:, 1:]).double().mean())
