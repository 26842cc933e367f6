"""Note sequences and scores, each made from the other; and note sequences as text, for files.

Knows how a score is played and how notes are written down; what a note sequence is, songrnn.music.sequence says.
"""

import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

from songrnn.errors import MusicError
from songrnn.music.performance import Performance, in_order, perform
from songrnn.music.pitch import LETTERS, MODES, Key
from songrnn.music.score import Meter, Score
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed, bars_until
from songrnn.notation.midi.events import TempoEvent
from songrnn.notation.midi.key import find_key, sounding
from songrnn.notation.midi.tempo import tempos
from songrnn.notation.midi.ticking import without_graces
from songrnn.notation.midi.transcribe import Sheet, write_down

_LATEST = 1 << 30  # parts: fifteen hours
_MOST_SPANS = 200_000
_MOST_BARS = 100_000
_MOST_BEATS = 1_000  # and unit
_SLOWEST, _FASTEST = 1e-3, 1e6  # quarters a minute


def from_score(score: Score, *, graces: bool = False) -> NoteSequence:
    """A score as it is played: repeats written out, ties joined, times rounded to whole parts."""
    quick = None if graces else without_graces(score)
    if quick is not None:
        spans = {
            number: {Span(on, on + length, pitch) for on, length, pitch in v} for number, v in quick.voices.items()
        }
        speeds = [(onset, changes.tempo) for onset, changes in quick.marks]
    else:
        played = perform(score, graces=graces)
        spans = _rounded(played)
        speeds = [(_parts(mark.onset), mark.bar.changes.tempo) for mark in played.marks]
    parts = tuple(Part(tuple(sorted(spans[number])), score.voices[number].name) for number in sorted(spans))
    tempos_at = {0: score.tempo.quarters} | {onset: tempo.quarters for onset, tempo in speeds if tempo}
    found = tuple(Speed(*one) for one in sorted(tempos_at.items()))
    return NoteSequence(parts, _measures(score), found, score.key, score.title)


def _rounded(played: Performance) -> dict[int, set[Span]]:
    """The notes of each voice that sounds."""
    spans: dict[int, set[Span]] = {}
    for one in played.soundings:
        onset = _parts(one.onset)
        span = Span(onset, max(_parts(one.onset + one.duration), onset + 1), one.pitch)
        spans.setdefault(one.voice, set()).add(span)
    return spans


def _parts(time: Fraction) -> int:
    whole, rest = divmod(WHOLE * time.numerator, time.denominator)
    return whole + (2 * rest > time.denominator)


def _measures(score: Score) -> tuple[Measure, ...]:
    """The bars of the first voice as they are played."""
    meter, found, begin = score.meter, [], 0
    now = Fraction(0)
    for bar in in_order(score.voices[0], score.parts) if score.voices else ():
        meter = bar.changes.meter or meter
        length = bar.length
        now += length
        end = _parts(now)
        if end > begin:
            beats, unit = (meter.beats, meter.unit) if meter.length else _counted(length)
            found.append(Measure(begin, end, beats, unit))
            begin = end
    return tuple(found)


def _counted(length: Fraction) -> tuple[int, int]:
    """A meter for a bar that has none: quarters, if it holds a whole number of them."""
    return (int(length * 4), 4) if (length * 4).denominator == 1 else (max(round(length * 8), 1), 8)


def to_score(sequence: NoteSequence) -> Score:
    """A note sequence written down: voices, bars, spellings. Drums are left out.

    raises   MusicError if there is no note
    """
    players = [part for part in sequence.parts if part.spans and not part.drums]
    if not players:
        raise MusicError("There is no note to write down.")
    bars = bars_until(max(span.end for part in players for span in part.spans), sequence.measures)
    key = sequence.key if sequence.key.tonic else find_key(sounding(sequence.pitched))
    speeds = tempos([TempoEvent(speed.onset, speed.quarters) for speed in sequence.speeds], 1.0, bars)
    sheet = Sheet(bars, [key] * len(bars), speeds)
    return write_down(sheet, [part.name for part in players], [part.spans for part in players], sequence.name)


