"""A small synthesizer: tones of periodic waves with envelopes, placed in a room.

Knows how tones are made and mixed; nothing of scores or files. Needs numpy and no sound of anybody's. The same tones
make the same samples. Arrays of samples are (2, frames), left and right.
"""

from collections.abc import Iterator
from math import ceil, tau

import numpy as np
from numpy.typing import NDArray

from songrnn.notation.audio.instruments import INSTRUMENTS, RATE, TABLE, Floats, Instrument, frequency, wave
from songrnn.notation.audio.room import add_room
from songrnn.notation.audio.timeline import Timeline, Tone

Times = NDArray[np.float64]

TAIL = 0.95  # seconds after the last note: its release, and the room
_BLOCK = 1 << 16  # frames that are worked on at once, so that a note of minutes takes no more memory
_GAP = 0.03  # seconds before the next note, so that the same note twice is two
_VIBRATO_HZ, _VIBRATO_FROM = 5.3, 0.35  # a held note begins to tremble after this many seconds
_SPREAD = 0.35  # how far voices sit from the middle, of 1
_GRACE = 0.75  # of a note's level


def synthesize(what: Timeline) -> Floats:
    """The samples of all tones: (2, frames), of any level; frames last until the end and 0.95 s more."""
    mixed = np.zeros((2, frames(what)), np.float32)
    places = {voice: (INSTRUMENTS[at % len(INSTRUMENTS)], pan(at)) for at, voice in enumerate(what.voices)}
    for tone in what.tones:
        instrument, place = places[tone.voice]
        begin = round(tone.start * RATE)
        for block in _blocks(tone, instrument):
            end = min(begin + block.shape[1], mixed.shape[1])
            mixed[:, begin:end] += _placed(block[:, : end - begin], place)
            begin = end
    add_room(mixed)
    return mixed


def frames(what: Timeline) -> int:
    """How many samples a sound of it has on each side."""
    return ceil((what.end + TAIL) * RATE)


def pan(voice: int) -> float:
    """Where a voice sits from left, -1, to right, 1: the first in the middle, the others around it."""
    return 0.0 if voice == 0 else _SPREAD * (-1.0) ** voice * (0.5 + 0.5 / ((voice + 1) // 2))


def _placed(block: Floats, place: float) -> Floats:
    """A tone moved to its place, equally loud everywhere."""
    angle = (place + 1) * np.pi / 4
    gains = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32) * np.float32(np.sqrt(2))
    return block * gains


def _blocks(tone: Tone, instrument: Instrument) -> Iterator[Floats]:
    """A tone from its start until it has died away, in blocks of (2, up to 65,536)."""
    gate = max(tone.length - _GAP, 0.7 * tone.length)
    count = ceil((gate + instrument.release) * RATE)
    for begin in range(0, count, _BLOCK):
        times = np.arange(begin, min(begin + _BLOCK, count)) / RATE
        envelope = _envelope(times, gate, instrument) * (_GRACE if tone.grace else 1.0)
        yield np.stack([_wave(times, side, tone.pitch, instrument) * envelope for side in (-1, 1)])


def _wave(times: Times, side: int, pitch: int, instrument: Instrument) -> Floats:
    """The bare wave of one of the two reeds, -1 or 1, at times in seconds since its beginning."""
    hertz = frequency(pitch) * 2.0 ** (side * instrument.detune / 2400)
    periods = times * hertz
    if instrument.vibrato and times[-1] > _VIBRATO_FROM:
        depth = hertz * (2.0 ** (instrument.vibrato / 1200) - 1) / (tau * _VIBRATO_HZ)
        grown = _smooth((times - _VIBRATO_FROM) / 0.5)
        periods += depth * grown * np.sin(tau * _VIBRATO_HZ * (times - _VIBRATO_FROM))
    period = wave(instrument, pitch)
    at = (periods % 1.0) * TABLE
    before = np.minimum(at.astype(np.int32), TABLE - 1)
    share = (at - before).astype(np.float32)
    return np.asarray(period[before] * (1 - share) + period[before + 1] * share)


def _envelope(times: Times, gate: float, instrument: Instrument) -> Floats:
    """How loud a tone is that is let go at `gate` seconds."""
    attack = min(instrument.attack, gate / 2)
    level = _smooth(times / attack) if times[0] < attack else np.ones_like(times)
    level *= instrument.sustain + (1 - instrument.sustain) * np.exp(-3 * times / instrument.decay)
    if times[-1] > gate:
        level *= 1 - _smooth((times - gate) / instrument.release)
    return level.astype(np.float32)


def _smooth(share: Times) -> Times:
    """From 0 to 1 without a corner."""
    inside: Times = np.clip(share, 0.0, 1.0)
    return inside * inside * (3 - 2 * inside)
