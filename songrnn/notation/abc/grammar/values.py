"""The values that the header fields M:, L: and K: may have, letter by letter.

A reader takes what the header module can read; a writer keeps to spellings that every program understands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from songrnn.music.pitch import Key
from songrnn.notation.abc.grammar.law import GRID, SHORTEST, Law
from songrnn.notation.abc.header import default_unit, read_key, read_meter, read_unit

_SHORTEST_BAR, _LONGEST_BAR = Fraction(1, 4), Fraction(3)
_MOST_BEATS = 24
_UNITS = ("1/2", "1/4", "1/8", "1/16", "1/32")
_MODES = ("", "m", "mix", "dor", "phr", "lyd", "loc")
_MODE_WORDS = ("major", "minor", "mixolydian", "dorian", "phrygian", "lydian", "locrian", "aeolian", "ionian")
_MOST_SIGNS = 7  # of a key signature
_LETTERS = frozenset("MLK")
SWUNG = ("4/4", "2/4")  # meters of hornpipes; abc2midi knows no others
_FINEST = 16  # parts of the unit that a length can name


@dataclass(frozen=True, slots=True)
class Time:
    """What M:, L: and R: mean, in steps of the grid.

    bar       of a full bar, 0 where none is stated
    even      what the rest of a bar is kept a multiple of: a quarter of the unit, or less where the bar asks for it
    swung     the length of notes that are swung in pairs, though they are written alike; 0 for none
    vague     of three beats, but not compound: programs do not agree on what (5, (7 and (9 mean there
    """

    bar: int
    unit: int
    even: int
    compound: bool
    swung: int = 0
    vague: bool = False


def states_key(value: str) -> bool:
    """Whether a K: value names a key with at most seven sharps or flats, or none on purpose."""
    key = read_key(value)
    return key is not None and abs(key.fifths) <= _MOST_SIGNS


def swings(rhythm: str) -> bool:
    """Whether an R: value means that notes are swung."""
    return rhythm.strip().lower().startswith("hornpipe")


def measure(meter: str, unit: str, *, swung: bool = False) -> Time | None:
    """The time of a tune with these M: and L: values, "" where one is left out; None if they cannot be counted."""
    known = read_meter(meter or "4/4")
    length = read_unit(unit) if unit else default_unit(known)
    if known is None or length is None or not (_halved(known.unit) and _halved(length.denominator)):
        return None
    steps = length * GRID
    bar = (known.length or Fraction(0)) * GRID
    if steps.denominator != 1 or bar.denominator != 1 or int(steps) % _FINEST or int(bar) % (int(steps) // _FINEST):
        return None
    compound = known.unit == 8 and known.beats % 3 == 0
    pair = int(bar) // 8 if swung and meter in SWUNG else 0
    vague = known.beats % 3 == 0 and not compound
    return Time(int(bar), int(steps), _even(int(bar), int(steps)), compound, pair, vague)


def _halved(number: int) -> bool:
    """Whether a whole note is divided by halving alone."""
    return number & (number - 1) == 0


def _even(bar: int, unit: int) -> int:
    even = unit // 4
    while bar % even or (even > 2 * SHORTEST and even * 4 > unit):
        even //= 2
    return even


def may_begin(letter: str, value: str, law: Law, *, swung: bool = False) -> bool:
    """Whether a field's value may begin so."""
    if letter not in _LETTERS or not law.drawing:
        return True
    if swung and letter == "M" and not any(meter.startswith(value) for meter in SWUNG):
        return False
    return (value if law.plain else value.removeprefix(" ")) in _beginnings(letter, law.plain)


def is_whole(letter: str, value: str, *, drawing: bool = False) -> bool:
    """Whether a field's value is finished and makes sense; drawn ones are fractions, as abc2midi wants an L: to be."""
    if drawing and letter == "L":
        return value in _UNITS
    if letter == "K":
        return states_key(value)
    if letter == "M":
        return measure(value, "1/8") is not None
    return letter != "L" or measure("4/4", value.strip() or "0") is not None


@cache
def _beginnings(letter: str, plain: bool) -> frozenset[str]:
    values = {"M": _meters, "L": lambda _: _UNITS, "K": _keys}[letter](plain)
    return frozenset(value[:end] for value in values for end in range(len(value) + 1))


def _meters(plain: bool) -> Iterable[str]:
    yield from ("C|",) if plain else ("C|", "C")
    for beats in range(2, _MOST_BEATS + 1):
        for unit in (2, 4, 8, 16):
            if _SHORTEST_BAR <= Fraction(beats, unit) <= _LONGEST_BAR:
                yield f"{beats}/{unit}"


def _keys(plain: bool) -> Iterable[str]:
    words = [sep + word for full in _MODE_WORDS for word in (full, full[:3]) for sep in ("", " ")]
    modes = _MODES if plain else (*_MODES, *words, *(word.title() for word in words))
    for tonic in (letter + sign for letter in "ABCDEFG" for sign in ("", "#", "b")):
        for mode in modes:
            if abs(Key(tonic, _mode(mode)).fifths) <= _MOST_SIGNS:
                yield tonic + mode


def _mode(spelled: str) -> str:
    word = spelled.strip().lower()
    return "m" if word == "m" else word[:3] or "maj"
