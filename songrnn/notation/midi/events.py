"""What a MIDI file says, as plain values in ticks. Knows nothing of bytes, and nothing of bars or spelling."""

from dataclasses import dataclass
from typing import NamedTuple


class Strike(NamedTuple):
    """One note of one player: ticks from the beginning, ticks that it lasts, MIDI number, velocity 0 … 127."""

    onset: int
    length: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Track:
    """What one player of a file does.

    program   General MIDI, from 0
    drums     its pitches are drums, not pitches
    strikes   in the order of their onsets, then pitches
    """

    name: str
    program: int
    drums: bool
    strikes: tuple[Strike, ...]


class TempoEvent(NamedTuple):
    """A speed from a tick on."""

    onset: int
    quarters: float  # a minute


class MeterEvent(NamedTuple):
    """A time signature from a tick on."""

    onset: int
    beats: int
    unit: int


class KeyEvent(NamedTuple):
    """A key signature from a tick on: sharps, flats negative."""

    onset: int
    fifths: int
    minor: bool


@dataclass(frozen=True, slots=True)
class Events:
    """A whole file. Of events of one kind at the same tick only the last is there."""

    ticks: int  # a quarter note
    tracks: tuple[Track, ...]
    tempos: tuple[TempoEvent, ...] = ()
    meters: tuple[MeterEvent, ...] = ()
    keys: tuple[KeyEvent, ...] = ()
