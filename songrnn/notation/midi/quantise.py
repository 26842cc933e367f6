"""Notes at any time onto a grid that their onsets ask for: beat by beat the coarsest that they all fit.

Knows where bars begin, and how players shorten and join notes; nothing of voices or of spelling.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from songrnn.music.sequence import FINEST, WHOLE, Measure, Span

_COARSE = (1, 2, 3, 4, 6)  # ways to divide a beat that are taken if every onset fits with room to spare
_ROOM = 0.45 * FINEST  # below one half: what fits a coarse grid so far is the nearest 48th too
_EXACT = (8, 5, 7, 16, 9)  # ways that are taken only if the onsets stand there, not near by
_TIGHT = 0.03 * FINEST
_NEAR = 0.25 * FINEST  # of a 32nd in a file that was played
_SHARE = 4  # a note's end may move by a fourth of its length to where another begins, and by a 16th at most
_NOWHERE = -(1 << 60)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Grid:
    """The places in a piece where notes may begin.

    measures   the bars, one after the other
    onsets     of all players, in parts, in any order; they need not be whole numbers
    tick       what a tick of the file is in parts: nothing is known better than that
    finest     the shortest step that may be used, 48 for 48th notes
    """

    def __init__(self, measures: Sequence[Measure], onsets: ArrayLike, tick: float, finest: int = 48) -> None:
        self.tight = max(_TIGHT, 1.02 * tick) if tick < _NEAR else _NEAR
        self.finest = finest
        self.starts = np.concatenate([_beats(measure) for measure in measures])
        self.lengths = np.diff(self.starts, append=measures[-1].end)
        times = np.unique(np.asarray(onsets, np.float64))
        cells = self._cells(times)
        firsts = np.flatnonzero(np.diff(cells, prepend=-1))
        self._used = cells[firsts]
        self.divisions = np.ones(len(self.starts), np.int64)
        self.divisions[self._used] = self._divided(times, cells, firsts)

    @property
    def unclear(self) -> float:
        """Of the beats in which notes begin, the part that no coarser grid fits than the finest."""
        return float(np.mean(self.divisions[self._used] == self._most(self._used)))

    def _most(self, cells: Whole) -> Whole:
        return np.maximum(1, _nearest(self.lengths[cells] * self.finest / WHOLE))

    def _cells(self, times: Floats | Whole) -> Whole:
        """The beats that times stand in; what is before the first one counts as in it."""
        return np.maximum(np.searchsorted(self.starts, times, "right") - 1, 0)

    def _divided(self, times: Floats, cells: Whole, firsts: Whole) -> Whole:
        """Into how many steps each beat has to be divided in which notes begin.

        cells    the beats of the times        firsts   where among them the times of another beat begin
        """
        lengths, most = self.lengths[cells[firsts]], self._most(cells[firsts])
        found = most.copy()
        undecided = np.ones(len(found), bool)
        for division in (*_COARSE, *_EXACT):
            places = (times - self.starts[cells]) / (self.lengths[cells] / division)
            errors = np.maximum.reduceat(abs(places - np.rint(places)), firsts) * (lengths / division)
            if division in _COARSE:
                fits = undecided & (division < most) & (errors <= _ROOM)
            else:
                room = max(_NEAR, self.tight) if division == 8 else self.tight
                fits = undecided & (lengths % division == 0) & (3 * division <= 4 * most) & (errors <= room)
            found[fits] = division
            undecided &= ~fits
        return found

    def nearest(self, times: ArrayLike) -> Whole:
        """Where notes that begin at these times are written."""
        asked = np.asarray(times, np.float64)
        cells = self._cells(asked)
        begins, lengths, divisions = self.starts[cells], self.lengths[cells], self.divisions[cells]
        places: Whole = begins + _half_down((asked - begins) * divisions / lengths) * lengths // divisions
        return places

    def steps(self, times: Whole) -> Whole:
        """How long notes are that begin there and have no length of their own."""
        cells = self._cells(times)
        divisions = self.divisions[cells]
        finer = np.where(divisions > 3, divisions, np.where(divisions == 3, 6, 4))
        steps: Whole = np.maximum(self.lengths[cells] // finer, 1)
        return steps

    def exact(self, times: Floats, step: int) -> Whole:
        """Where ends are written that stand on one of the steps, 16 for 16ths, or on their beats' own; or _NOWHERE."""
        cells = self._cells(times)
        found = np.full(len(times), _NOWHERE)
        for divisions in (np.maximum(1, self.lengths[cells] * step // WHOLE), self.divisions[cells]):
            places = self._places(times, cells, divisions)
            there = (self.lengths[cells] % divisions == 0) & (abs(places - times) <= self.tight)
            found[there] = places[there]
        return found

    def loose(self, times: Floats) -> Whole:
        """Where ends are written that stand nowhere: at a 16th, or at a triplet where their beats have them."""
        cells = self._cells(times)
        own = self.divisions[cells]
        return self._places(times, cells, np.where(own % 3 == 0, own, np.maximum(1, self.lengths[cells] * 16 // WHOLE)))

    def _places(self, times: Floats, cells: Whole, divisions: Whole) -> Whole:
        """The nearest places to times in beats that are divided so."""
        begins, lengths = self.starts[cells], self.lengths[cells]
        places: Whole = begins + _nearest((times - begins) * divisions / lengths) * lengths // divisions
        return places


def _beats(measure: Measure) -> Whole:
    """Where the beats of a bar begin; a beat is a crotchet, or a quaver in meters of quavers."""
    return np.arange(measure.start, measure.end, WHOLE // min(max(measure.unit, 4), 16), dtype=np.int64)


def _nearest(values: Floats) -> Whole:
    return np.rint(values).astype(np.int64)


def _half_down(values: Floats) -> Whole:
    """The nearest whole numbers; of two as near, the lower."""
    return np.ceil(values - 0.5 - 1e-9).astype(np.int64)


def settle(strikes: ArrayLike, grid: Grid) -> list[Span]:
    """The notes of one player, on the grid; none of them sounds over itself.

    strikes   a row each: onset, end and pitch, times in parts
    returns   in the order of onsets, then pitches; notes that begin as one are one
    """
    onsets, ends, pitches = np.asarray(strikes, np.float64).T
    begins = np.unique(onsets)
    places = grid.nearest(begins)
    placed = places[np.searchsorted(begins, onsets)]
    last = _ends(onsets, ends, begins, places, grid)
    last = np.where(last > placed, last, placed + grid.steps(placed))
    return _apart(placed, last, pitches.astype(np.int64))


def _ends(onsets: Floats, ends: Floats, begins: Floats, places: Whole, grid: Grid) -> Whole:
    """Where notes end: where they say, if that is on the grid, or where another begins, if that is near."""
    found = grid.exact(ends, 16)
    open_ = found == _NOWHERE
    found[open_] = _joined(onsets[open_], ends[open_], begins, places)
    for step in (32, 48):
        open_ = found == _NOWHERE
        found[open_] = grid.exact(ends[open_], step)
    open_ = found == _NOWHERE
    found[open_] = grid.loose(ends[open_])
    return found


def _joined(onsets: Floats, ends: Floats, begins: Floats, places: Whole) -> Whole:
    """Where the next note begins that is written where an end is near to it; or _NOWHERE."""
    room = np.minimum((ends - onsets) / _SHARE, WHOLE / 16)
    after = np.searchsorted(begins, ends)
    found = np.full(len(ends), _NOWHERE)
    for at in (after, after - 1):  # the earlier one, if both are as near
        beside = begins[np.clip(at, 0, len(begins) - 1)]
        away = abs(beside - ends)
        near = (at >= 0) & (at < len(begins)) & (beside > onsets) & (away <= room)
        found[near] = places[at[near]]
        room = np.where(near, away, room)
    return found


def _apart(onsets: Whole, ends: Whole, pitches: Whole) -> list[Span]:
    """Notes that begin as one are one, with the later end; it is at the latest where the same pitch is struck again."""
    order = np.lexsort((ends, onsets, pitches))
    onsets, ends, pitches = onsets[order], ends[order], pitches[order]
    last = np.append((onsets[1:] != onsets[:-1]) | (pitches[1:] != pitches[:-1]), [True])
    onsets, ends, pitches = onsets[last], ends[last], pitches[last]
    again = pitches[1:] == pitches[:-1]
    ends[:-1][again] = np.minimum(ends[:-1], onsets[1:])[again]
    order = np.lexsort((pitches, ends, onsets))
    return list(map(Span, onsets[order].tolist(), ends[order].tolist(), pitches[order].tolist()))
