"""The header of an ABC tune: its fields, and the meaning of M:, L: and K:.

Reads values, never music. After: ABC 2.1, section 3.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from songrnn.music.pitch import MODES, Key
from songrnn.music.score import Meter
from songrnn.notation.abc.lexer import lines

_FIELD = re.compile(r"([A-Za-z]):[ \t]*(.*)")
_KEY = re.compile(r"([A-G])([#b]?)[ \t]*([A-Za-z]*)(=?)")
_NOT_MODES = ("", "exp", "treble", "alto", "tenor", "bass", "perc", "none")  # clefs may stand where a mode would
_METERS = {"C": Meter(4, 4), "C|": Meter(2, 2), "none": Meter(0, 1), "": Meter(0, 1)}


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


def read_meter(value: str) -> Meter | None:
    """The meter that an M: value states, None if it states none that is known."""
    value = value.strip()
    if value in _METERS:
        return _METERS[value]
    found = re.fullmatch(r"(\d{1,3})/(\d{1,3})", value)
    if not found or not int(found[1]) or not int(found[2]):
        return None
    return Meter(int(found[1]), int(found[2]))


def read_unit(value: str) -> Fraction | None:
    """The unit note length that an L: value states, None if it states none."""
    found = re.fullmatch(r"(\d{1,3})(?:/(\d{1,4}))?", value.strip())
    if not found or not int(found[1]) or not int(found[2] or 1):
        return None
    return Fraction(int(found[1]), int(found[2] or 1))


def default_unit(meter: Meter | None) -> Fraction:
    """The unit note length where no L: is given: 1/16 in meters shorter than 3/4, else 1/8 (ABC 2.1, 3.1.7)."""
    length = meter.length if meter else None
    return Fraction(1, 16) if length is not None and length < Fraction(3, 4) else Fraction(1, 8)


def read_key(value: str) -> Key | None:
    """The key that a K: value states, None if it states none that is known. Anything after the mode is left aside."""
    found = _KEY.match(value.strip())
    if not found:
        return Key() if value.strip().lower() in ("none", "") else None
    word = found[3].lower()
    mode = "m" if word == "m" else word[:3]
    if word in _NOT_MODES or found[4]:
        mode = "maj"
    return Key(found[1] + found[2], mode) if mode in MODES else None
