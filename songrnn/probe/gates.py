"""All signals of one layer over a sequence: its outputs by the fused kernel, its gates from these in two products.

The fused kernel tells outputs alone. But a gate needs no more than what came in and the output before, which are known
for all steps at once; only the memory of an lstm has to be summed up step by step. songrnn.models.cells is what all of
this has to equal.

Axes: B rows, T steps, I input size, H hidden size, G gates (1, 3 or 4 times H).
"""

import torch
from torch import Tensor
from torch.nn import functional

from songrnn.models.cells import Weights
from songrnn.models.fused import fused

Signals = dict[str, Tensor]
State = tuple[Tensor, ...]

NAMES = {"rnn": ("h",), "gru": ("h", "r", "z", "n"), "lstm": ("h", "c", "i", "f", "g", "o")}


def read_layer(cell: str, x_BTI: Tensor, state: State, weights: Weights) -> tuple[Signals, State]:
    """Every signal after every step, (B, T, H) each, and the state after the last one.

    state   before the first step: h, or h and c, of shape (1, B, H) each
    """
    hidden_BTH, end = fused(cell, x_BTI, state, weights)
    before_BTH = torch.cat([state[0].transpose(0, 1), hidden_BTH[:, :-1]], 1)
    gates = _gates(cell, x_BTI, before_BTH, weights)
    if cell == "lstm":
        return {"h": hidden_BTH, "c": sum_up(state[1][0], gates), **gates}, end
    return {"h": hidden_BTH, **gates}, end


def read_end(cell: str, x_NRI: Tensor, state: State, weights: Weights) -> tuple[Signals, Tensor]:
    """Every signal after the last step alone, (N, H) each, and the outputs of all steps, (N, R, H)."""
    hidden_NRH, end = fused(cell, x_NRI, state, weights)
    before_NRH = torch.cat([state[0].transpose(0, 1), hidden_NRH[:, :-1]], 1)[:, -1:]
    gates = {name: gate[:, 0] for name, gate in _gates(cell, x_NRI[:, -1:], before_NRH, weights).items()}
    return {**dict(zip(("h", "c"), (part[0] for part in end), strict=False)), **gates}, hidden_NRH


def _gates(cell: str, x_BTI: Tensor, before_BTH: Tensor, w: Weights) -> Signals:
    """What lets through, and what is let through, at every step; nothing for rnn."""
    if cell == "rnn":
        return {}
    from_x, from_h = _product(x_BTI, w.W_ih, w.b_ih), _product(before_BTH, w.W_hh, w.b_hh)
    if cell == "lstm":
        i, f, g, o = from_x.add_(from_h).chunk(4, dim=-1)
        return {"i": i.sigmoid_(), "f": f.sigmoid_(), "g": g.tanh_(), "o": o.sigmoid_()}
    (r_x, z_x, n_x), (r_h, z_h, n_h) = from_x.chunk(3, dim=-1), from_h.chunk(3, dim=-1)
    r, z = r_x.add_(r_h).sigmoid_(), z_x.add_(z_h).sigmoid_()
    return {"r": r, "z": z, "n": n_x.add_(r * n_h).tanh_()}


def _product(x_BTI: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """W x + b, as a convolution of one place on processors.

    torch hands convolutions to oneDNN and matrix products to MKL, which takes twice as long on AMD.
    """
    if x_BTI.is_cuda:
        return functional.linear(x_BTI, W, b)
    as_picture = x_BTI.reshape(1, -1, 1, x_BTI.shape[-1]).movedim(-1, 1)
    return functional.conv2d(as_picture, W[:, :, None, None], b).movedim(1, -1).reshape(*x_BTI.shape[:-1], -1)


def sum_up(c_BH: Tensor, gates: Signals) -> Tensor:
    """The memory of an lstm after every step, c' = f c + i g: (B, T, …) for gates of that shape and c (B, …)."""
    memory_BTH = gates["i"] * gates["g"]
    for new_BH, kept_BH in zip(memory_BTH.unbind(1), gates["f"].unbind(1), strict=True):
        c_BH = new_BH.addcmul_(kept_BH, c_BH)
    return memory_BTH
