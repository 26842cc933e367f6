"""Notes as (pitch, step, duration): which, how long after the one before it began, and how long.

Times are in seconds, with the tempos applied, rounded to 1/20160 s, which is what a note sequence counts in at 120
quarters a minute. All players but those of drums are one. Bars and tempos are not kept. Pitch 0 marks the end of a
piece; a note of that pitch, should there be one, is written an octave higher.

After: Zhang 2023, section 2.1; the first step counts from the beginning of the piece.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from songrnn.codecs.bars import as_steps
from songrnn.codecs.codec import Codec, Decoded, Encoded, refuse_settings
from songrnn.form import Fields
from songrnn.music.sequence import QUARTERS, WHOLE, Clock, NoteSequence, Part, Span, Speed, bars_until

Numbers = NDArray[np.float64]
_SECOND = WHOLE / 4 * QUARTERS / 60  # in parts
_LONGEST = 240  # seconds of a step or duration; float32 still tells every part from the next
_LATEST = 12 * 3600  # seconds, when a note may begin
_SHORTEST = WHOLE // 64  # of a note whose duration is none
_HIGHEST = 127
_OCTAVE = 12


class Events(Codec[NoteSequence]):
    """Note sequences ↔ float32 (notes, 3): pitch 0 … 127, step and duration in seconds; by onset, then pitch."""

    notations = ("notes",)
    unit = "note"
    form = Fields(("pitch", "step", "duration"), (128, 0, 0))

    @classmethod
    def fit(cls, pieces: Iterable[NoteSequence], **settings: Any) -> Self:  # noqa: ARG003  nothing is learned from them
        refuse_settings("events", settings)
        return cls()

    def encode(self, piece: NoteSequence) -> Encoded:
        clock = Clock(piece.speeds)
        times = [(clock.seconds(span.onset), span.pitch, clock.seconds(span.end)) for span in piece.pitched]
        onsets, pitches, ends = np.array(times, np.float64).reshape(-1, 3).T
        onsets, ends = (np.rint(_SECOND * np.minimum(seconds, 2 * _LATEST)) for seconds in (onsets, ends))
        remarks = [f"{lowest} notes of pitch 0 are an octave higher."] if (lowest := int(np.sum(pitches == 0))) else []
        pitches = np.where(pitches == 0, _OCTAVE, pitches)
        order = np.lexsort((ends, pitches, onsets))
        steps = np.diff(onsets[order], prepend=0.0)
        durations = np.maximum((ends - onsets)[order], 1.0)
        long = (np.stack((steps, durations)) > _LONGEST * _SECOND).sum()
        steps, durations = np.minimum((steps, durations), _LONGEST * _SECOND)
        kept = np.cumsum(steps) <= _LATEST * _SECOND
        if long:
            remarks.append(f"{long} rests or notes are longer than {_LONGEST} s; they are cut there.")
        if not kept.all():
            remarks.append(f"{int(np.sum(~kept))} notes begin after {_LATEST // 3600} hours; they are left out.")
        rows = np.column_stack((pitches[order], steps / _SECOND, durations / _SECOND))
        return Encoded(rows[kept].astype(np.float32), tuple(remarks))

    def decode(self, symbols: NDArray[Any]) -> Decoded[NoteSequence]:
        rows, repairs = as_steps(symbols, (3,))
        numbers, steps, durations = rows.astype(np.float64).T
        pitches = np.rint(_inside(numbers, "pitch", _HIGHEST, repairs)).astype(np.int64)
        onsets = np.cumsum(_parts(_inside(steps, "step", _LONGEST, repairs)))
        lengths = _parts(_inside(durations, "duration", _LONGEST, repairs))
        if not lengths.all():
            repairs.append(f"{int(np.sum(lengths == 0))} notes had no duration; they are 64th notes.")
            lengths[lengths == 0] = _SHORTEST
        kept = np.isfinite(numbers) & (onsets <= _LATEST * _SECOND)
        if not kept.all():
            repairs.append(f"{int(np.sum(~kept))} notes had no pitch or began too late; they are left out.")
        columns = (onsets[kept], (onsets + lengths)[kept], pitches[kept])
        spans = sorted(map(Span, *(column.tolist() for column in columns)))
        bars = bars_until(max((span.end for span in spans), default=0))
        parts = (Part(tuple(spans)),) if spans else ()
        return Decoded(NoteSequence(parts, tuple(bars), (Speed(0, QUARTERS),)), tuple(repairs))

    def settings(self) -> dict[str, Any]:
        return {}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:  # noqa: ARG003  it has none
        if settings:
            raise ValueError("the codec 'events' has no settings")
        return cls()


def _inside(values: Numbers, name: str, most: float, repairs: list[str]) -> Numbers:
    """Values from 0 to the most; what is no number is 0."""
    inside = np.clip(np.nan_to_num(values, nan=0, posinf=most, neginf=0), 0, most)
    changed = int(np.sum(inside != values))
    if changed:
        repairs.append(f"{changed} values of {name} were below 0, above {most} or no numbers.")
    return inside


def _parts(seconds: Numbers) -> NDArray[np.int64]:
    return np.rint(seconds * _SECOND).astype(np.int64)
