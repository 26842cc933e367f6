"""Chord symbols, and what somebody plays who reads them: bass and chord by turns, on the beats.

Knows names of chords, not notation: a symbol is text over a note. After: ABC 2.1, section 4.18, for the names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from songrnn.music.pitch import Pitch, midi_number
from songrnn.music.score import Bar, Meter, Note, Score, Voice

_SYMBOL = re.compile(r"([A-G])([#b♯♭]?)([^/\s]*)(?:/([A-Ga-g])([#b♯♭]?))?$")
_RAISED = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}
_CHORDS = {
    "": (0, 4, 7), "m": (0, 3, 7), "5": (0, 7), "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9), "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10), "maj7": (0, 4, 7, 11), "mM7": (0, 3, 7, 11), "9": (0, 4, 10, 14), "m9": (0, 3, 10, 14),
    "maj9": (0, 4, 11, 14), "add9": (0, 4, 7, 14), "11": (0, 7, 10, 17), "13": (0, 4, 10, 21), "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9), "m7b5": (0, 3, 6, 10), "aug": (0, 4, 8), "aug7": (0, 4, 8, 10), "sus4": (0, 5, 7),
    "sus2": (0, 2, 7), "7sus4": (0, 5, 7, 10),
}  # fmt: skip
_SAME = {
    "maj": "", "M": "", "min": "m", "mi": "m", "-": "m", "min7": "m7", "-7": "m7", "M7": "maj7", "min6": "m6",
    "o": "dim", "°": "dim", "o7": "dim7", "°7": "dim7", "ø": "m7b5", "+": "aug", "+7": "aug7", "7+": "aug7",
    "sus": "sus4", "7sus": "7sus4", "M9": "maj9", "min9": "m9", "2": "sus2", "4": "sus4",
}  # fmt: skip
_LOWEST_BASS = 36  # C2; basses lie within the octave above it, and chords in the one above that
_LOWEST_CHORD = 48
_SPELLED = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


@dataclass(frozen=True, slots=True)
class Chord:
    """What is played for a symbol: a bass, and the chord above it. Both are None where nobody plays."""

    bass: Pitch | None = None
    pitches: tuple[Pitch, ...] = ()


_SILENCE = Chord()


@lru_cache(maxsize=1024)
def read_chord(symbol: str) -> Chord | None:
    """What "Am7" or "D/F#" means, silence for "N.C."; None for a text that is no chord symbol.

    An addition that is not known ("7#11") is left aside.
    """
    if symbol.upper().replace(".", "").strip() == "NC":
        return _SILENCE
    found = _SYMBOL.match(symbol.strip())
    if not found:
        return None
    letter, sign, kind, low, low_sign = found.groups()
    root = midi_number(letter, 2, _RAISED[sign])
    bass = midi_number(low.upper(), 2, _RAISED[low_sign]) if low else root
    pitches = sorted({_within(root + interval, _LOWEST_CHORD) for interval in _intervals(kind)})
    return Chord(_pitch(_within(bass, _LOWEST_BASS)), tuple(map(_pitch, pitches)))


def _intervals(kind: str) -> tuple[int, ...]:
    """Semitones above the root; of a kind that is not known those of its longest beginning that is."""
    for end in range(len(kind), -1, -1):
        known = _SAME.get(kind[:end], kind[:end])
        if known in _CHORDS:
            return _CHORDS[known]
    raise AssertionError("the empty kind is known")


def _within(number: int, lowest: int) -> int:
    return lowest + (number - lowest) % 12


def _pitch(number: int) -> Pitch:
    octave, step = divmod(number, 12)
    letter, sign = _SPELLED[step][0], _SPELLED[step][1:]
    return Pitch(octave - 1, letter, _RAISED[sign])


def accompanied(score: Score) -> Score:
    """The score with one more voice, which plays the first voice that has chord symbols; as it is if none has."""
    for voice in score.voices:
        if any(note.signs.harmony for bar in voice.bars for note in bar.notes):
            return replace(score, voices=(*score.voices, _accompaniment(voice, score.meter)))
    return score


def _accompaniment(voice: Voice, meter: Meter) -> Voice:
    bars, chord = [], _SILENCE
    for number, bar in enumerate(voice.bars):
        meter = bar.changes.meter or meter
        spans = list(_spans(bar, chord))
        chord = spans[-1][2] if spans else chord
        short = (meter.length or bar.length) - bar.length
        late = short if number == 0 and short > 0 else Fraction(0)  # a pick-up is the end of a bar
        notes = tuple(note for span in spans for note in _strokes(*span, meter, late))
        bars.append(replace(bar, notes=notes, overlays=()))
    return Voice(tuple(bars), "Chords")


def _spans(bar: Bar, before: Chord) -> Iterator[tuple[Fraction, Fraction, Chord]]:
    """From when to when in the bar which chord is played."""
    changes, now = [(Fraction(0), before)], Fraction(0)
    for note in bar.notes:
        chord = read_chord(note.signs.harmony) if note.signs.harmony else None
        if chord:
            changes.append((now, chord))
        now += note.duration
    for (start, chord), (end, _) in pairwise([*changes, (bar.length, _SILENCE)]):
        if end > start:
            yield start, end, chord


def _strokes(start: Fraction, end: Fraction, chord: Chord, meter: Meter, late: Fraction) -> Iterator[Note]:
    """The beats of a span: bass where the chord is new or the beat is strong, else the chord."""
    if chord.bass is None:
        yield Note((), end - start)
        return
    beat, now = _beat(meter), start
    while now < end:
        number = (now + late) // beat
        until = min(end, (number + 1) * beat - late)
        strong = now == start or (number % 2 == 0 and meter.beats % 3 != 0)
        yield Note((chord.bass,) if strong else chord.pitches, until - now)
        now = until


def _beat(meter: Meter) -> Fraction:
    """What is struck on: a dotted beat in compound meters, else the unit, but no less than a quarter note."""
    if meter.beats % 3 == 0 and meter.beats > 3 and meter.unit >= 8:
        return Fraction(3, meter.unit)
    return max(Fraction(1, meter.unit), Fraction(1, 4))
