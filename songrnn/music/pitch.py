"""Pitches and key signatures in twelve-tone equal temperament. No files.

A pitch keeps its spelling; its MIDI number (60 is middle C) is what sounds. A key signature alters the seven letters.
"""

from dataclasses import dataclass
from functools import lru_cache

LETTERS = "CDEFGAB"
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
_SHARPED = "FCGDAEB"
# How many fifths a mode's signature lies above the major one on the same tonic.
MODES = {
    "maj": 0, "ion": 0, "mix": -1, "dor": -2, "min": -3, "aeo": -3, "m": -3, "phr": -4, "loc": -5, "lyd": 1,
}  # fmt: skip
_HIGHEST = 127


@dataclass(frozen=True, slots=True, order=True)
class Pitch:
    """A spelled pitch: octave (middle C begins octave 4), letter "A" to "G", and semitones that it is raised."""

    octave: int
    letter: str
    alteration: int = 0

    @property
    def midi(self) -> int:
        """Its MIDI number; one outside 0 … 127 is moved into the nearest octave that can be played."""
        number = midi_number(self.letter, self.octave, self.alteration)
        return (
            number % 12 if number < 0 else number - 12 * -(-(number - _HIGHEST) // 12) if number > _HIGHEST else number
        )


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its tonic letter with accidental, its mode, and the signature that follows from them.

    tonic      "D", "F#", "Bb"; "" where no key is stated
    mode       one of MODES, "maj" for a bare letter
    explicit   letters with alterations that replace those of the signature, in the order of "CDEFGAB"
    """

    tonic: str = ""
    mode: str = "maj"
    explicit: tuple[tuple[str, int], ...] = ()

    @property
    def fifths(self) -> int:
        """Sharps of the signature, flats negative; explicit alterations left aside."""
        if not self.tonic:
            return 0
        accidental = {"#": 7, "b": -7}.get(self.tonic[1:], 0)
        return _FIFTHS[self.tonic[0]] + accidental + MODES[self.mode]

    def alteration(self, letter: str) -> int:
        """How many semitones the signature raises a note letter, "A" to "G"."""
        return self.alterations[LETTERS.index(letter)]

    @property
    def alterations(self) -> tuple[int, ...]:
        """What the signature does to each of the seven letters from C, in semitones."""
        return _alterations(self)


@lru_cache(maxsize=512)
def _alterations(key: Key) -> tuple[int, ...]:
    full, rest = divmod(abs(key.fifths), 7)
    order = _SHARPED if key.fifths > 0 else _SHARPED[::-1]
    direction = 1 if key.fifths > 0 else -1
    signature = {letter: direction * (full + (letter in order[:rest])) for letter in LETTERS}
    return tuple((signature | dict(key.explicit)).values())


def midi_number(letter: str, octave: int, alteration: int) -> int:
    """The MIDI number of a letter "A" to "G" in a scientific octave (middle C is C4)."""
    return 12 * (octave + 1) + SEMITONES[letter] + alteration
