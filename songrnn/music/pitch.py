"""Pitches and key signatures in twelve-tone equal temperament. No files, no spelling of intervals.

A pitch is a MIDI note number (60 is middle C). A key signature is a number of fifths (sharps positive).
"""

from dataclasses import dataclass

SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
_SHARPED = "FCGDAEB"
# How many fifths a mode's signature lies above the major one on the same tonic.
MODES = {
    "maj": 0, "ion": 0, "mix": -1, "dor": -2, "min": -3, "aeo": -3, "m": -3, "phr": -4, "loc": -5, "lyd": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its tonic letter with accidental, its mode and the signature that follows from them.

    tonic    "D", "F#", "Bb"; "" where no key is stated
    mode     one of MODES, "maj" for a bare letter
    """

    tonic: str = ""
    mode: str = "maj"

    @property
    def fifths(self) -> int:
        """Sharps of the signature, flats negative."""
        if not self.tonic:
            return 0
        accidental = {"#": 7, "b": -7}.get(self.tonic[1:], 0)
        return _FIFTHS[self.tonic[0]] + accidental + MODES[self.mode]

    def alteration(self, letter: str) -> int:
        """How many semitones the signature raises a note letter, "A" to "G"."""
        full, rest = divmod(abs(self.fifths), 7)
        order = _SHARPED if self.fifths > 0 else _SHARPED[::-1]
        altered = full + (letter in order[:rest])
        return altered if self.fifths > 0 else -altered


def midi_number(letter: str, octave: int, alteration: int) -> int:
    """The MIDI number of a letter "A" to "G" in a scientific octave (middle C is C4)."""
    return 12 * (octave + 1) + SEMITONES[letter] + alteration
