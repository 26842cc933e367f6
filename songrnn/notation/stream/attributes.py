"""Keys, meters, tempos and clefs as music21 has them.

Knows what printed music cannot say, and says the nearest; nothing of notes.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from songrnn.music.pitch import LETTERS, Key
from songrnn.music.score import Meter, Note, Tempo

_MODES = {
    "maj": "major", "ion": "ionian", "mix": "mixolydian", "dor": "dorian", "min": "minor", "m": "minor",
    "aeo": "aeolian", "phr": "phrygian", "loc": "locrian", "lyd": "lydian",
}  # fmt: skip
_MOST_FIFTHS = 7
_MOST_BEATS = 128
_UNITS = (1, 2, 4, 8, 16, 32, 64, 128)
_BASS_BELOW = 55  # MIDI number of a mean pitch, the G below middle C


def signature_of(key: Key) -> tuple[int, ...]:
    """What the printed signature does to each of the seven letters from C, in semitones."""
    return key.alterations if key.explicit else Key(_SAME[_printed_fifths(key)]).alterations


_SAME = dict(
    zip(range(-7, 8), ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"), strict=True)
)


def _printed_fifths(key: Key) -> int:
    """Sharps of the signature; of more than seven, those of the key that sounds the same."""
    fifths = key.fifths
    return fifths - 12 * round(fifths / 12) if abs(fifths) > _MOST_FIFTHS else fifths


def key_signature(key: Key) -> Any:
    """The signature with its mode; one with alterations of its own names each altered letter."""
    from music21.key import KeySignature

    if key.explicit:
        found = KeySignature(None)
        signs = {2: "##", 1: "#", 0: "", -1: "-", -2: "--"}
        altered = zip(LETTERS, key.alterations, strict=True)
        found.alteredPitches = [letter + signs[up] for letter, up in altered if up]
        return found
    found = KeySignature(_printed_fifths(key))
    return found.asKey(_MODES[key.mode]) if key.tonic else found


def time_signature(meter: Meter) -> Any:
    """The time signature; free meter, and what no player has seen, as senza misura with its text."""
    from music21.meter import SenzaMisuraTimeSignature, TimeSignature

    if 0 < meter.beats <= _MOST_BEATS and meter.unit in _UNITS:
        groups = "+".join(map(str, meter.groups)) or meter.beats
        return TimeSignature(f"{groups}/{meter.unit}")
    return SenzaMisuraTimeSignature(f"{meter.beats}/{meter.unit}" if meter.beats else "")


def metronome(tempo: Tempo, meter: Meter) -> Any:
    """A tempo with its words; beats of compound meters are dotted where that gives a whole number."""
    from music21.duration import Duration
    from music21.tempo import MetronomeMark

    dotted = meter.unit == 8 and meter.beats % 3 == 0 and meter.beats > 3 and (tempo.quarters / 1.5).is_integer()
    number = tempo.quarters / 1.5 if dotted else tempo.quarters
    return MetronomeMark(tempo.words or None, number, Duration("quarter", dots=int(dotted)))


def clef_for(notes: Iterable[Note]) -> Any:
    """The treble or bass clef, by the mean pitch."""
    from music21.clef import BassClef, TrebleClef

    numbers = [pitch.midi for note in notes for pitch in note.pitches]
    return BassClef() if numbers and Fraction(sum(numbers), len(numbers)) < _BASS_BELOW else TrebleClef()
