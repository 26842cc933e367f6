"""What a network believed while it read a piece: the likeliest next symbols, and how surprised it was by each.

Knows networks whose predictions are a distribution; of those over single symbols it tells the likeliest as well.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.models.family import Family
from songrnn.models.predictions import Categorical, Prediction
from songrnn.probe.view import Beliefs, Guess

_STEPS = 1 << 12  # of a pass, for a network of breadth 1


def beliefs(network: Family, symbols: NDArray[Any], text_of: Callable[[int], str], count: int = 5) -> Beliefs:
    """The surprise at each symbol, and the likeliest symbols after each.

    symbols   a piece's, shape (T, *the form's shape), T from 0
    text_of   the text of a symbol; that of the end is ""
    count     how many of the likeliest
    """
    was_training = network.training
    network.eval()
    try:
        return _beliefs(network, symbols, text_of, count)
    finally:
        network.train(was_training)


@torch.inference_mode()
def _beliefs(network: Family, symbols: NDArray[Any], text_of: Callable[[int], str], count: int) -> Beliefs:
    device = next(network.parameters()).device
    fed = torch.as_tensor(np.concatenate([np.zeros_like(symbols[:1]), symbols])[None]).to(device)
    if not len(symbols):
        return Beliefs(np.empty(0), ())
    surprises, guesses, state = [], [], network.begin(1)
    for begin in range(0, fed.shape[1], stretch := max(1, _STEPS // network.breadth)):
        part = slice(begin, begin + stretch)
        prediction, state = network(fed[:, part], state)
        surprises.append(_nats(prediction, fed[:, begin + 1 : begin + 1 + stretch], fed[:, part]))
        guesses.extend(_guesses(prediction, text_of, count, fed[:, part].shape[1]))
    return Beliefs(np.concatenate(surprises)[: len(symbols)], tuple(guesses[1:]))


def _nats(prediction: Prediction, target: Tensor, fed: Tensor) -> NDArray[np.float64]:
    """The nats of each target, nan without a likelihood. The last belief of a piece has no target; zeros stand in."""
    if not prediction.has_nats:
        return np.full(fed.shape[1], np.nan)
    missing = fed.shape[1] - target.shape[1]
    filled = torch.cat([target, torch.zeros_like(fed[:, :missing])], 1)
    return prediction.nats(filled)[0].double().cpu().numpy()


def _guesses(prediction: Prediction, text_of: Callable[[int], str], count: int, steps: int) -> list[tuple[Guess, ...]]:
    if not isinstance(prediction, Categorical):
        return [()] * steps
    shares = torch.softmax(prediction.logits_BTV[0].float(), -1)
    likely = shares.topk(min(count, shares.shape[-1]), -1)
    rows = zip(likely.indices.tolist(), likely.values.tolist(), strict=True)
    return [tuple(Guess(text_of(at), share) for at, share in zip(*row, strict=True)) for row in rows]
