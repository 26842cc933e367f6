"""One note word: what it says, and how it is spelled. Knows nothing of the words around it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from songrnn.music.pitch import midi_number
from songrnn.music.sequence import WHOLE, fraction

REST = "R"
UNSAID = WHOLE // 8  # parts that a word without a length lasts
LONGEST = 64 * WHOLE
ENDING = ".words"
EXAMPLES = "C4:1/4, C4.E4.G4:1/8 or R:1/2"

_LONGEST_TEXT = 1000  # characters; 128 pitches need less
_TONE = r"[A-G][#b]?(?:-1|[0-9])-?"
_WORD = re.compile(rf"(R|{_TONE}(?:\.{_TONE})*)(?::([0-9]{{1,9}})(?:/([0-9]{{1,9}}))?)?")
_SPELLED = re.compile(r"([A-G])([#b]?)(-1|[0-9])(-?)")
_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
TONES = tuple(f"{_NAMES[pitch % 12]}{pitch // 12 - 1}" for pitch in range(128))
TIED = tuple(f"{tone}-" for tone in TONES)


@dataclass(frozen=True, slots=True)
class Word:
    """What sounds, and how long.

    pitches   MIDI numbers, low to high; none is a rest
    tied      those that go on sounding into the next word
    length    in parts of a whole note; None where the word does not say it
    """

    pitches: tuple[int, ...]
    tied: frozenset[int] = frozenset()
    length: int | None = None

    @property
    def lasts(self) -> int:
        """How long it lasts, in parts, said or not."""
        return UNSAID if self.length is None else self.length

    def __str__(self) -> str:
        """As it is written: sharps, low to high, the length in lowest terms."""
        name = ".".join(TIED[pitch] if pitch in self.tied else TONES[pitch] for pitch in self.pitches) or "R"
        return name if self.length is None else f"{name}:{written_length(self.length)}"


@lru_cache(maxsize=4096)
def written_length(parts: int) -> str:
    """A length in parts as a fraction of a whole note: "1/4", "3/2", "1"."""
    return str(fraction(parts))


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> Word | None:
    """What a word says; None if it is no note word, or lasts shorter than a part or longer than 64 whole notes.

    Lengths that are no whole number of parts are moved to the nearest one.
    """
    found = _WORD.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if found is None:
        return None
    name, above, below = found.groups()
    tones = [] if name == REST else [_tone(tone) for tone in name.split(".")]
    length = None if above is None else _parts(above, below or "1")
    if length == 0 or not all(0 <= pitch < len(TONES) for pitch, _ in tones):
        return None
    return Word(tuple(sorted({p for p, _ in tones})), frozenset([p for p, tied in tones if tied]), length)


@lru_cache(maxsize=1024)
def _tone(text: str) -> tuple[int, bool]:
    """The MIDI number of a tone, and whether it is tied."""
    found = _SPELLED.fullmatch(text)
    assert found is not None, text
    letter, accidental, octave, tie = found.groups()
    return midi_number(letter, int(octave), {"#": 1, "b": -1, "": 0}[accidental]), bool(tie)


@lru_cache(maxsize=4096)
def _parts(above: str, below: str) -> int:
    """A fraction of a whole note in parts, 0 if no word lasts so long or so short."""
    divisor = int(below)
    parts = (2 * int(above) * WHOLE + divisor) // (2 * divisor) if divisor else 0
    return parts if parts <= LONGEST else 0
