"""Notes at any time onto a grid that their onsets ask for: beat by beat the coarsest that they all fit.

Knows where bars begin, and how players shorten and join notes; nothing of voices or of spelling.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from songrnn.music.sequence import FINEST, WHOLE, Measure, Span

_COARSE = (1, 2, 3, 4, 6)  # ways to divide a beat that are taken if every onset fits with room to spare
_ROOM = 0.45 * FINEST  # below one half: what fits a coarse grid so far is the nearest 48th too
_EXACT = (8, 5, 7, 16, 9)  # ways that are taken only if the onsets stand there, not near by
_TIGHT = 0.03 * FINEST
_NEAR = 0.25 * FINEST  # of a 32nd in a file that was played
_SHARE = 4  # a note's end may move by a fourth of its length to where another begins, and by a 16th at most


class Grid:
    """The places in a piece where notes may begin.

    measures   the bars, one after the other
    onsets     of all players, in parts, in any order; they need not be whole numbers
    tick       what a tick of the file is in parts: nothing is known better than that
    finest     the shortest step that may be used, 48 for 48th notes
    """

    def __init__(self, measures: Sequence[Measure], onsets: Iterable[float], tick: float, finest: int = 48) -> None:
        self.tight = max(_TIGHT, 1.02 * tick) if tick < _NEAR else _NEAR
        self.finest = finest
        self.starts = [start for measure in measures for start in _cells(measure)]
        self.ends = [*self.starts[1:], measures[-1].end]
        inside: dict[int, set[float]] = {}
        for onset in onsets:
            inside.setdefault(self._cell(onset), set()).add(onset)
        self.divisions = {cell: self._division(cell, times) for cell, times in inside.items()}

    @property
    def unclear(self) -> float:
        """Of the beats in which notes begin, the part that no coarser grid fits than the finest."""
        finest = sum(division == self._most(cell) for cell, division in self.divisions.items())
        return finest / len(self.divisions)

    def _most(self, cell: int) -> int:
        return max(1, round(self._length(cell) * self.finest / WHOLE))

    def _cell(self, time: float) -> int:
        return max(bisect_right(self.starts, time) - 1, 0)

    def _length(self, cell: int) -> int:
        return self.ends[cell] - self.starts[cell]

    def _division(self, cell: int, times: set[float]) -> int:
        """Into how many steps a beat has to be divided."""
        length = self._length(cell)
        begin = self.starts[cell]
        finest = self._most(cell)
        for division in _COARSE:
            if division < finest and _error(times, begin, length / division) <= _ROOM:
                return division
        for division in _EXACT:
            room = max(_NEAR, self.tight) if division == 8 else self.tight
            if not length % division and 3 * division <= 4 * finest and _error(times, begin, length / division) <= room:
                return division
        return finest

    def nearest(self, time: float) -> int:
        """Where a note that begins at that time is written."""
        cell = self._cell(time)
        begin, length, division = self.starts[cell], self._length(cell), self.divisions.get(cell, 1)
        return begin + _half_down((time - begin) * division / length) * length // division

    def step(self, time: int) -> int:
        """How long a note is that begins there and has no length of its own."""
        cell = self._cell(time)
        division = self.divisions.get(cell, 1)
        return max(self._length(cell) // (division if division > 3 else 6 if division == 3 else 4), 1)

    def exact(self, time: float, step: int) -> int | None:
        """Where an end is written that stands on one of the steps, 16 for 16ths, or on its beat's own grid; or None."""
        cell = self._cell(time)
        begin, length = self.starts[cell], self._length(cell)
        for division in (self.divisions.get(cell, 1), max(1, length * step // WHOLE)):
            place = begin + round((time - begin) * division / length) * length // division
            if not length % division and abs(place - time) <= self.tight:
                return place
        return None

    def loose(self, time: float) -> int:
        """Where an end is written that stands nowhere: at a 16th, or at a triplet where its beat has them."""
        cell = self._cell(time)
        begin, length = self.starts[cell], self._length(cell)
        own = self.divisions.get(cell, 1)
        division = own if own % 3 == 0 else max(1, length * 16 // WHOLE)
        return begin + round((time - begin) * division / length) * length // division


def _cells(measure: Measure) -> Iterator[int]:
    """Where the beats of a bar begin; a beat is a crotchet, or a quaver in meters of quavers."""
    beat = WHOLE // min(max(measure.unit, 4), 16)
    return iter(range(measure.start, measure.end, beat))


def _error(times: Iterable[float], begin: int, step: float) -> float:
    return max(abs((time - begin) / step - round((time - begin) / step)) for time in times) * step


def _half_down(value: float) -> int:
    """The nearest whole number; of two as near, the lower."""
    return math.ceil(value - 0.5 - 1e-9)


def settle(strikes: Sequence[tuple[float, float, int]], grid: Grid) -> list[Span]:
    """The notes of one player, on the grid; none of them sounds over itself.

    strikes   onset, end and pitch, times in parts
    returns   in the order of onsets, then pitches; notes that begin as one are one
    """
    begins = sorted({onset for onset, _, _ in strikes})
    places = [grid.nearest(onset) for onset in begins]
    placed: dict[tuple[int, int], int] = {}
    for onset, end, pitch in strikes:
        place = places[bisect_left(begins, onset)]
        last = _end(onset, end, begins, places, grid)
        last = last if last > place else place + grid.step(place)
        placed[place, pitch] = max(last, placed.get((place, pitch), 0))
    return _apart(Span(onset, end, pitch) for (onset, pitch), end in placed.items())


def _end(onset: float, end: float, begins: list[float], places: list[int], grid: Grid) -> int:
    """Where a note ends: where it says, if that is on the grid, or where another begins, if that is near."""
    exact = grid.exact(end, 16)
    if exact is not None:
        return exact
    at = bisect_left(begins, end)
    room = min((end - onset) / _SHARE, WHOLE / 16)
    near = [i for i in (at - 1, at) if 0 <= i < len(begins) and begins[i] > onset and abs(begins[i] - end) <= room]
    if near:
        return places[min(near, key=lambda i: abs(begins[i] - end))]
    finer = [place for step in (32, 48) if (place := grid.exact(end, step)) is not None]
    return finer[0] if finer else grid.loose(end)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """A note ends at the latest where its own pitch is struck again."""
    by_pitch: dict[int, list[Span]] = {}
    for span in sorted(spans):
        by_pitch.setdefault(span.pitch, []).append(span)
    found = []
    for same in by_pitch.values():
        found += [span._replace(end=min(span.end, after.onset)) for span, after in pairwise(same)]
        found.append(same[-1])
    return sorted(found)
