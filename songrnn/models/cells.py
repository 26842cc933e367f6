"""The cells written out: rnn, gru and lstm, one step at a time. This is the definition; fused kernels must agree.

Axes: B rows, I input size, H hidden size, G gates (1, 3 or 4 times H). Weights as torch lays them out:
W_ih (G, I), W_hh (G, H), b_ih (G,), b_hh (G,); gates in the order r z n (gru) and i f g o (lstm).
After: Elman 1990; Cho and others 2014; Hochreiter and Schmidhuber 1997 with the forget gate of Gers and others 2000.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters of one layer."""

    W_ih: Tensor
    W_hh: Tensor
    b_ih: Tensor
    b_hh: Tensor


Cell = Callable[[Tensor, tuple[Tensor, ...], Weights], tuple[Tensor, ...]]


def rnn(x_BI: Tensor, state: tuple[Tensor, ...], w: Weights) -> tuple[Tensor, ...]:
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh)."""
    (h_BH,) = state
    return (torch.tanh(functional.linear(x_BI, w.W_ih, w.b_ih) + functional.linear(h_BH, w.W_hh, w.b_hh)),)


def gru(x_BI: Tensor, state: tuple[Tensor, ...], w: Weights) -> tuple[Tensor, ...]:
    """h' = (1 - z) n + z h, with n = tanh(W_in x + b_in + r (W_hn h + b_hn))."""
    (h_BH,) = state
    r_x, z_x, n_x = functional.linear(x_BI, w.W_ih, w.b_ih).chunk(3, dim=-1)
    r_h, z_h, n_h = functional.linear(h_BH, w.W_hh, w.b_hh).chunk(3, dim=-1)
    r, z = torch.sigmoid(r_x + r_h), torch.sigmoid(z_x + z_h)
    n = torch.tanh(n_x + r * n_h)
    return ((1 - z) * n + z * h_BH,)


def lstm(x_BI: Tensor, state: tuple[Tensor, ...], w: Weights) -> tuple[Tensor, ...]:
    """c' = f c + i g and h' = o tanh(c')."""
    h_BH, c_BH = state
    gates = functional.linear(x_BI, w.W_ih, w.b_ih) + functional.linear(h_BH, w.W_hh, w.b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    c = torch.sigmoid(f) * c_BH + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def open_forget_gates(bias: Tensor, width: int) -> None:
    """Have an lstm remember until it learns to forget: 1 in that part of a bias (…, 4H). Jozefowicz and others 2015."""
    with torch.no_grad():
        bias[..., width : 2 * width].fill_(1.0)


CELLS: dict[str, Cell] = {"rnn": rnn, "gru": gru, "lstm": lstm}
