"""MIDI files into scores: bars, a grid, voices, a key and its spellings, tempos, and remarks on what was guessed.

Knows the order in which a file is understood; how, its neighbours know.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from songrnn.errors import MusicError
from songrnn.music.pitch import Key
from songrnn.music.score import UNCHANGED, Bar, Changes, Meter, Note, Score, Tempo, Voice
from songrnn.notation.midi.events import Events, Track
from songrnn.notation.midi.grid import WHOLE, Measure, Span
from songrnn.notation.midi.key import find_key, key_of, makes_sense, spell
from songrnn.notation.midi.meter import Accent, grid_offset, guess, measures, pickup, stated
from songrnn.notation.midi.quantise import Grid, settle
from songrnn.notation.midi.reading import read_events
from songrnn.notation.midi.tempo import tempos
from songrnn.notation.midi.voices import layers, written
from songrnn.printable import one_line

_LONGEST = 5_000  # whole notes, 2¾ hours
_MOST_BARS = 20_000
_PLAYED = 0.5  # of the beats, that have to be divided into 48ths where nobody played by a grid


@dataclass(frozen=True, slots=True)
class ReadMidi:
    """A score, and in a sentence each what was guessed or left out to make it."""

    score: Score
    remarks: tuple[str, ...]


def read_midi(path: Path, *, finest: int = 48) -> ReadMidi:
    """What a MIDI file would look like written down.

    The grid is found beat by beat, the coarsest of crotchets to 48th notes that the onsets ask for, triplets among
    them. Voices are tracks, more than one for a track in which notes overlap. Silence before the first bar with a
    note is left out.

    finest   the shortest note that may be written, 48 for 48ths; with 16 what was played without a metronome reads
             better, and notes move further
    raises   UsageError if the file cannot be opened; MusicError if it is no MIDI file, torn, too big or without notes
    """
    return transcribe(read_events(path), path.stem, finest=finest)


def transcribe(events: Events, name: str, *, finest: int = 48) -> ReadMidi:
    """What the events of a file would look like written down; `name` is the title if they give none."""
    players = [track for track in events.tracks if not track.drums]
    if not players:
        raise MusicError(f"'{one_line(name)}' has only drums; give a file with pitches.")
    remarks = []
    if len(players) < len(events.tracks):
        remarks.append("Drums are left out.")
    timed = _Timed(events, players)
    bars = timed.measures(remarks)
    grid = Grid(bars, [onset for notes in timed.notes for onset, _, _ in notes], timed.parts, finest)
    if timed.offset:
        remarks.append("The notes stand beside the file's own beats; they are moved onto them.")
    if finest >= 48 and grid.unclear > _PLAYED:
        remarks.append("It was played without a grid; its notes are written at the nearest 48th of the file's beats.")
    spans = [settle(notes, grid) for notes in timed.notes]
    bars = _trimmed(bars, min(span.onset for one in spans for span in one), max(s.end for one in spans for s in one))
    keys = _keys(events, timed, bars, spans, remarks)
    speeds = tempos([event._replace(onset=timed.tick(event.onset)) for event in events.tempos], timed.parts, bars)
    return ReadMidi(_score(_Sheet(bars, keys, speeds), players, spans, name), tuple(remarks))


class _Timed:
    """The notes of a file in parts of a whole note, counted from where its grid begins."""

    def __init__(self, events: Events, players: Sequence[Track]) -> None:
        self.events = events
        self.parts = WHOLE / (4 * events.ticks)
        self.notes = [self._notes(track, 0.0) for track in players]
        self.offset = grid_offset(sorted({onset for notes in self.notes for onset, _, _ in notes}))
        if self.offset:
            self.notes = [self._notes(track, self.offset) for track in players]
        self.all: list[Accent] = sorted(note for notes in self.notes for note in notes)
        self.first, self.end = self.all[0][0], max(end for _, end, _ in self.all)
        if self.end > _LONGEST * WHOLE:
            raise MusicError(
                f"The music lasts {round(self.end / WHOLE)} whole notes, more than {_LONGEST}; give it in parts."
            )

    def _notes(self, track: Track, offset: float) -> list[Accent]:
        found = []
        for one in track.strikes:
            onset = max(one.onset * self.parts - offset, 0.0)
            found.append((onset, onset + one.length * self.parts, one.pitch))
        return found

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


def _keys(
    events: Events, timed: _Timed, bars: Sequence[Measure], spans: Sequence[Sequence[Span]], remarks: list[str]
) -> list[Key]:
    """The key of every bar: the file's where it fits the notes, else the one that the notes are most likely in."""
    starts = [bar.start for bar in bars]
    places = {timed.bar(event.onset, starts): key_of(event.fifths, minor=event.minor) for event in events.keys}
    named = sorted(({0: None} | places).items())
    found: list[Key] = []
    for (begin, key), stop in zip(named, [*(begin for begin, _ in named[1:]), len(bars)], strict=True):
        inside = [one for track in spans for one in track if starts[begin] <= one.onset < bars[stop - 1].end]
        found += [_key(key, inside, remarks)] * (stop - begin)
    return found


