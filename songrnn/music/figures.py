"""Chord symbols, as tunebooks write them, and kinds of chords by the names that MusicXML has for them; both ways.

Knows figures such as "Am7/G"; nothing of what sounds, or of files.
"""

import re
from dataclasses import dataclass

_FIGURE = re.compile(r"([A-G])(#|b|♯|♭)?([^/\s]{0,20})(?:/([A-Ga-g])(#|b|♯|♭)?)?")
_SIGNS = {"#": 1, "♯": 1, "b": -1, "♭": -1, None: 0}
# What is written after the root, first as songrnn writes it itself, and MusicXML's kind.
_KINDS = {
    "major": ("", "maj", "M"),
    "minor": ("m", "min", "-"),
    "dominant": ("7",),
    "major-seventh": ("maj7", "M7"),
    "minor-seventh": ("m7", "min7", "-7"),
    "diminished": ("dim", "o", "°"),
    "augmented": ("aug", "+"),
    "diminished-seventh": ("dim7", "o7", "°7"),
    "augmented-seventh": ("aug7", "+7", "7+"),
    "half-diminished": ("m7b5", "ø", "ø7"),
    "major-minor": ("mmaj7", "mM7"),
    "major-sixth": ("6", "maj6", "M6"),
    "minor-sixth": ("m6", "min6"),
    "dominant-ninth": ("9",),
    "major-ninth": ("maj9", "M9"),
    "minor-ninth": ("m9", "min9"),
    "dominant-11th": ("11",),
    "major-11th": ("maj11",),
    "minor-11th": ("m11", "min11"),
    "dominant-13th": ("13",),
    "major-13th": ("maj13",),
    "minor-13th": ("m13", "min13"),
    "suspended-second": ("sus2",),
    "suspended-fourth": ("sus4", "sus"),
    "power": ("5",),
}
_KIND_OF = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes}
_OTHER = re.compile(r"(?:m|min|maj|M|dim|aug|sus|add|alt|omit|no|[0-9()#b♯♭+,°ø^-])*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chord symbol taken apart.

    root, bass   a letter with the semitones that it is raised; no bass is ""
    kind         one of MusicXML's, "other" where only the suffix says what sounds
    suffix       what is written between root and bass
    """

    root: str
    root_alteration: int
    kind: str
    suffix: str
    bass: str = ""
    bass_alteration: int = 0

    @property
    def text(self) -> str:
        """The symbol as it is written: "F#m7/C#"."""
        bass = f"/{_spelled(self.bass, self.bass_alteration)}" if self.bass else ""
        return f"{_spelled(self.root, self.root_alteration)}{self.suffix}{bass}"


def read_figure(text: str) -> Figure | None:
    """The chord that a symbol names; None for what is no chord, such as "D.C." or "Fine"."""
    found = _FIGURE.fullmatch(text.strip())
    if not found:
        return None
    letter, sign, suffix, bass, bass_sign = found.groups()
    kind = _KIND_OF.get(suffix) or ("other" if _OTHER.fullmatch(suffix) else "")
    if not kind:
        return None
    return Figure(letter, _SIGNS[sign], kind, suffix, (bass or "").upper(), _SIGNS[bass_sign])


def usual_suffix(kind: str) -> str | None:
    """What is written after the root for one of MusicXML's kinds of chords; None for one that is not known."""
    suffixes = _KINDS.get(kind)
    return suffixes[0] if suffixes else None


def _spelled(letter: str, alteration: int) -> str:
    return letter + ("#" * alteration if alteration > 0 else "b" * -alteration)
