"""Instruments of the small synthesizer: how their waves look, swell and die away.

Knows spectra and envelopes; nothing of notes in time. Frequencies in Hz, times in seconds, levels of at most 1.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import tau

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RATE = 44_100  # samples a second
TABLE = 2_048  # samples of one period
_HIGHEST = 14_000.0  # Hz; harmonics above are left out, so that none folds back below RATE / 2
_MELLOW = 3_500.0  # Hz, above which harmonics fade as they do in wood


@dataclass(frozen=True, slots=True)
class Instrument:
    """A sustained voice.

    levels    of its harmonics, the fundamental first, which is the loudest
    attack    until it is full                      decay    until it has fallen most of the way to `sustain`
    sustain   what stays of it, of 1                release  until nothing is left
    detune    cents between its two reeds or strings, heard left and right
    vibrato   cents to either side, once a note is held
    """

    name: str
    levels: tuple[float, ...]
    attack: float
    decay: float
    sustain: float
    release: float
    detune: float
    vibrato: float
    program: int  # its number in General MIDI, from 0


def _falling(count: int, power: float, even: float = 1.0) -> tuple[float, ...]:
    """Levels that fall with a power of the harmonic's number; even harmonics weaker or stronger."""
    return tuple((even if h % 2 == 0 else 1.0) / h**power for h in range(1, count + 1))


# The voices of a score take them in turn. The first carries most tunes: it holds long notes and plays chords.
INSTRUMENTS = (
    Instrument("accordion", _falling(24, 1.15, 0.8), 0.022, 0.25, 0.82, 0.07, 3.0, 0.0, 21),
    Instrument("fiddle", _falling(28, 1.0), 0.035, 0.35, 0.85, 0.09, 1.0, 5.0, 40),
    Instrument("flute", (1.0, 0.42, 0.2, 0.07, 0.03, 0.01), 0.03, 0.3, 0.88, 0.08, 0.6, 4.0, 73),
    Instrument("clarinet", _falling(20, 1.25, 0.25), 0.025, 0.3, 0.85, 0.07, 0.8, 2.0, 71),
)


def frequency(pitch: int) -> float:
    """The frequency of a MIDI number, A4 (69) at 440 Hz."""
    return 440.0 * float(2.0 ** ((pitch - 69) / 12))


@lru_cache(maxsize=1024)
def wave(instrument: Instrument, pitch: int) -> Floats:
    """One period at a pitch, and its first sample again: (TABLE + 1,), of the same loudness for all pitches."""
    base = frequency(pitch)
    numbers = np.arange(1, len(instrument.levels) + 1)
    heard = (numbers * base < _HIGHEST) | (numbers == 1)
    levels = np.array(instrument.levels) / np.hypot(1.0, numbers * base / _MELLOW) * heard
    levels[0] = max(levels[0], levels.max())  # high notes keep their pitch
    # Phases that grow with the square keep the sum from peaking at one place (Schroeder 1970).
    phases = np.pi * numbers * (numbers - 1) / len(numbers)
    angles = np.outer(np.arange(TABLE + 1) * (tau / TABLE), numbers) + phases
    period = np.sin(angles) @ levels
    return np.asarray(period * (0.1 / np.sqrt(np.mean(period[:-1] ** 2))), np.float32)
