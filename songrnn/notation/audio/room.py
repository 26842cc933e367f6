"""A small room around a sound. Knows arrays of samples, (2, frames), and nothing of where they come from."""

from functools import cache

import numpy as np

from songrnn.notation.audio.instruments import RATE, Floats

SECONDS = 0.8  # until it is silent again
_BLOCK = 1 << 16  # frames at once, more than the room answers for
_WET = 0.09  # its share
_BEFORE = 0.011  # seconds until it first answers
_DARK = 13  # samples that are averaged, so that it does not hiss


def add_room(sound: Floats) -> None:
    """Add what the room answers, in place, block by block."""
    answers = np.fft.rfft(_answer(), 2 * _BLOCK)
    carried = np.zeros((2, _BLOCK), np.float32)
    for begin in range(0, sound.shape[1], _BLOCK):
        block = sound[:, begin : begin + _BLOCK]
        wet = np.fft.irfft(np.fft.rfft(block, 2 * _BLOCK) * answers, 2 * _BLOCK).astype(np.float32)
        wet[:, :_BLOCK] += carried
        block += wet[:, : block.shape[1]]
        carried = wet[:, _BLOCK:]


@cache
def _answer() -> Floats:
    """What the room answers to a click: noise that fades, another one for each ear: (2, frames)."""
    frames = round(SECONDS * RATE)
    raw = np.random.PCG64(7).random_raw(2 * frames) >> np.uint64(40)  # the raw stream is the same in every version
    summed = np.cumsum((raw.astype(np.float64) / 2**23 - 1).reshape(2, frames), axis=1)
    summed[:, _DARK:] -= summed[:, :-_DARK].copy()
    times = np.arange(frames) / RATE
    answer = summed * 10 ** (-3 * times / SECONDS) * np.clip((1 - times / SECONDS) / 0.3, 0, 1)
    answer[:, : round(_BEFORE * RATE)] = 0
    answer *= _WET / np.sqrt((answer**2).sum(axis=1, keepdims=True))
    return answer.astype(np.float32)
