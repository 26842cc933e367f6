"""Notes in bars of equally many steps, and back: what the codecs of grids share.

Knows how steps and pitches are counted; not what a cell of a grid says about a note.

Every bar has the same number of steps, whatever its meter: a crotchet is a fourth of them in 4/4, a third in 3/4. A
bar that is cut short has as many, of which some are silent: those at its beginning if it is the first one, a pick-up,
else those at its end. A piece without bars counts 4/4. A note begins and ends at the nearest step, and lasts one at
least.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed, bars_until

Cells = NDArray[np.bool_]
Whole = NDArray[np.int64]
LONGEST = 1 << 20  # steps that are decoded
_SAME = 0.5  # parts


@dataclass(frozen=True, slots=True)
class Stepped:
    """Notes in steps, one at the same place of each array.

    onsets, ends   steps from the beginning, of `count` in all
    pitches        counted from the lowest of the range
    """

    onsets: Whole
    ends: Whole
    pitches: Whole
    count: int
    remarks: tuple[str, ...] = ()


def in_steps(piece: NoteSequence, steps: int, low: int, high: int) -> Stepped:
    """The notes of all players but drums in `steps` a bar, pitches from low to high.

    A pitch outside is moved by octaves into the range, or left out if none of its octaves lies there.
    """
    spans = piece.pitched
    bars = bars_until(max((span.end for span in spans), default=0), piece.measures)
    times, pitches = np.array(spans, np.int64).reshape(-1, 3)[:, :2], np.array([span.pitch for span in spans], np.int64)
    near = _moved(pitches, low, high)
    kept = (near >= low) & (near <= high)
    places = _places(bars, steps)
    written = places[np.searchsorted((places[1:] + places[:-1]) / 2, times[kept], "right")]
    onsets = np.minimum(np.searchsorted(places, written[:, 0], "right") - 1, len(places) - 2)
    ends = np.maximum(np.searchsorted(places, written[:, 1]), onsets + 1)
    over = _sounding_over(onsets, ends, near[kept])
    outside, aside = int(np.sum(near != pitches)), int(np.sum((abs(written - times[kept]) > _SAME).any(axis=1)))
    remarks = []
    if outside:
        remarks.append(f"{_notes(outside)} outside the pitches {low} to {high}: moved by octaves, or left out.")
    if aside:
        remarks.append(f"{_notes(aside)} not on the {steps} steps of a bar: moved to the nearest.")
    if over:
        remarks.append(f"{_notes(over)} struck while the pitch sounds: which of both ends first is lost.")
    return Stepped(onsets, ends, near[kept] - low, len(bars) * steps, tuple(remarks))


def _notes(count: int) -> str:
    return f"{count} note{'s are' if count > 1 else ' is'}"


def _sounding_over(onsets: Whole, ends: Whole, pitches: Whole) -> int:
    """How many notes begin before the last one of their pitch has ended."""
    order = np.lexsort((onsets, pitches))
    again = pitches[order][1:] == pitches[order][:-1]
    return int(np.sum(again & (onsets[order][1:] < ends[order][:-1])))


def _moved(pitches: Whole, low: int, high: int) -> Whole:
    """Pitches by octaves as near into a range as they come."""
    raised: Whole = pitches + 12 * np.maximum(-((pitches - low) // 12), 0)
    lowered: Whole = raised - 12 * np.maximum(-((high - raised) // 12), 0)
    return lowered


def _places(bars: list[Measure], steps: int) -> NDArray[np.float64]:
    """When each step begins, in parts, and at the last where it all ends; those beyond a bar's end when it ends."""
    if not bars:
        return np.zeros(2)
    starts = np.array([bar.start for bar in bars], np.float64)
    lengths = np.array([bar.end - bar.start for bar in bars], np.float64)
    fulls = np.maximum(lengths, [WHOLE * bar.beats // bar.unit for bar in bars])
    starts[0] -= fulls[0] - lengths[0]
    places = (starts[:, None] + fulls[:, None] * np.arange(steps) / steps).ravel()
    ends: NDArray[np.float64] = np.minimum.accumulate(np.append(places, starts[-1] + fulls[-1])[::-1])[::-1]
    return ends


def merged(notes: Stepped, heard: int) -> tuple[str, ...]:
    """A remark on the notes that a grid cannot tell from others: all but those that are heard."""
    lost = len(notes.onsets) - heard
    return (f"{_notes(lost)} one with a note of the same pitch.",) if lost else ()


def as_cells(symbols: NDArray[Any], shape: tuple[int, int]) -> tuple[Cells, list[str]]:
    """Any array as a grid of yes and no, (pitches, planes) a step, and what had to be repaired for it."""
    values, repairs = as_steps(symbols, shape)
    other = int(np.sum((values != 0) & (values != 1)))
    if other:
        repairs.append(f"{other} cells were neither 0 nor 1; above a half is 1.")
    return values > 0.5, repairs


def as_steps(symbols: NDArray[Any], shape: tuple[int, ...]) -> tuple[NDArray[Any], list[str]]:
    """Any array as numbers of shape (T, *shape), and what had to be repaired for it."""
    try:
        given = np.asarray(symbols)
        values = given if given.dtype.kind in "buif" else np.asarray(given.real, np.float64)
    except (TypeError, ValueError, OverflowError):
        return np.zeros((0, *shape)), ["It held no numbers; there is nothing in it."]
    repairs = []
    if values.shape != (len(values) if values.ndim else 0, *shape):
        repairs.append(f"Its shape was {values.shape} and not (steps, {', '.join(map(str, shape))}).")
        values = values.ravel()[: values.size - values.size % int(np.prod(shape))].reshape(-1, *shape)
    if len(values) > LONGEST:
        repairs.append(f"It had {len(values)} steps; {LONGEST} are read.")
    return values[:LONGEST], repairs


def in_time(begins: Cells, sounding: Cells, steps: int, low: int) -> NoteSequence:
    """The notes that begin where a grid says so and last while it sounds, in bars of 4/4, at 120 quarters a minute.

    begins, sounding   shape (T, pitches); a note ends where another begins
    """
    count, pitches = begins.shape
    bounds = np.vstack([begins | ~sounding, np.ones((1, pitches), bool)]).T.ravel()
    onsets = np.flatnonzero(np.vstack([begins, np.zeros((1, pitches), bool)]).T.ravel())
    stops = np.flatnonzero(bounds)
    ends = stops[np.searchsorted(stops, onsets, "right")] if len(onsets) else onsets
    first, last = (np.rint(times % (count + 1) * WHOLE / steps).astype(np.int64) for times in (onsets, ends))
    spans = sorted(map(Span, first.tolist(), last.tolist(), (onsets // (count + 1) + low).tolist()))
    bars = -(-count // steps)
    return NoteSequence((Part(tuple(spans)),) if spans else (), tuple(bars_until(bars * WHOLE)), (Speed(0, 120.0),))
