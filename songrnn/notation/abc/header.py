"""The fields of an ABC tune: its header, and the meaning of M:, L:, K: and Q:.

Reads values, never music. After: ABC 2.1, section 3.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from songrnn.music.pitch import LETTERS, MODES, Key
from songrnn.music.score import Meter, Tempo
from songrnn.notation.abc.lexer import lines

_FIELD = re.compile(r"([A-Za-z]):[ \t]*(.*)")
_KEY = re.compile(r"([A-G])([#b♯♭]?)[ \t]*([A-Za-z]*)(=?)")
_NOT_MODES = ("", "exp", "treble", "alto", "tenor", "bass", "perc", "none")  # clefs may stand where a mode would
_SIGNED = re.compile(r"(\^{1,2}|_{1,2}|=)([A-Ga-g])(?![a-z])")
_PIPES = {"HP": (), "Hp": (("C", 1), ("F", 1))}  # Highland bagpipes, ABC 2.1, section 3.1.14
_METERS = {"C": Meter(4, 4), "C|": Meter(2, 2), "none": Meter(0, 1), "": Meter(0, 1)}
_METER = re.compile(r"\(?([0-9]{1,3}(?:\+[0-9]{1,3}){0,15})\)?/([0-9]{1,3})")
_UNIT = re.compile(r"([0-9]{1,3})(?:/([0-9]{1,4}))?")
_TEMPO = re.compile(r"([0-9]{1,3}/[0-9]{1,4}(?:[ \t]+[0-9]{1,3}/[0-9]{1,4})*)?[ \t]*=?[ \t]*([0-9]{1,4}(?:\.[0-9]*)?)")
_OLD_TEMPO = re.compile(r"C([0-9]*(?:/[0-9]*)?)[ \t]*=[ \t]*([0-9]{1,4})")
_QUOTED = re.compile(r'"([^"]*)"?')
_CLEFS = "treble|alto|tenor|bass|perc|none"
_CLEF = re.compile(rf"""(?:^|\s)(?:clef="?(?:[GCF]|{_CLEFS})|{_CLEFS})[1-5]?([+-](?:8|15))?(?![\w+-])""", re.IGNORECASE)
_OCTAVE = re.compile(r"\boctave=([+-]?[0-9]{1,2})(?![0-9])")
_SLOWEST, _FASTEST = 10, 1000  # quarter notes a minute
# Usual speeds of the words that stand for a Q:, in quarter notes a minute.
_WORDS = {
    "larghissimo": 20, "adagissimo": 24, "lentissimo": 28, "grave": 32, "largo": 40, "lento": 50, "larghetto": 56,
    "adagio": 60, "adagietto": 74, "andante": 80, "andantino": 88, "moderato": 104, "allegretto": 112, "allegro": 120,
    "vivace": 168, "vivo": 180, "presto": 192, "allegrissimo": 208, "vivacissimo": 220, "prestissimo": 240,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header in the order of their first lines; a field given twice keeps its first value.

    fields   letter → value, stripped, comments removed
    """

    fields: Mapping[str, str]

    def get(self, letter: str) -> str:
        """The value of a field, "" if it is absent."""
        return self.fields.get(letter, "")


def split_header(text: str) -> tuple[str, str]:
    """The header, through the line of the first K:, and the body. Without a K: it ends where the field lines do."""
    end = 0
    for line in lines(text):
        if line.strip() and not _FIELD.match(line) and not line.startswith("%"):
            break
        end += len(line)
        if line.startswith("K:"):
            break
    return text[:end], text[end:]


def read_header(header: str) -> Header:
    """The fields of header text."""
    fields: dict[str, str] = {}
    for line in lines(header):
        found = _FIELD.match(line)
        if found:
            fields.setdefault(found[1], found[2].split("%")[0].strip())
    return Header(fields)


@lru_cache(maxsize=256)
def read_meter(value: str) -> Meter | None:
    """The meter that an M: value states, None if it states none that is known."""
    value = value.strip()
    if value in _METERS:
        return _METERS[value]
    found = _METER.fullmatch(value)
    if not found:
        return None
    groups = tuple(map(int, found[1].split("+")))
    beats, unit = sum(groups), int(found[2])
    return Meter(beats, unit, groups if len(groups) > 1 else ()) if beats and unit else None


@lru_cache(maxsize=256)
def read_unit(value: str) -> Fraction | None:
    """The unit note length that an L: value states, None if it states none."""
    found = _UNIT.fullmatch(value.strip())
    if not found or not int(found[1]) or not int(found[2] or 1):
        return None
    return Fraction(int(found[1]), int(found[2] or 1))


def default_unit(meter: Meter | None) -> Fraction:
    """The unit note length where no L: is given: 1/16 in meters shorter than 3/4, else 1/8 (ABC 2.1, 3.1.7)."""
    length = meter.length if meter else None
    return Fraction(1, 16) if length is not None and length < Fraction(3, 4) else Fraction(1, 8)


@lru_cache(maxsize=512)
def read_key(value: str) -> Key | None:
    """The key that a K: value states, None if it states none that is known. Clefs and transpositions are left aside."""
    value = value.strip()
    if value[:2] in _PIPES:
        return Key("", "maj", _PIPES[value[:2]])
    found = _KEY.match(value)
    if not found:
        return Key("", "maj", _explicit(value)) if _says_no_tonic(value) else None
    word = found[3].lower()
    mode = "m" if word == "m" else word[:3]
    if word in _NOT_MODES or found[4]:
        mode = "maj"
    if mode not in MODES:
        return None
    key = Key(found[1] + found[2].translate(_PLAIN_SIGNS), mode)
    return _with_explicit(key, value[found.end(2) :])


_PLAIN_SIGNS = str.maketrans("♯♭", "#b")


def _says_no_tonic(value: str) -> bool:
    """Whether a K: value names no tonic on purpose: nothing, none, a clef, or alterations alone."""
    word = re.split("[= ]", value, maxsplit=1)[0].lower()
    return word in ("", "none", "clef", "exp", *_NOT_MODES) or value[0] in "^_="


def _with_explicit(key: Key, rest: str) -> Key:
    """A key with the alterations that follow it: instead of its signature after "exp", else beside it."""
    signed = _explicit(rest)
    if re.search(r"\bexp\b", rest):
        natural = dict.fromkeys(LETTERS, 0)
        return Key(key.tonic, key.mode, tuple((natural | dict(signed)).items()))
    return Key(key.tonic, key.mode, signed) if signed else key


def _explicit(value: str) -> tuple[tuple[str, int], ...]:
    signs = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
    stated = {letter.upper(): signs[sign] for sign, letter in _SIGNED.findall(value)}
    return tuple((letter, stated[letter]) for letter in LETTERS if letter in stated)


@lru_cache(maxsize=512)
def read_octaves(value: str) -> int | None:
    """By how many octaves notes sound higher than written, as a K: or V: value has it; None if it says nothing of that.

    value   "bass-8", "clef=treble+15", "octave=-1"; a clef of its own moves nothing
    After: ABC 2.1, section 4.6.
    """
    clef, octave = _CLEF.search(value), _OCTAVE.search(value)
    if not clef and not octave:
        return None
    moved = {"-15": -2, "-8": -1, "+8": 1, "+15": 2}.get(clef[1] or "", 0) if clef else 0
    return moved + (min(max(int(octave[1]), -9), 9) if octave else 0)


@lru_cache(maxsize=512)
def read_tempo(value: str, unit: Fraction) -> Tempo | None:
    """The tempo that a Q: value states, None if it states none that can be played.

    value   "1/4=120", "120" (unit notes a minute), "C3=80" (of three units), "1/4 3/8=60", "Allegro" in quotes or all
    """
    words = " ".join(_QUOTED.findall(value)).strip()
    bare = " ".join(_QUOTED.sub(" ", value).split())  # long runs of spaces would be tried in every way
    quarters = _quarters(bare, unit)
    if quarters is None:
        known = _WORDS.get((words or bare).lower())
        return Tempo(float(known), words or bare) if known else None
    return Tempo(quarters, words) if _SLOWEST <= quarters <= _FASTEST else None


def _quarters(bare: str, unit: Fraction) -> float | None:
    old = _OLD_TEMPO.fullmatch(bare)
    if old:
        beat = (read_unit(old[1].rstrip("/")) if old[1].strip("/") else Fraction(1)) or Fraction(0)
        return float(beat * unit * int(old[2]) * 4)
    found = _TEMPO.fullmatch(bare)
    if not found:
        return None
    beats = [read_unit(part) or Fraction(0) for part in (found[1] or "").split()] or [unit]
    return float(sum(beats, Fraction(0)) * 4) * float(found[2])
