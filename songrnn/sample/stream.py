"""The stream: a prompt in, symbols out, one at a time. This loop is the definition of sampling.

The prompt is fed once, its last symbol included; every drawn symbol is fed once; the end symbol ends the piece.
"""

from collections.abc import Iterator

import torch
from numpy.typing import NDArray

from songrnn.form import Ids
from songrnn.models.family import Family
from songrnn.models.predictions import Chooser

_DEFAULT_SEED_RANGE = 2**63


def generator(seed: int) -> torch.Generator:
    """A source of randomness of its own; any whole number is a seed."""
    return torch.Generator().manual_seed(seed % _DEFAULT_SEED_RANGE)


@torch.inference_mode()
def stream(network: Family, prompt: NDArray, policy: Chooser, rng: torch.Generator) -> Iterator[int]:  # type: ignore[type-arg]
    """Symbols that follow the prompt, without end if the model never ends; stops before the end symbol.

    network   in evaluation mode
    prompt    symbols of shape (T,), T from 0; a piece's beginning
    """
    device = next(network.parameters()).device
    first = torch.as_tensor([[Ids.END, *prompt.tolist()]]).to(device)
    prediction, state = network(first, network.begin(1))
    while (symbol := prediction.draw(policy, rng)) != Ids.END:
        yield symbol
        prediction, state = network(torch.tensor([[symbol]], device=device), state)
