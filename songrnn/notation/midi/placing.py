"""The notes of a MIDI file in bars and on a grid: between its ticks and a score, or a note sequence.

Knows where beats and bars lie; nothing of voices, keys in between or spelling.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from songrnn.errors import MusicError
from songrnn.music.pitch import Key
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed, bars_until
from songrnn.notation.midi.events import Events, Track
from songrnn.notation.midi.key import find_key, key_of, makes_sense, sounding
from songrnn.notation.midi.meter import Accents, grid_offset, guess, measures, pickup, stated
from songrnn.notation.midi.quantise import Grid, settle
from songrnn.printable import one_line

_LONGEST = 5_000  # whole notes, 2¾ hours
_MOST_BARS = 20_000
_PLAYED = 0.5  # of the beats, that have to be divided into 48ths where nobody played by a grid
_SHORTEST = WHOLE // 64  # of a note that ends where it begins, where no grid says more


@dataclass(frozen=True, slots=True)
class Placed:
    """The bars, and the notes of each player in them.

    timed     where ticks of the file lie         remarks   in a sentence each what was guessed or moved
    """

    timed: "Timed"
    bars: list[Measure]
    spans: list[list[Span]]
    remarks: list[str]


def place(events: Events, players: Sequence[Track], finest: int) -> Placed:
    """The notes of players on a grid, from the bar of the first one on; `finest` 0 leaves them where they are."""
    remarks: list[str] = []
    timed = Timed(events, players)
    bars = timed.measures(remarks)
    if finest:
        grid = Grid(bars, timed.all[:, 0], timed.parts, finest)
        if timed.offset:
            remarks.append("The notes stand beside the file's own beats; they are moved onto them.")
        if finest >= 48 and grid.unclear > _PLAYED:
            remarks.append(
                "It was played without a grid; its notes are written at the nearest 48th of the file's beats."
            )
        spans = [settle(notes, grid) for notes in timed.notes]
    else:
        spans = [_as_played(notes) for notes in timed.notes]
    bars = bars_until(max(one[-1].onset for one in spans) + 1, bars)  # its last note may have no length
    bars = _trimmed(bars, min(one[0].onset for one in spans), max(s.end for one in spans for s in one))
    return Placed(timed, bars, spans, remarks)


def note_sequence(events: Events, name: str = "", *, finest: int = 48, drums: bool = False) -> NoteSequence:
    """What the players of a file do, from the bar of the first note on, which begins at 0.

    finest   the shortest step of the grid that notes are put on, 48 for 48th notes; 0 leaves them as they were played
    drums    players of drums are there too
    raises   MusicError if nobody is left who plays
    """
    players = [track for track in events.tracks if drums or not track.drums]
    if not players:
        raise MusicError(f"'{one_line(name)}' has only drums; give a file with pitches.")
    placed = place(events, players, finest)
    begin = placed.bars[0].start
    bars = tuple(bar._replace(start=bar.start - begin, end=bar.end - begin) for bar in placed.bars)
    parts = tuple(
        Part(tuple(_moved(spans, begin)), track.name, track.program, track.drums)
        for track, spans in zip(players, placed.spans, strict=True)
    )
    return NoteSequence(parts, bars, _speeds(events, placed.timed, begin), _key(events, parts), name)


def _moved(spans: list[Span], begin: int) -> list[Span]:
    return [Span(onset - begin, end - begin, pitch) for onset, end, pitch in spans] if begin else spans


def _as_played(notes: Accents) -> list[Span]:
    onsets, ends, pitches = np.rint(notes.T).astype(np.int64)
    ends = np.maximum(ends, onsets + _SHORTEST * (notes[:, 1] <= notes[:, 0]))
    return sorted(set(map(Span, onsets.tolist(), ends.tolist(), pitches.tolist())))


def _speeds(events: Events, timed: "Timed", begin: int) -> tuple[Speed, ...]:
    """The tempos from the first bar on, the one that it begins with at 0."""
    found: dict[int, float] = {}
    for event in events.tempos:
        found[max(round(timed.tick(event.onset) * timed.parts) - begin, 0)] = event.quarters
    return tuple(Speed(onset, quarters) for onset, quarters in sorted(found.items()))


def _key(events: Events, parts: Sequence[Part]) -> Key:
    """The key of the whole: the one that the file states at its beginning, if it fits the notes; else a guess."""
    pitched = [part for part in parts if not part.drums]
    if not pitched:
        return Key()
    weights = sounding(span for part in pitched for span in part.spans)
    if len(events.keys) == 1 and makes_sense(events.keys[0].fifths, weights):
        return key_of(events.keys[0].fifths, minor=events.keys[0].minor)
    last = max(part.spans[-1].onset for part in pitched)
    lowest = min(span.pitch for part in pitched for span in part.spans if span.onset == last)
    return find_key(weights, lowest % 12)


class Timed:
    """The notes of a file in parts of a whole note, counted from where its grid begins."""

    def __init__(self, events: Events, players: Sequence[Track]) -> None:
        self.events = events
        self.parts = WHOLE / (4 * events.ticks)
        struck = [_struck(track) for track in players]
        self.offset = grid_offset(np.unique(np.concatenate(struck)[:, 0]) * self.parts)
        self.notes = [self._placed(ticks) for ticks in struck]
        notes = np.concatenate(self.notes)
        self.all = notes[np.lexsort(notes.T[::-1])]
        self.end = float(notes[:, 1].max())
        if self.end > _LONGEST * WHOLE:
            raise MusicError(
                f"The music lasts {round(self.end / WHOLE)} whole notes, more than {_LONGEST}; give it in parts."
            )

    def _placed(self, ticks: Accents) -> Accents:
        """Notes as onset, length and pitch, in ticks of the file, to onset, end and pitch from the grid's beginning."""
        onsets = np.maximum(ticks[:, 0] * self.parts - self.offset, 0.0)
        return np.column_stack((onsets, onsets + ticks[:, 1] * self.parts, ticks[:, 2]))

    def tick(self, tick: int) -> int:
        """A tick of the file, counted from where its grid begins."""
        return max(round(tick - self.offset / self.parts), 0)

    def bar(self, tick: int, starts: Sequence[int]) -> int:
        """The bar that a tick of the file stands in or, shortly before its end, the next one."""
        return max(bisect_right(starts, self.tick(tick) * self.parts + WHOLE / 32) - 1, 0)

    def measures(self, remarks: list[str]) -> list[Measure]:
        """The bars, from the one before the first note to the one of the last end."""
        events = self.events
        meters = stated([one._replace(onset=self.tick(one.onset)) for one in events.meters], events.ticks)
        known = bool(meters) and not self.offset
        if not meters:
            beats, unit = guess(self.all)
            meters = [(0, beats, unit)]
            said = "only a meter of single beats" if events.meters else "no meter"
            remarks.append(f"The file states {said}; {beats}/{unit} is a guess from its accents.")
        meters = _joined([(0, 4, 4), *meters])
        begin = 0
        if len(meters) == 1:
            _, beats, unit = meters[0]
            begin = pickup(self.all, beats, unit, trusted=known)
            begin -= WHOLE * beats // unit if begin else 0
        found = measures(meters, begin, max(round(self.end), 1))
        if len(found) > _MOST_BARS:
            raise MusicError(f"The music has {len(found)} bars, more than {_MOST_BARS}; give it in parts.")
        return found


def _struck(track: Track) -> Accents:
    """Onset, length and pitch of each note, in ticks."""
    numbers = np.fromiter(chain.from_iterable(track.strikes), np.float64, 4 * len(track.strikes))
    return numbers.reshape(-1, 4)[:, :3]


def _joined(meters: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without those that repeat the one before, or are overruled before they begin."""
    found: list[tuple[int, int, int]] = []
    for meter in meters:
        if found and found[-1][0] >= meter[0]:
            found.pop()
        if not found or found[-1][1:] != meter[1:]:
            found.append(meter)
    return found


def _trimmed(bars: list[Measure], first: int, end: int) -> list[Measure]:
    """From the bar of the first note to that of the last end; a first bar that begins with its second half is short."""
    kept = [bar for bar in bars if bar.end > first and bar.start < end]
    start = kept[0]
    if 2 * (first - start.start) >= start.end - start.start:
        kept[0] = start._replace(start=first)
    return kept
