"""The Bach Doodle: JSON lines, one session of a visitor each, into the four voices that the machine answered with.

As it is downloaded (magenta.tensorflow.org/datasets/bach-doodle): `bach-doodle.jsonl-00000-of-00192.gz` and 191 more,
together 21.6 million sessions. `output_sequence` holds a list with one note sequence; where it is missing,
`input_sequence`, the visitor's melody, is taken. Times are in quantised steps, else in seconds; protocol buffers leave
out zeros and may write whole numbers as strings. After: Huang et al. 2019.
"""

import json
from collections.abc import Iterator
from typing import Any

from songrnn.corpus.collections.files import Line, lines
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused, attempt
from songrnn.errors import MusicError
from songrnn.notation.midi.events import Events, MeterEvent, Strike, TempoEvent, Track
from songrnn.notation.midi.placing import note_sequence

_FIELDS = ("output_sequence", "input_sequence")
_MOST_NOTES = 100_000
_SECOND_TICKS = 480  # a quarter, where notes stand in seconds
_VELOCITY = 90


def read_sessions(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """The pieces of a file, line by line."""
    for line in lines(job):
        name = f"{job.name}, line {line.number}"

        def make(name: str = name, line: Line = line) -> Raw:
            sequence = note_sequence(events(_session(line)), name, finest=manner.finest, drums=manner.drums)
            return Raw(sequence, "notes", name, job.source)

        yield Refused(name, line.fault) if line.fault else attempt(name, make)


def _session(line: Line) -> Any:
    """The note sequence of a session; raises MusicError if the line is none."""
    try:
        record = json.loads(line.content)
    except (ValueError, UnicodeDecodeError) as error:
        raise MusicError("is no JSON") from error
    if not isinstance(record, dict):
        raise MusicError("is no session, but another kind of JSON")
    if isinstance(record.get("notes"), list):
        return record
    for field in _FIELDS:
        found = record.get(field)
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, dict) and one.get("notes"):
                return one
    raise MusicError("has no notes")


def events(sequence: dict[str, Any]) -> Events:
    """A note sequence as events, a track for each instrument; raises MusicError if its values make no sense."""
    notes = sequence["notes"]
    if not isinstance(notes, list) or not 0 < len(notes) <= _MOST_NOTES:
        raise MusicError("has no notes, or too many")
    try:
        quarters = float(_first(sequence, "tempos").get("qpm") or 120)
        meter = _first(sequence, "timeSignatures")
        beats, unit = int(meter.get("numerator", 4)), int(meter.get("denominator", 4))
        ticks, timed = _timed(sequence, notes, quarters)
        tracks = _tracks(notes, timed)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise MusicError("has notes without pitches or times that make sense") from error
    if not (10 <= quarters <= 1000 and 1 <= beats <= 64 and unit in (1, 2, 4, 8, 16, 32)):
        raise MusicError("has a tempo or meter that makes no sense")
    return Events(ticks, tracks, (TempoEvent(0, quarters),), (MeterEvent(0, beats, unit),))


def _first(sequence: dict[str, Any], field: str) -> dict[str, Any]:
    found = sequence.get(field)
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}


def _timed(sequence: dict[str, Any], notes: list[Any], quarters: float) -> tuple[int, list[tuple[int, int]]]:
    """Ticks a quarter note, and each note's onset and end in them."""
    if all("quantizedEndStep" in note for note in notes):
        grid = sequence.get("quantizationInfo") or {}
        ticks = int(grid.get("stepsPerQuarter", 4))
        if not 1 <= ticks <= 960:
            raise ValueError(ticks)
        return ticks, [(int(note.get("quantizedStartStep", 0)), int(note["quantizedEndStep"])) for note in notes]
    rate = quarters / 60 * _SECOND_TICKS
    times = [(float(note.get("startTime", 0)), float(note["endTime"])) for note in notes]
    return _SECOND_TICKS, [(round(onset * rate), round(end * rate)) for onset, end in times]


def _tracks(notes: list[Any], timed: list[tuple[int, int]]) -> tuple[Track, ...]:
    players: dict[int, list[Strike]] = {}
    kinds: dict[int, tuple[int, bool]] = {}
    for note, (onset, end) in zip(notes, timed, strict=True):
        player, pitch = int(note.get("instrument", 0)), int(note["pitch"])
        if not (0 <= onset < end and 0 <= pitch <= 127):
            raise ValueError(pitch)
        players.setdefault(player, []).append(Strike(onset, end - onset, pitch, _VELOCITY))
        kinds[player] = int(note.get("program", 0)) & 127, bool(note.get("isDrum"))
    return tuple(Track("", *kinds[player], tuple(sorted(players[player]))) for player in sorted(players))
