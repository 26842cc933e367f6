"""Layers of LSTM over numbers: a fused pass over a sequence, the written-out cell for a single step.

Axes: B rows, T steps, I input size, H hidden size.
"""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from songrnn.models.cells import CELLS, Weights, open_forget_gates
from songrnn.models.dropout import Dropout
from songrnn.models.fused import fused


class Stack(nn.Module):
    """The layers. `layers` keeps torch's names of the fused module.

    dropout   share of a layer's outputs that the next one does not hear in training
    """

    def __init__(self, inputs: int, width: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.depth, self.width = layers, width
        self.layers = nn.LSTM(inputs, width, layers, batch_first=True, dropout=dropout if layers > 1 else 0.0)
        self.dropout = Dropout(dropout)
        for weights in self.weights():
            open_forget_gates(weights.b_ih, width)

    def empty(self, rows: int) -> tuple[Tensor, Tensor]:
        """The state before the first step: h and c, (layers, rows, width) each."""
        zeros = next(self.layers.parameters()).new_zeros(self.depth, rows, self.width)
        return zeros, zeros

    def forward(self, x_BTI: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Outputs (B, T, H) of the last layer, and the state after the last step."""
        if x_BTI.shape[1] == 1 and not self.training:
            return self._step(x_BTI[:, 0], state)
        if x_BTI.is_cuda:
            hidden_BTH, after = self.layers(x_BTI, state)
            return hidden_BTH, after
        below, ends = x_BTI, []
        for layer, weights in enumerate(self.weights()):
            below = self.dropout(below) if layer else below
            given = tuple(part[layer : layer + 1] for part in state)
            below, end = fused("lstm", below, given, weights, training=self.training)
            ends.append(end)
        h, c = (torch.cat(parts) for parts in zip(*ends, strict=True))
        return below, (h, c)

    def _step(self, below: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        after = []
        for layer, weights in enumerate(self.weights()):
            after.append(CELLS["lstm"](below, tuple(part[layer] for part in state), weights))
            below = after[-1][0]
        h, c = (torch.stack(parts) for parts in zip(*after, strict=True))
        return below[:, None], (h, c)

    def weights(self) -> Iterator[Weights]:
        """The parameters of each layer, from the bottom."""
        for layer in range(self.depth):
            names = (f"weight_ih_l{layer}", f"weight_hh_l{layer}", f"bias_ih_l{layer}", f"bias_hh_l{layer}")
            yield Weights(*(getattr(self.layers, name) for name in names))
