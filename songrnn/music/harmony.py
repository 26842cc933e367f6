"""Chord symbols, and what somebody plays who reads them: bass and chord by turns, on the beats.

Knows names of chords, not notation: a symbol is text over a note. After: ABC 2.1, section 4.18, for the names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from songrnn.music.figures import Figure, read_figure
from songrnn.music.pitch import Pitch, midi_number
from songrnn.music.score import Bar, Meter, Note, Score, Voice

# Semitones above the root, by kind; the fewest of each that tell it from the others.
_CHORDS = {
    "major": (0, 4, 7), "minor": (0, 3, 7), "power": (0, 7), "major-sixth": (0, 4, 7, 9), "minor-sixth": (0, 3, 7, 9),
    "dominant": (0, 4, 7, 10), "minor-seventh": (0, 3, 7, 10), "major-seventh": (0, 4, 7, 11),
    "major-minor": (0, 3, 7, 11), "dominant-ninth": (0, 4, 10, 14), "minor-ninth": (0, 3, 10, 14),
    "major-ninth": (0, 4, 11, 14), "dominant-11th": (0, 7, 10, 17), "minor-11th": (0, 3, 10, 17),
    "major-11th": (0, 4, 11, 17), "dominant-13th": (0, 4, 10, 21), "minor-13th": (0, 3, 10, 21),
    "major-13th": (0, 4, 11, 21), "diminished": (0, 3, 6), "diminished-seventh": (0, 3, 6, 9),
    "half-diminished": (0, 3, 6, 10), "augmented": (0, 4, 8), "augmented-seventh": (0, 4, 8, 10),
    "suspended-fourth": (0, 5, 7), "suspended-second": (0, 2, 7),
}  # fmt: skip
_ALTERATIONS = {"#": 1, "": 0, "b": -1}
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
    figure = read_figure(symbol)
    if not figure:
        return None
    root = midi_number(figure.root, 2, figure.root_alteration)
    bass = midi_number(figure.bass, 2, figure.bass_alteration) if figure.bass else root
    pitches = sorted({_within(root + interval, _LOWEST_CHORD) for interval in _intervals(figure)})
    return Chord(_pitch(_within(bass, _LOWEST_BASS)), tuple(map(_pitch, pitches)))


def _intervals(figure: Figure) -> tuple[int, ...]:
    """Semitones above the root; of a kind that is not known those of its longest beginning that is."""
    kinds = (read_figure(f"C{figure.suffix[:end]}") for end in range(len(figure.suffix), -1, -1))
    return next(_CHORDS[known.kind] for known in kinds if known and known.kind in _CHORDS)


def _within(number: int, lowest: int) -> int:
    return lowest + (number - lowest) % 12


def _pitch(number: int) -> Pitch:
    octave, step = divmod(number, 12)
    letter, sign = _SPELLED[step][0], _SPELLED[step][1:]
    return Pitch(octave - 1, letter, _ALTERATIONS[sign])


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
