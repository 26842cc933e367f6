"""Passes of a network over whole pieces: figures of every step, and their means.

Conventions. The state begins anew with each piece; nothing is cut, sampled or skipped; where pieces have an end, it is
a step too. Pieces are read side by side, in stretches whose memory is bounded, in fp32 and without dropout.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.models.family import Family
from songrnn.models.predictions import Prediction

Array = NDArray[Any]
Real = NDArray[np.float64]
Look = Callable[[Prediction, Tensor], dict[str, Tensor]]
_CELLS = 1 << 15  # steps in one pass: rows times their length, for a network of breadth 1
_POSITIVES = ("true_positives", "false_positives", "false_negatives")


@torch.inference_mode()
def passes(network: Family, pieces: Sequence[Array], look: Look) -> list[dict[str, Real]]:
    """What `look` sees of the prediction and the target of every step: for each piece, name → (steps,).

    pieces   (T, *the form's shape) each, without the end
    """
    was_training = network.training
    network.eval()
    out: list[dict[str, Real]] = [{}] * len(pieces)
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    budget = max(1, _CELLS // network.breadth)
    while order:
        longest = len(pieces[order[-1]]) + 1
        rows = order[-max(1, budget // longest) :]
        del order[-len(rows) :]
        for at, row in zip(rows, _side_by_side(network, [pieces[at] for at in rows], look, budget), strict=True):
            out[at] = row
    network.train(was_training)
    return out


def _side_by_side(network: Family, pieces: Sequence[Array], look: Look, budget: int) -> list[dict[str, Real]]:
    """Pieces filled up with zeros, whose figures are cut off again."""
    ends = network.form.ends
    lengths = [len(piece) + ends for piece in pieces]
    targets = np.zeros((len(pieces), max(lengths), *network.form.shape), pieces[0].dtype)
    for row, piece in zip(targets, pieces, strict=True):
        row[: len(piece)] = piece
    symbols = np.roll(targets, 1, axis=1)
    symbols[:, :1] = 0
    device = next(network.parameters()).device
    state, seen, stretch = network.begin(len(pieces)), [], max(1, budget // len(pieces))
    for begin in range(0, max(lengths), stretch):
        span = slice(begin, begin + stretch)
        prediction, state = network(torch.as_tensor(symbols[:, span]).to(device), state)
        found = look(prediction, torch.as_tensor(targets[:, span]).to(device))
        seen.append({name: values.double().cpu().numpy() for name, values in found.items()})
    whole = {name: np.concatenate([part[name] for part in seen], axis=1) for name in (seen[0] if seen else {})}
    return [{name: values[at, :length] for name, values in whole.items()} for at, length in enumerate(lengths)]


def figures(network: Family, pieces: Sequence[Array], weights: Tensor | None = None) -> dict[str, float]:
    """The means over all steps of a split: the nats where there are any, the loss where that is something else, marks.

    weights   (V,), what symbols weigh in the loss; None if all weigh the same
    """

    def look(prediction: Prediction, target: Tensor) -> dict[str, Tensor]:
        seen = {}
        if network.measure == "loss" or weights is not None:
            loss = network.objective(prediction, target)
            seen["loss"] = loss if weights is None else loss * weights[target]
        if prediction.has_nats:
            seen["nats"] = prediction.nats(target)
        return seen | prediction.marks(target)

    return means(passes(network, pieces, look))


def means(pieces: Sequence[dict[str, Real]]) -> dict[str, float]:
    """The mean of each figure over the steps of all pieces; counts of hits and misses become shares."""
    sums: dict[str, float] = {}
    for piece in pieces:
        for name, values in piece.items():
            sums[name] = sums.get(name, 0.0) + float(values.sum())
    steps = max(1, sum(len(next(iter(piece.values()))) for piece in pieces if piece))
    found = {name: value / steps for name, value in sums.items() if name not in _POSITIVES}
    return found | (_shares(*(sums[name] for name in _POSITIVES)) if _POSITIVES[0] in sums else {})


def _shares(hits: float, false_alarms: float, misses: float) -> dict[str, float]:
    """Precision, recall and their harmonic mean (van Rijsbergen 1979); 0 where nothing was there to be found."""
    return {
        "precision": hits / max(1.0, hits + false_alarms),
        "recall": hits / max(1.0, hits + misses),
        "f1": 2 * hits / max(1.0, 2 * hits + false_alarms + misses),
    }
