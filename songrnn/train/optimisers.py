"""Optimisers by name, and their inner state as named tensors that need no unpickling."""

from typing import Any

import torch
from torch import Tensor, nn

from songrnn.train.settings import TrainSettings


def make_optimiser(network: nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
    """The optimiser of a run over all parameters of `network`; its rate is set anew at every step."""
    parameters = list(network.parameters())
    match settings.optimiser:
        case "adam":
            return torch.optim.Adam(parameters, lr=settings.rate, fused=True)
        case "adamw":
            return torch.optim.AdamW(parameters, lr=settings.rate, weight_decay=settings.decay, fused=True)
        case "nadam":
            return torch.optim.NAdam(parameters, lr=settings.rate)
        case _:
            return torch.optim.RMSprop(parameters, lr=settings.rate, alpha=settings.smoothing)


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate of the next step."""
    for group in optimiser.param_groups:
        group["lr"] = rate


def inner_state(optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    """Moments and counters as "parameter number.name" → tensor."""
    state: dict[int, dict[str, Any]] = optimiser.state_dict()["state"]
    return {f"{at}.{name}": torch.as_tensor(value) for at, row in state.items() for name, value in row.items()}


def restore_state(optimiser: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    """Put back what `inner_state` took."""
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        at, name = key.split(".", 1)
        state.setdefault(int(at), {})[name] = value
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})
