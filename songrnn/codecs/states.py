"""The note state matrix: at each of sixteen timesteps a measure, whether each of 78 pitches is struck or held.

Two planes: articulated, the pitch begins here; sustained, it goes on from the timestep before. Where timesteps lie in
measures, songrnn.codecs.bars says; what a network sees of a cell, songrnn.models.surroundings. Bars come out as 4/4.

Two bits could say four things, and there are three. Articulated and sustained at once is a note that begins; sustained
where nothing sounded before, which would be to sustain a rest, is one too.

After: Cha 2020, section 2.1, and Johnson 2015 ("Composing music with recurrent neural networks") for the range.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from songrnn.codecs.bars import as_cells, in_steps, in_time, merged
from songrnn.codecs.codec import Codec, Decoded, Encoded, refuse_settings
from songrnn.form import Grid
from songrnn.music.sequence import NoteSequence

LOWEST, PITCHES = 24, 78
TIMESTEPS = 16
ARTICULATED, SUSTAINED = 0, 1


class States(Codec[NoteSequence]):
    """Note sequences ↔ (T, 78, 2) of 0 and 1, T a multiple of 16. The pitches are 24 … 101."""

    notations = ("notes",)
    unit = "step"
    bar = TIMESTEPS
    form = Grid(PITCHES, 2)

    @classmethod
    def fit(cls, pieces: Iterable[NoteSequence], **settings: Any) -> Self:  # noqa: ARG003  nothing is learned from them
        refuse_settings("states", settings)
        return cls()

    def encode(self, piece: NoteSequence) -> Encoded:
        notes = in_steps(piece, TIMESTEPS, LOWEST, LOWEST + PITCHES - 1)
        states = np.zeros((notes.count, PITCHES, 2), np.uint8)
        for onset, end, pitch in zip(notes.onsets, notes.ends, notes.pitches, strict=True):
            states[onset, pitch, ARTICULATED] = 1
            states[onset + 1 : end, pitch, SUSTAINED] = 1
        states[:, :, SUSTAINED] &= 1 - states[:, :, ARTICULATED]
        return Encoded(states, notes.remarks + merged(notes, int(states[:, :, ARTICULATED].sum())))

    def decode(self, symbols: NDArray[Any]) -> Decoded[NoteSequence]:
        cells, repairs = as_cells(symbols, (PITCHES, 2))
        articulated, sustained = cells[:, :, ARTICULATED], cells[:, :, SUSTAINED]
        both = int((articulated & sustained).sum())
        sounding = articulated | sustained
        rests = sustained & ~articulated
        rests[1:] &= ~sounding[:-1]
        if both:
            repairs.append(f"{both} cells were articulated and sustained at once; a note begins there.")
        if rests.any():
            repairs.append(f"{int(rests.sum())} cells sustained a rest; a note begins there.")
        return Decoded(in_time(articulated | rests, sounding, TIMESTEPS, LOWEST), tuple(repairs))

    def settings(self) -> dict[str, Any]:
        return {}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:  # noqa: ARG003  it has none
        if settings:
            raise ValueError("the codec 'states' has no settings")
        return cls()
