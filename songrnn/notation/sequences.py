"""Note sequences and scores, each made from the other; and note sequences as text, for files.

Knows how a score is played and how notes are written down; what a note sequence is, songrnn.music.sequence says.
"""

import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

from songrnn.errors import MusicError
from songrnn.music.performance import Performance, in_order, perform
from songrnn.music.pitch import MODES, Key
from songrnn.music.score import Meter, Score
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed
from songrnn.notation.midi.events import TempoEvent
from songrnn.notation.midi.key import find_key
from songrnn.notation.midi.tempo import tempos
from songrnn.notation.midi.transcribe import Sheet, write_down

_LATEST = 1 << 30  # parts: seven hours
_MOST_SPANS = 200_000


def from_score(score: Score, *, graces: bool = False) -> NoteSequence:
    """A score as it is played: repeats written out, ties joined, times rounded to whole parts."""
    played = perform(score, graces=graces)
    spans: list[set[Span]] = [set() for _ in score.voices]
    for one in played.soundings:
        onset = _parts(one.onset)
        spans[one.voice].add(Span(onset, max(_parts(one.onset + one.duration), onset + 1), one.pitch))
    parts = tuple(
        Part(tuple(sorted(some)), voice.name) for some, voice in zip(spans, score.voices, strict=True) if some
    )
    return NoteSequence(parts, _measures(score), _speeds(score, played), score.key, score.title)


def _parts(time: Fraction) -> int:
    whole, rest = divmod(WHOLE * time.numerator, time.denominator)
    return whole + (2 * rest > time.denominator)


def _measures(score: Score) -> tuple[Measure, ...]:
    """The bars of the first voice as they are played."""
    meter, now, found = score.meter, Fraction(0), []
    for bar in in_order(score.voices[0], score.parts) if score.voices else ():
        meter = bar.changes.meter or meter
        begin, now = now, now + bar.length
        if _parts(now) > _parts(begin):
            beats, unit = (meter.beats, meter.unit) if meter.length else _counted(bar.length)
            found.append(Measure(_parts(begin), _parts(now), beats, unit))
    return tuple(found)


def _counted(length: Fraction) -> tuple[int, int]:
    """A meter for a bar that has none: quarters, if it holds a whole number of them."""
    return (int(length * 4), 4) if (length * 4).denominator == 1 else (max(round(length * 8), 1), 8)


def _speeds(score: Score, played: Performance) -> tuple[Speed, ...]:
    found = {0: score.tempo.quarters}
    for mark in played.marks:
        if mark.bar.changes.tempo:
            found[_parts(mark.onset)] = mark.bar.changes.tempo.quarters
    return tuple(Speed(onset, quarters) for onset, quarters in sorted(found.items()))


def to_score(sequence: NoteSequence) -> Score:
    """A note sequence written down: voices, bars, spellings. Drums are left out.

    raises   MusicError if there is no note
    """
    players = [part for part in sequence.parts if part.spans and not part.drums]
    if not players:
        raise MusicError("There is no note to write down.")
    bars = _covering(sequence, max(span.end for part in players for span in part.spans))
    key = sequence.key if sequence.key.tonic else _key_of(players)
    speeds = tempos([TempoEvent(speed.onset, speed.quarters) for speed in sequence.speeds], 1.0, bars)
    sheet = Sheet(bars, [key] * len(bars), speeds)
    return write_down(sheet, [part.name for part in players], [part.spans for part in players], sequence.name)


def _covering(sequence: NoteSequence, end: int) -> list[Measure]:
    """The bars of a sequence, and more like the last one until its last note has ended; of 4/4, if it has none."""
    bars = list(sequence.measures)
    beats, unit = bars[-1][2:] if bars else (4, 4)
    while not bars or bars[-1].end < end:
        begin = bars[-1].end if bars else 0
        bars.append(Measure(begin, begin + WHOLE * beats // unit, beats, unit))
    return bars


def _key_of(players: list[Part]) -> Key:
    weights = [0.0] * 12
    for part in players:
        for span in part.spans:
            weights[span.pitch % 12] += span.end - span.onset
    return find_key(weights)


def dumps(sequence: NoteSequence) -> str:
    """A note sequence as one line of JSON."""
    parts = [[part.name, part.program, int(part.drums), part.spans] for part in sequence.parts]
    values = {
        "parts": parts, "measures": sequence.measures, "speeds": sequence.speeds,
        "key": [sequence.key.tonic, sequence.key.mode], "name": sequence.name,
    }  # fmt: skip
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False)


def loads(text: str) -> NoteSequence:
    """The note sequence that `dumps` wrote; raises MusicError if it is none, or holds times that no music has."""
    try:
        return _checked(json.loads(text))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise MusicError("A line is no note sequence as songrnn writes them; build the corpus anew.") from error


def _checked(values: dict[str, Any]) -> NoteSequence:
    parts = tuple(
        Part(tuple(Span(*map(int, one)) for one in spans), str(name), int(program), bool(drums))
        for name, program, drums, spans in values["parts"]
    )
    if sum(len(part.spans) for part in parts) > _MOST_SPANS:
        raise ValueError("too many notes")
    for span in (span for part in parts for span in part.spans):
        if not (0 <= span.onset < span.end <= _LATEST and 0 <= span.pitch <= 127):
            raise ValueError("an impossible note")
    measures = tuple(Measure(*map(int, one)) for one in values["measures"])
    if any(bar.end <= bar.start or bar.beats < 1 or bar.unit < 1 for bar in measures) or any(
        before.end != after.start for before, after in pairwise(measures)
    ):
        raise ValueError("impossible bars")
    speeds = tuple(Speed(int(onset), float(quarters)) for onset, quarters in values["speeds"])
    if any(not 0 < speed.quarters < 1e6 for speed in speeds):
        raise ValueError("an impossible tempo")
    tonic, mode = values["key"]
    key = Key(str(tonic), str(mode)) if str(tonic)[:1] in "ABCDEFG" and mode in MODES else Key()
    return NoteSequence(parts, measures, speeds, key, str(values["name"]))


def meter_of(sequence: NoteSequence) -> Meter:
    """The meter that most of the time stands in; 4/4 without bars."""
    lengths: dict[tuple[int, int], int] = {}
    for bar in sequence.measures:
        lengths[bar.beats, bar.unit] = lengths.get((bar.beats, bar.unit), 0) + bar.end - bar.start
    return Meter(*max(lengths, key=lengths.__getitem__)) if lengths else Meter()
