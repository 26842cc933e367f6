"""A network that sees only so many of the last steps: every belief begins from an empty state.

Reports read windows of so many notes and predict what follows each. Here the state that is carried is those notes
themselves, and the window before each prediction is read anew, so that stepping equals passing. Before the first step
of a piece there are steps of zeros.

Axes: B rows, T steps, R the reach.
"""

import torch
from torch import Tensor

from songrnn.form import Form


def nothing_yet(form: Form, rows: int, reach: int, like: Tensor) -> Tensor:
    """What is carried before a piece: (1, rows, (reach - 1) · numbers of a step), zeros, of the type of `like`."""
    size = 1
    for length in form.shape:
        size *= length
    return like.new_zeros(1, rows, (reach - 1) * size)


def windows(symbols: Tensor, carried: Tensor, reach: int, *, last: bool) -> tuple[Tensor, Tensor]:
    """The window that ends with each step, and what is carried on.

    symbols   (B, T, *shape)        carried   as `nothing_yet` and this function give it
    last      the window of the last step alone
    returns   (B · T, R, *shape), with T = 1 if `last`; and (1, B, (R - 1) · numbers of a step)
    """
    rows, steps, *shape = symbols.shape
    before = carried[0].view(rows, reach - 1, *shape).to(symbols.dtype)
    joined = torch.cat([before, symbols], dim=1)
    kept = joined[:, joined.shape[1] - (reach - 1) :].reshape(1, rows, carried.shape[2]).to(carried.dtype)
    if last:
        return joined[:, steps - 1 :], kept
    found = joined.unfold(1, reach, 1)  # (B, T, *shape, R)
    return found.movedim(-1, 2).reshape(rows * steps, reach, *shape), kept
