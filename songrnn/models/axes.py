"""Layers along the two axes of a grid: along time, with one LSTM for all pitches or one for each, and along pitch.

Axes: B rows, T steps, P pitches, K planes, I input size, H hidden size, G = 4 H gates in the order i f g o.
"""

import math
from collections.abc import Callable
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from songrnn.models.cells import Weights, lstm, open_forget_gates


class SharedTime(nn.Module):
    """One LSTM along time for all pitches: torch's fused kernel, and the written-out cell for a single step."""

    def __init__(self, pitches: int, size: int, width: int) -> None:
        super().__init__()
        self.pitches, self.width = pitches, width
        self.layer = nn.LSTM(size, width, batch_first=True)
        open_forget_gates(weights_of(self.layer).b_ih, width)

    def forward(self, x_BTPI: Tensor, hidden: Tensor, cell: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Outputs (B, T, P, H), and the hidden and cell states after the last step, (B, P · H) each, as given."""
        rows, steps = x_BTPI.shape[:2]
        x_NTI = x_BTPI.transpose(1, 2).flatten(0, 1)
        state = hidden.reshape(-1, self.width), cell.reshape(-1, self.width)
        if steps == 1 and not self.training:
            h, c = lstm(x_NTI[:, 0], state, weights_of(self.layer))
            out_NTH = h[:, None]
        else:
            out_NTH, (h, c) = self.layer(x_NTI, (state[0][None], state[1][None]))
        out_BTPH = out_NTH.reshape(rows, self.pitches, steps, self.width).transpose(1, 2)
        return out_BTPH, h.reshape(hidden.shape).to(hidden.dtype), c.reshape(cell.shape).to(cell.dtype)


class SeparateTime(nn.Module):
    """An LSTM along time for each pitch, as matrix products of all pitches at once; the loop is over steps alone."""

    def __init__(self, pitches: int, size: int, width: int) -> None:
        super().__init__()
        self.pitches, self.width = pitches, width
        bound = 1 / math.sqrt(width)  # as torch's LSTM
        self.W_ih = nn.Parameter(torch.empty(pitches, size, 4 * width).uniform_(-bound, bound))
        self.W_hh = nn.Parameter(torch.empty(pitches, width, 4 * width).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(pitches, 1, 4 * width))
        open_forget_gates(self.bias, width)

    def forward(self, x_BTPI: Tensor, hidden: Tensor, cell: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Outputs (B, T, P, H), and the hidden and cell states after the last step, (B, P · H) each, as given."""
        rows, steps, pitches, _ = x_BTPI.shape
        x_PNI = x_BTPI.permute(2, 1, 0, 3).flatten(1, 2)
        given = torch.baddbmm(self.bias, x_PNI, self.W_ih).view(pitches, steps, rows, -1)
        h, c = (part.view(rows, pitches, self.width).transpose(0, 1) for part in (hidden, cell))
        out = []
        for gates_PBG in given.unbind(1):
            h, c = _gated(torch.baddbmm(gates_PBG, h.to(gates_PBG.dtype), self.W_hh), c)
            out.append(h)
        out_BTPH = torch.stack(out).permute(2, 0, 1, 3).to(given.dtype)
        return out_BTPH, h.transpose(0, 1).reshape(hidden.shape), c.transpose(0, 1).reshape(cell.shape)


class PitchAxis(nn.Module):
    """LSTM layers along pitch, from the lowest to the highest, and a readout of K numbers for each.

    size     of what comes from below for each pitch          heard    planes of the pitch below that it hears, or 0
    widths   of the layers, from the bottom                   planes   K
    """

    def __init__(self, size: int, heard: int, widths: list[int], planes: int, dropout: nn.Module) -> None:
        super().__init__()
        sizes = [size + heard, *widths]
        self.heard = heard
        self.layers = nn.ModuleList(nn.LSTM(below, width, batch_first=True) for below, width in pairwise(sizes))
        for layer, width in zip(self.layers, widths, strict=True):
            open_forget_gates(weights_of(layer).b_ih, width)
        self.dropout = dropout
        self.readout = nn.Linear(widths[-1], planes)

    def forward(self, x_BTPI: Tensor, chosen_BTPK: Tensor | None = None) -> Tensor:
        """K numbers for each cell, (B, T, P, K); where the pitch below is heard, `chosen` is what stands there."""
        rows, steps = x_BTPI.shape[:2]
        if self.heard:
            assert chosen_BTPK is not None
            under = functional.pad(chosen_BTPK[:, :, :-1], (0, 0, 1, 0)).to(x_BTPI.dtype)
            x_BTPI = torch.cat([x_BTPI, under], -1)
        below = x_BTPI.flatten(0, 1)
        for layer in self.layers:
            below = self.dropout(layer(below)[0])
        numbers: Tensor = self.readout(below)
        return numbers.view(rows, steps, *numbers.shape[1:])

    @torch.no_grad()
    def climb(self, x_PI: Tensor, choose: Callable[[Tensor], Tensor]) -> Tensor:
        """What `choose` takes from the K numbers of each pitch, one by one from the lowest: (P, K) of 0 and 1."""
        stack = [_on_processor(weights_of(layer)) for layer in self.layers]
        state = [(w.b_hh.new_zeros(1, w.W_hh.shape[1]),) * 2 for w in stack]
        weight, bias = self.readout.weight.cpu(), self.readout.bias.cpu()
        chosen_PK = x_PI.new_zeros(len(x_PI) + 1, len(bias))
        for pitch, x_I in enumerate(x_PI):
            below = torch.cat([x_I, chosen_PK[pitch]])[None]
            for at, weights in enumerate(stack):
                state[at] = lstm(below, state[at], weights)  # type: ignore[assignment]
                below = state[at][0]
            chosen_PK[pitch + 1] = choose(functional.linear(below[0], weight, bias))
        return chosen_PK[1:]


def _gated(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """The hidden and the cell state, from gates before their nonlinearities."""
    i, f, g, o = gates.chunk(4, dim=-1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def weights_of(layer: nn.Module) -> Weights:
    """The parameters of a layer of torch's, for the written-out cell."""
    return Weights(*(getattr(layer, f"{name}_l0") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")))


def _on_processor(weights: Weights) -> Weights:
    return Weights(weights.W_ih.cpu(), weights.W_hh.cpu(), weights.b_ih.cpu(), weights.b_hh.cpu())
