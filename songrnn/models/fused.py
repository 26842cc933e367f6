"""One layer of rnn, gru or lstm over a sequence by torch's fused kernel; songrnn.models.cells is what it computes.

Axes: B rows, T steps, I input size, H hidden size.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from songrnn.models.cells import Weights

_KERNELS: dict[str, Callable[..., Any]] = {"rnn": torch.rnn_tanh, "gru": torch.gru, "lstm": torch.lstm}


def fused(
    cell: str, x_BTI: Tensor, state: tuple[Tensor, ...], weights: Weights, *, training: bool = False
) -> tuple[Tensor, tuple[Tensor, ...]]:
    """Outputs (B, T, H), and the state after the last step; states are h, or h and c, of shape (1, B, H) each."""
    given = state if len(state) > 1 else state[0]
    flat = [weights.W_ih, weights.W_hh, weights.b_ih, weights.b_hh]
    hidden_BTH, *end = _KERNELS[cell](x_BTI, given, flat, True, 1, 0.0, training, False, True)
    return hidden_BTH, tuple(end)
