"""What the lexemes of music lines mean on their own, under a key signature and a unit note length.

The same few texts come again and again, so each is worked out once for each signature and unit, and the values are
shared: they cannot change. After: ABC 2.1, sections 4.1 to 4.6 and 4.17.
"""

import re
from fractions import Fraction
from functools import lru_cache

from songrnn.music.pitch import LETTERS, Pitch
from songrnn.music.score import Note

SIGNS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
_NOTE = re.compile(r"(\^{1,2}|_{1,2}|=)?((?:\d+(?:/\d*)?|/\d*)?)([A-Ga-g])([,']*)(.*)")
_LONGEST = 10**4  # a length of more units than this, or of fewer than 1 to this, is a slip of the pen or an attack
_MOST_DIGITS = 12  # in a length: for 10000/10000, and int() refuses numbers of thousands of digits
_TEXTS = 2048  # that are kept of one meaning; more come from garbage only
_MEANINGS = 256
_OCTAVES = (0, 9)
_ONE = Fraction(1)
# Every duration is a whole multiple of 1/GRID of a whole note: unbounded denominators would make sums of them slow.
# Tuplets of up to 16 notes, of units down to 1/512 and with dots, are exact.
GRID = 2**20 * 3**4 * 5**3 * 7**2 * 11 * 13

Alterations = tuple[int, ...]
_NATURAL: Alterations = (0,) * 7


class Meaning(dict[str, Note]):
    """Texts of notes without a sign of their own and of rests, such as "c'3/2" and "z", and the notes they mean.

    alterations   semitones that each of the seven letters from C is raised
    unit          what a note without a length lasts, of a whole note
    octaves       that all notes sound higher than they are written
    signed        texts of notes with a sign, the notes they mean, and what others mean after them
    """

    def __init__(self, alterations: Alterations, unit: Fraction, octaves: int) -> None:
        super().__init__()
        self.alterations = alterations
        self.unit = unit
        self.octaves = octaves
        self.signed: dict[str, tuple[Note, Meaning]] = {}

    def note(self, text: str) -> Note:
        """The note or rest that a text without a sign means; one with an impossible length lasts a unit."""
        found = self.get(text)
        if found is None:
            pitches, factor = self._spell_any(text)
            if factor is None:  # not kept, so that it is told each time that it is read
                return Note(pitches, self.unit)
            found = Note(pitches, factor * self.unit)
            if is_fine(found.duration):
                if len(self) >= _TEXTS:
                    self.clear()
                self[text] = found
        return found

    def after(self, text: str) -> tuple[Note, "Meaning"]:
        """The note that a text with a sign means, and what others mean from there to the end of the bar."""
        found = self.signed.get(text)
        if found is None:
            pitch, _ = spell(text, self.alterations, self.octaves)
            later = meaning(altered(self.alterations, pitch), self.unit, self.octaves)
            bare = text.lstrip("^_=0123456789/") if is_microtone(text) else text.lstrip("^_=")
            found = (later.note(bare), later)
            if bare in later and not is_microtone(text):
                if len(self.signed) >= _TEXTS:
                    self.signed.clear()
                self.signed[text] = found
        return found

    def _spell_any(self, text: str) -> tuple[tuple[Pitch, ...], Fraction | None]:
        if text[0] in "zx":
            return (), length(text[1:])
        pitch, factor = spell(text, self.alterations, self.octaves)
        return (pitch,), factor


_meanings: dict[tuple[Alterations, Fraction, int], Meaning] = {}


def meaning(alterations: Alterations, unit: Fraction, octaves: int = 0) -> Meaning:
    """The meaning of notes under alterations, a unit and a shift by octaves; kept, as the same come again and again."""
    wanted = (alterations, unit, octaves)
    found = _meanings.get(wanted)
    if found is None:
        if len(_meanings) >= _MEANINGS:
            for old in _meanings.values():
                old.signed.clear()  # they name each other
            _meanings.clear()
        found = _meanings[wanted] = Meaning(alterations, unit, octaves)
    return found


def is_fine(duration: Fraction) -> bool:
    """Whether a duration is a multiple of 1/GRID."""
    return not GRID % duration.denominator


def fine(duration: Fraction) -> Fraction:
    """The duration itself, or the nearest multiple of 1/GRID but zero."""
    return duration if is_fine(duration) else Fraction(max(round(duration * GRID), 1), GRID)


def altered(alterations: Alterations, pitch: Pitch) -> Alterations:
    """Alterations once a pitch with a sign was written: they hold in all octaves (ABC 2.1, section 11.3)."""
    at = LETTERS.index(pitch.letter)
    return (*alterations[:at], pitch.alteration, *alterations[at + 1 :])


@lru_cache(maxsize=8192)
def spell(text: str, alterations: Alterations, octaves: int = 0) -> tuple[Pitch, Fraction | None]:
    """The pitch of a note's text, its sign included, and the factor of its length; None for an impossible one."""
    found = _NOTE.fullmatch(text)
    assert found is not None, text
    sign, micro, letter, marks, tail = found.groups()
    octave = 4 + letter.islower() + marks.count("'") - marks.count(",") + octaves
    octave = min(max(octave, _OCTAVES[0]), _OCTAVES[1])
    name = letter.upper()
    alteration = alterations[LETTERS.index(name)]
    if sign:
        alteration = SIGNS[sign] if not micro else _rounded(sign, micro)
    return Pitch(octave, name, alteration), length(tail)


@lru_cache(maxsize=8192)
def times(numerator: int, denominator: int, above: int, below: int) -> Fraction:
    """A duration times a factor, each as two whole numbers: the same few come again and again."""
    return fine(Fraction(numerator * above, denominator * below))


@lru_cache(maxsize=8192)
def impossible(text: str) -> bool:
    """Whether a note or rest states a length that divides by nothing, or is absurd."""
    return (length(text[1:]) if text[0] in "zx" else spell(text, _NATURAL)[1]) is None


def is_microtone(text: str) -> bool:
    """Whether a note's sign is no whole number of semitones, as in "^/c" and "_3/2B"."""
    return len(text) > 1 and text[0] in "^_" and text[1] in "/0123456789"


def _rounded(sign: str, micro: str) -> int:
    """A microtone as the nearest semitones, half ones outwards; at most a double sign."""
    factor = length(micro) or _ONE
    return min(2, int(factor + Fraction(1, 2))) * SIGNS[sign[0]]


@lru_cache(maxsize=4096)
def length(text: str) -> Fraction | None:
    """The factor that a length states: "", "2", "3/2", "/", "//", "/4"; None if it divides by 0 or is absurd."""
    if not text:
        return _ONE
    if len(text) > _MOST_DIGITS:
        return None
    number, slash, below = text.partition("/")
    more = below.count("/") if slash else 0
    divisor = int(below.strip("/")) if below.strip("/") else 2 ** (1 + more) if slash else 1
    if divisor == 0:
        return None
    factor = Fraction(int(number or 1), divisor)
    return factor if Fraction(1, _LONGEST) <= factor <= _LONGEST else None
