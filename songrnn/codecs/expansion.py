"""What a network on both axes sees of one cell of the note state matrix: eighty numbers.

    0         the MIDI number of the pitch
    1 … 12    its pitch class, one of twelve
    13 … 62   the states of the pitches around it, an octave down to an octave up: 25 times articulated and sustained
    63 … 74   how many pitches of each class sound, from its own class upwards
    75 … 78   where in the measure it stands: the four bits of the timestep, lowest first, -1 for 0; or zeros
    79        zero

A vector at a timestep holds what is known when the next one is to be predicted. The report fills the place in the
measure with zeros; Johnson counts it.

After: Cha 2020, figure 2; Kotecha and Young 2018; Johnson 2015, where the last number is zero as well.
"""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from songrnn.codecs.states import LOWEST

SIZE = 80
_AROUND = 12  # semitones down and up
_CLASSES, _STATES, _TOTALS, _BEATS = slice(1, 13), slice(13, 63), slice(63, 75), slice(75, 79)


def expand(states: NDArray[Any], *, lowest: int = LOWEST, beats: bool = True, first: int = 0) -> NDArray[np.float32]:
    """The eighty numbers of each cell.

    states    shape (…, T, pitches, 2), of 0 and 1
    lowest    the MIDI number of the first pitch
    beats     False fills the place in the measure with zeros
    first     the timestep of a measure that the first row is
    returns   shape (…, T, pitches, 80)
    """
    *_, timesteps, pitches, _ = states.shape
    numbers = lowest + np.arange(pitches)
    found = np.zeros((*states.shape[:-1], SIZE), np.float32)
    found[..., 0] = numbers
    found[..., _CLASSES] = numbers[:, None] % 12 == np.arange(12)
    found[..., _STATES] = _surroundings(states)
    found[..., _TOTALS] = _totals(states, numbers)
    if beats:
        found[..., _BEATS] = _places(first + np.arange(timesteps))[:, None, :]
    return found


def _surroundings(states: NDArray[Any]) -> NDArray[Any]:
    """Shape (…, T, pitches, 50); beyond the range nothing sounds."""
    wide = np.pad(states, [(0, 0)] * (states.ndim - 2) + [(_AROUND, _AROUND), (0, 0)])
    windows = sliding_window_view(wide, 2 * _AROUND + 1, axis=-2)
    return windows.swapaxes(-1, -2).reshape(*states.shape[:-1], -1)


def _totals(states: NDArray[Any], numbers: NDArray[Any]) -> NDArray[Any]:
    """Shape (…, T, pitches, 12)."""
    sounding = states.any(axis=-1).astype(np.float32)
    totals = sounding @ (numbers[:, None] % 12 == np.arange(12)).astype(np.float32)
    from_own: NDArray[np.float32] = totals[..., (numbers[:, None] + np.arange(12)) % 12]
    return from_own


def _places(timesteps: NDArray[Any]) -> NDArray[Any]:
    """Shape (T, 4)."""
    return 2 * (timesteps[:, None] >> np.arange(4) & 1) - 1
