"""The stream: a prompt in, symbols out, one at a time. This loop is the definition of sampling.

The prompt is fed once, its last symbol included; every drawn symbol is fed once; the end symbol ends the piece.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from songrnn.models.family import Family
from songrnn.models.predictions import Chooser

_DEFAULT_SEED_RANGE = 2**63


def generator(seed: int) -> torch.Generator:
    """A source of randomness of its own; any whole number is a seed."""
    return torch.Generator().manual_seed(seed % _DEFAULT_SEED_RANGE)


@torch.inference_mode()
def stream(network: Family, prompt: NDArray[Any], policy: Chooser, rng: torch.Generator) -> Iterator[Any]:
    """Symbols that follow the prompt, without end if the model never ends; stops before the end symbol.

    network   in evaluation mode
    prompt    symbols of shape (T, *the form's shape), T from 0; a piece's beginning
    returns   whole numbers for Ids, arrays of the form's shape for others
    """
    device = next(network.parameters()).device
    before = np.zeros((1, *network.form.shape), prompt.dtype)
    first = torch.as_tensor(np.concatenate([before, prompt])[None]).to(device)
    prediction, state = network(first, network.begin(1), last=True)
    while not _is_end(network, symbol := prediction.draw(policy, rng)):
        yield symbol
        prediction, state = network(torch.as_tensor(np.asarray(symbol)[None, None]).to(device), state, last=True)


def take(network: Family, prompt: NDArray[Any], policy: Chooser, rng: torch.Generator, length: int) -> NDArray[Any]:
    """The first symbols of the stream, at most `length`, in the type and shape of the prompt."""
    drawn = [np.asarray(symbol, prompt.dtype) for symbol in islice(stream(network, prompt, policy, rng), length)]
    return np.stack(drawn) if drawn else prompt[:0]


def _is_end(network: Family, symbol: int | NDArray[Any]) -> bool:
    return network.form.ends and not np.any(symbol)