def dumps(sequence: NoteSequence) -> str:
    """A note sequence as one line of JSON."""
    parts = [[part.name, part.program, int(part.drums), part.spans] for part in sequence.parts]
    values = {
        "parts": parts, "measures": sequence.measures, "speeds": sequence.speeds,
        "key": [sequence.key.tonic, sequence.key.mode, sequence.key.explicit], "name": sequence.name,
    }  # fmt: skip
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False)


def loads(text: str) -> NoteSequence:
    """The note sequence that `dumps` wrote; raises MusicError if it is none, or holds times that no music has."""
    try:
        return _of(json.loads(text))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise MusicError("A line is no note sequence as songrnn writes them; build the corpus anew.") from error


def _of(values: dict[str, Any]) -> NoteSequence:
    parts, measures, speeds = _parts_of(values["parts"]), _bars_of(values["measures"]), _speeds_of(values["speeds"])
    begin, beats, unit = (measures[-1].end, *measures[-1][2:]) if measures else (0, 4, 4)
    end = max((span.end for part in parts for span in part.spans), default=0)
    if len(measures) + (end - begin) // (WHOLE * beats // unit) > _MOST_BARS:
        raise ValueError("too many bars")
    return NoteSequence(parts, measures, speeds, _key_of_values(*values["key"]), str(values["name"]))


def _parts_of(values: list[Any]) -> tuple[Part, ...]:
    parts = tuple(
        Part(tuple(sorted(Span(*map(int, one)) for one in spans)), str(name), int(program), bool(drums))
        for name, program, drums, spans in values
    )
    if sum(len(part.spans) for part in parts) > _MOST_SPANS:
        raise ValueError("too many notes")
    for span in (span for part in parts for span in part.spans):
        if not (0 <= span.onset < span.end <= _LATEST and 0 <= span.pitch <= 127):
            raise ValueError("an impossible note")
    return parts


def _bars_of(values: list[Any]) -> tuple[Measure, ...]:
    measures = tuple(Measure(*map(int, one)) for one in values)
    for bar in measures:
        if not (0 <= bar.start < bar.end <= _LATEST and 1 <= bar.beats <= _MOST_BEATS and 1 <= bar.unit <= _MOST_BEATS):
            raise ValueError("an impossible bar")
    if any(before.end != after.start for before, after in pairwise(measures)):
        raise ValueError("bars apart")
    return measures


def _speeds_of(values: list[Any]) -> tuple[Speed, ...]:
    speeds = tuple(Speed(int(onset), float(quarters)) for onset, quarters in values)
    if any(not (0 <= onset <= _LATEST and _SLOWEST <= quarters <= _FASTEST) for onset, quarters in speeds):
        raise ValueError("an impossible tempo")
    return tuple(sorted(speeds))


def _key_of_values(tonic: str, mode: str, explicit: list[tuple[str, int]]) -> Key:
    if mode not in MODES or (tonic and (tonic[0] not in "ABCDEFG" or tonic[1:] not in ("", "#", "b"))):
        raise ValueError("an impossible key")
    alterations = tuple((str(letter), int(semitones)) for letter, semitones in explicit)
    if any(letter not in LETTERS for letter, _ in alterations):
        raise ValueError("an impossible signature")
    return Key(tonic, mode, alterations)


def meter_of(sequence: NoteSequence) -> Meter:
    """The meter that most of the time stands in; 4/4 without bars."""
    lengths: dict[tuple[int, int], int] = {}
    for bar in sequence.measures:
        lengths[bar.beats, bar.unit] = lengths.get((bar.beats, bar.unit), 0) + bar.end - bar.start
    return Meter(*max(lengths, key=lengths.__getitem__)) if lengths else Meter()
