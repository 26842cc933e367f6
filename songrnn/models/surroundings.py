"""What a network on both axes sees of one cell of a grid, eighty numbers where there are two planes.

    0         the number of the pitch
    1 … 12    its class, one of the twelve of an octave
    13 … 62   the planes of the pitches around it, an octave down to an octave up: 25 times both
    63 … 74   how many pitches of each class sound, from its own class upwards
    75 … 78   where in the measure the step stands: four bits, the lowest first, -1 for 0; or zeros
    79        zero

A step holds what is known when the next one is to be predicted. The report fills the place in the measure with zeros;
Johnson counts it. Nothing is known here of what a plane stands for, but that a pitch sounds where any is on.

Axes: B rows, T steps, P pitches, K planes.
After: Cha 2020, figure 2; Kotecha and Young 2018; Johnson 2015, where the last number is zero as well.
"""

import torch
from torch import Tensor
from torch.nn import functional

MEASURE = 16  # steps, as many as four bits count
_OCTAVE = 12


def size(planes: int) -> int:
    """How many numbers a cell has."""
    return 1 + _OCTAVE + (2 * _OCTAVE + 1) * planes + _OCTAVE + 4 + 1


def surroundings(cells_BTPK: Tensor, places_BT: Tensor | None, *, lowest: int, unit: float = 1.0) -> Tensor:
    """The numbers of each cell, float32 of shape (B, T, P, size(K)).

    cells_BTPK   0 and 1
    places_BT    the step of the measure, in 0 … 15; without, zeros stand for it
    lowest       the number of the first pitch
    unit         the number of a pitch is counted in this; the report has 1
    """
    *steps, pitches, planes = cells_BTPK.shape
    numbers = lowest + torch.arange(pitches, device=cells_BTPK.device)
    classes = functional.one_hot(numbers % _OCTAVE, _OCTAVE).float()
    around = 1 + _OCTAVE + (2 * _OCTAVE + 1) * planes
    found = torch.zeros(*steps, pitches, size(planes), device=cells_BTPK.device)
    found[..., 0] = numbers / unit
    found[..., 1 : 1 + _OCTAVE] = classes
    found[..., 1 + _OCTAVE : around] = _neighbours(cells_BTPK)
    found[..., around : around + _OCTAVE] = _totals(cells_BTPK, numbers, classes)
    if places_BT is not None:
        found[..., around + _OCTAVE : -1] = _bits(places_BT)[:, :, None]
    return found


def _neighbours(cells_BTPK: Tensor) -> Tensor:
    """Shape (B, T, P, 25 · K); beyond the range nothing sounds."""
    wide = functional.pad(cells_BTPK, (0, 0, _OCTAVE, _OCTAVE))
    return wide.unfold(2, 2 * _OCTAVE + 1, 1).transpose(-1, -2).flatten(-2)


def _totals(cells_BTPK: Tensor, numbers_P: Tensor, classes: Tensor) -> Tensor:
    """Shape (B, T, P, 12)."""
    sounding = (cells_BTPK > 0).any(-1).float()
    upwards = torch.arange(_OCTAVE, device=numbers_P.device)
    return (sounding @ classes)[..., (numbers_P[:, None] + upwards) % _OCTAVE]


def _bits(places_BT: Tensor) -> Tensor:
    """Shape (B, T, 4)."""
    bits = torch.arange(4, device=places_BT.device)
    return 2.0 * (places_BT.long()[..., None] >> bits & 1) - 1.0
