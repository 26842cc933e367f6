"""Colours for values from -1 to 1: blue below zero, orange above, and at zero nearly what the paper has.

Blue and orange differ for all common kinds of colour blindness, and both sides grow apart from the paper alike, darker
on white and lighter on black, so that lightness tells the size and hue the sign. What has no sign uses one side alone.
Knows colours as 8-bit sRGB, in the steps of pictures, and as the 256 of terminals; knows nothing of text or pictures.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Colours = NDArray[np.uint8]

STEPS = 32  # of a picture's colours on each side of zero
ZERO = STEPS  # the step of the value 0

_AT = (-1.0, -0.5, 0.0, 0.5, 1.0)
# Red, green and blue of the places in _AT.
_LIGHT = ((16, 98, 250, 232, 141), (68, 154, 250, 138, 58), (140, 208, 250, 60, 0))
_DARK = ((140, 62, 34, 186, 255), (202, 116, 34, 96, 178), (255, 190, 37, 22, 92))

# The same by hand from xterm's cube of 216 colours: the nearest ones would jump between green, violet and olive.
_CUBE = np.array([25, 32, 74, 117, 153, 195, 231, 230, 223, 215, 208, 166, 130])
_HALF = len(_CUBE) // 2
_LEVELS = np.array([0, 95, 135, 175, 215, 255], np.uint8)  # of each channel of the cube, whose first index is 16

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# Black on a colour of luminance L has contrast (L + 0.05) / 0.05, white 1.05 / (L + 0.05): they are equal here.
_BLACK_FROM = (1.05 * 0.05) ** 0.5 - 0.05


def rgb(shares: Floats, *, dark: bool = False) -> Colours:
    """The colours of values from -1 to 1, on white or on black paper: (...,) → (..., 3)."""
    channels = [np.interp(shares, _AT, channel) for channel in (_DARK if dark else _LIGHT)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def steps(shares: Floats) -> NDArray[np.uint8]:
    """Values from -1 to 1 as steps from 0 to 2 STEPS, which is as fine as pictures are: (...,) → (...,)."""
    return np.asarray((shares * STEPS).round() + ZERO, np.uint8)


def palette(*, dark: bool = False) -> Colours:
    """The colours of all steps: (2 STEPS + 1, 3)."""
    return rgb(np.linspace(-1.0, 1.0, 2 * STEPS + 1), dark=dark)


def luminance(colours: Colours) -> Floats:
    """Relative luminance from 0 to 1: (..., 3) → (...,). After: WCAG 2.1."""
    channel = colours / 255.0
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ _LUMINANCE)


def ink(backgrounds: Colours) -> Colours:
    """Black or white, whichever reads better on each background: (..., 3) → (..., 3)."""
    white = luminance(backgrounds) < _BLACK_FROM
    return np.where(white[..., None], np.uint8(255), np.uint8(0)).repeat(3, axis=-1)


def indexed(shares: Floats) -> NDArray[np.intp]:
    """The colours on white in 13 steps, as indices from 16 into the 256 of a terminal: (...,) → (...,)."""
    return np.asarray(_CUBE[(shares * _HALF).round().astype(int) + _HALF], np.intp)


def of_index(indices: NDArray[np.intp]) -> Colours:
    """The colours that a terminal shows for indices 16 … 231: (...,) → (..., 3)."""
    channels = np.unravel_index(indices - 16, (6, 6, 6))
    return np.asarray(_LEVELS[np.stack(channels, axis=-1)])
