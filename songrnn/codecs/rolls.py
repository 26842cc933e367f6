"""Bars of piano roll: which pitches sound at each of so many locations a bar.

Held and repeated notes are not told apart, as in the source; `states` does that. Where steps lie in bars,
songrnn.codecs.bars says. Decoded bars are of 4/4.

After: Rajaraman 2018: S locations a bar, a crotchet S/4 of them, 128 pitches clipped to the range in use.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from songrnn.codecs.bars import Cells, as_cells, in_steps, in_time, merged
from songrnn.codecs.codec import Codec, Decoded, Encoded, refuse_settings
from songrnn.errors import UsageError
from songrnn.form import Grid
from songrnn.music.sequence import NoteSequence

_HIGHEST = 127
_MOST = 192  # locations a bar


class Rolls(Codec[NoteSequence]):
    """Note sequences ↔ (T, pitches, 1) of 0 and 1, T a whole number of bars.

    locations   a bar, 1 … 192
    low, high   the pitches in use; others are moved by octaves
    """

    notations = ("notes",)
    unit = "step"
    form: Grid

    def __init__(self, locations: int, low: int, high: int) -> None:
        self.locations, self.low, self.high = locations, low, high
        self.bar = locations
        self.form = Grid(high - low + 1, 1)

    @classmethod
    def fit(cls, pieces: Iterable[NoteSequence], **settings: Any) -> Self:
        refuse_settings("rolls", settings, ("locations", "low", "high"))
        low, high = _range(pieces)
        chosen = {"locations": 16, "low": low, "high": high} | settings
        try:
            return cls.restore(chosen, {})
        except ValueError as error:
            raise UsageError(f"For the codec 'rolls' {error}.") from error

    def encode(self, piece: NoteSequence) -> Encoded:
        notes = in_steps(piece, self.locations, self.low, self.high)
        roll = np.zeros((notes.count, self.form.pitches, 1), np.uint8)
        for onset, end, pitch in zip(notes.onsets, notes.ends, notes.pitches, strict=True):
            roll[onset:end, pitch] = 1
        heard = int(_begins(roll[:, :, 0] > 0).sum())
        return Encoded(roll, notes.remarks + merged(notes, heard))

    def decode(self, symbols: NDArray[Any]) -> Decoded[NoteSequence]:
        cells, repairs = as_cells(symbols, (self.form.pitches, 1))
        sounding = cells[:, :, 0]
        return Decoded(in_time(_begins(sounding), sounding, self.locations, self.low), tuple(repairs))

    def settings(self) -> dict[str, Any]:
        return {"locations": self.locations, "low": self.low, "high": self.high}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:  # noqa: ARG003  it has none
        locations, low, high = settings["locations"], settings["low"], settings["high"]
        if any(type(number) is not int for number in (locations, low, high)):
            raise ValueError("locations, low and high have to be whole numbers")
        if not 1 <= locations <= _MOST:
            raise ValueError(f"the locations a bar have to be 1 to {_MOST}, not {locations}")
        if not 0 <= low <= high <= _HIGHEST:
            raise ValueError(f"low and high have to be pitches from 0 to {_HIGHEST}, not {low} and {high}")
        return cls(locations, low, high)


def _range(pieces: Iterable[NoteSequence]) -> tuple[int, int]:
    """The lowest and the highest pitch of all; every pitch, if there is none."""
    used = {span.pitch for piece in pieces for part in piece.parts if not part.drums for span in part.spans}
    return min(used, default=0), max(used, default=_HIGHEST)


def _begins(sounding: Cells) -> Cells:
    """Where pitches sound that did not before."""
    begins = sounding.copy()
    begins[1:] &= ~sounding[:-1]
    return begins
