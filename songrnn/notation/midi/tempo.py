"""How fast each bar goes, from the tempo events of a file. Knows minutes and quarter notes; nothing of notes."""

from collections.abc import Iterator, Sequence

from songrnn.music.score import Tempo
from songrnn.music.sequence import WHOLE, Measure
from songrnn.notation.midi.events import TempoEvent

_STANDARD = 120.0  # quarters a minute, in a file that says nothing
_HEARD = 0.05  # a smaller change from bar to bar is no change of tempo
_QUARTER = WHOLE / 4


def tempos(events: Sequence[TempoEvent], parts: float, measures: Sequence[Measure]) -> list[Tempo | None]:
    """The tempo of every bar where it differs from that of the bar before by 5 % or more; None where it does not.

    A bar with several tempos has their mean: as many quarters as it holds in the time that it takes.

    events   in the order of their onsets, in ticks
    parts    of a whole note in a tick
    """
    found: list[Tempo | None] = []
    now = 0.0
    for quarters in _means(events, parts, measures):
        changed = abs(quarters - now) > _HEARD * now
        now = quarters if changed else now
        found.append(Tempo(round(quarters, 2)) if changed else None)
    return found


def _means(events: Sequence[TempoEvent], parts: float, measures: Sequence[Measure]) -> Iterator[float]:
    at, speed = 0, _STANDARD
    for measure in measures:
        minutes, here = 0.0, float(measure.start)
        while at < len(events) and events[at].onset * parts < measure.end - 1:
            onset = max(events[at].onset * parts, here)
            minutes += (onset - here) / _QUARTER / speed
            here, speed, at = onset, events[at].quarters, at + 1
        minutes += (measure.end - here) / _QUARTER / speed
        yield (measure.end - measure.start) / _QUARTER / minutes