def _key(stated: Key | None, spans: Sequence[Span], remarks: list[str]) -> Key:
    """The stated key, or the one that notes are most likely in, with a remark."""
    weights = [float(sum(one.end - one.onset for one in spans if one.pitch % 12 == at)) for at in range(12)]
    if stated and (not spans or makes_sense(stated.fifths, weights)):
        return stated
    found = find_key(weights, _last(spans)) if spans else Key("C")
    if stated and stated.fifths == found.fifths:
        return stated
    if stated:
        remarks.append(f"The signature of {_named(stated)} fits the notes badly; {_named(found)} is a guess.")
    else:
        remarks.append(f"The file states no key; {_named(found)} is a guess from its notes.")
    return found


def _last(spans: Sequence[Span]) -> int:
    """The pitch class of the lowest note of those that begin last."""
    onset = max(span.onset for span in spans)
    return min(span.pitch for span in spans if span.onset == onset) % 12


def _named(key: Key) -> str:
    return f"{key.tonic} {'minor' if key.mode == 'm' else 'major'}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all voices share: bars, the key of each, and where the tempo changes."""

    bars: Sequence[Measure]
    keys: Sequence[Key]
    speeds: Sequence[Tempo | None]

    def changes(self, *, leads: bool) -> list[Changes]:
        """What changes at each bar, from the second on. The tempo is written in the leading voice alone."""
        found = [UNCHANGED]
        for at in range(1, len(self.bars)):
            before, here = self.bars[at - 1], self.bars[at]
            meter = Meter(here.beats, here.unit) if here[2:] != before[2:] and at > self.opening else None
            key = self.keys[at] if self.keys[at] != self.keys[at - 1] else None
            tempo = self.speeds[at] if leads else None
            found.append(Changes(key, meter, tempo) if key or meter or tempo else UNCHANGED)
        return found

    @property
    def opening(self) -> int:
        """The bar whose meter is that of the whole: the second, if the first has a meter only to be a pick-up."""
        first, second = self.bars[0], self.bars[min(1, len(self.bars) - 1)]
        alone = len(self.bars) > 1 and first[2:] != second[2:]
        return int(alone and first.beats * second.unit < second.beats * first.unit)


def _score(sheet: _Sheet, players: Sequence[Track], spans: Sequence[Sequence[Span]], name: str) -> Score:
    parts = [(_safe(track.name), layer) for track, one in zip(players, spans, strict=True) for layer in layers(one)]
    names = {label for label, _ in parts}
    title = names.pop() if len(names) == 1 else ""
    labels = [""] * len(parts) if title or len(parts) == 1 else list(_labels([label for label, _ in parts]))
    voices = []
    for number, (_, layer) in enumerate(parts):
        notes = written(layer, sheet.bars, lambda pitch, bar: spell(pitch, sheet.keys[bar]))
        voices.append(Voice(tuple(_bars(notes, sheet.changes(leads=not number))), labels[number]))
    opening = sheet.bars[sheet.opening]
    meter, tempo = Meter(opening.beats, opening.unit), sheet.speeds[0] or Tempo()
    return Score(tuple(voices), sheet.keys[0], meter, tempo, title or _safe(name))


def _bars(notes: Sequence[tuple[Note, ...]], changes: Sequence[Changes]) -> Iterator[Bar]:
    return (Bar(one, changes=change) for one, change in zip(notes, changes, strict=True))


def _labels(names: Sequence[str]) -> Iterator[str]:
    """Different names for voices of the same: "Piano", "Piano 2"."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield f"{name} {seen[name]}".strip() if seen[name] > 1 and name else name


def _safe(text: str) -> str:
    """A name from a file, fit for a header line: one line, at most 60 characters, none that a terminal obeys."""
    return one_line(" ".join(text.split())).replace("\ufffd", "").strip()
