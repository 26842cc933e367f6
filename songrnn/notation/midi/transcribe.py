"""MIDI files into scores: bars, a grid, voices, a key and its spellings, tempos, and remarks on what was guessed.

Knows the order in which a file is understood; how, its neighbours know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from songrnn.errors import MusicError
from songrnn.music.pitch import Key
from songrnn.music.score import UNCHANGED, Bar, Changes, Meter, Note, Score, Tempo, Voice
from songrnn.music.sequence import Measure, Span
from songrnn.notation.midi.events import Events
from songrnn.notation.midi.key import find_key, key_of, makes_sense, sounding, spell
from songrnn.notation.midi.placing import Timed, place
from songrnn.notation.midi.reading import read_events
from songrnn.notation.midi.tempo import tempos
from songrnn.notation.midi.voices import layers, written
from songrnn.printable import one_line


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
    placed = place(events, players, finest)
    timed, bars, spans = placed.timed, placed.bars, placed.spans
    left_out = ["Drums are left out."] if len(players) < len(events.tracks) else []
    remarks = [*left_out, *placed.remarks]
    keys = _keys(events, timed, bars, spans, remarks)
    speeds = tempos([event._replace(onset=timed.tick(event.onset)) for event in events.tempos], timed.parts, bars)
    score = write_down(Sheet(bars, keys, speeds), [track.name for track in players], spans, name)
    return ReadMidi(score, tuple(remarks))


def _keys(
    events: Events, timed: Timed, bars: Sequence[Measure], spans: Sequence[Sequence[Span]], remarks: list[str]
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
    weights = sounding(spans)
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
class Sheet:
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


def write_down(sheet: Sheet, players: Sequence[str], spans: Sequence[Sequence[Span]], name: str) -> Score:
    """Notes in bars as a score: a voice for each layer of each player, spelled as the key of the bar has it.

    players   their names        spans   of each of them        name   the title, if the players' names give none
    """
    parts = [(_safe(label), layer) for label, one in zip(players, spans, strict=True) for layer in layers(one)]
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
