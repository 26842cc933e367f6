"""Header fields that options ask for: checked at once, and written into a prompt as if they had been typed there.

Needs no torch, so that a mistake is answered before a model is loaded.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from songrnn.corpus.clean import normal_field
from songrnn.errors import UsageError
from songrnn.notation.abc.grammar.values import measure, states_key
from songrnn.notation.abc.header import read_header
from songrnn.notation.abc.lexer import lines
from songrnn.printable import one_line

_KEY = re.compile(r"[A-G][#b]?[ ]?[A-Za-z]*")
_METER = re.compile(r"C\|?|[0-9+]{1,9}/[0-9]{1,2}")
_UNIT = re.compile(r"1/(?:1|2|4|8|16|32)")
_RHYTHM = re.compile(r"[^\W\d_][^\r\n%]{0,39}")
# Lines that are no music: empty, a comment, or a field, but not one note and a repeat sign.
NO_MUSIC = re.compile(r"[ \t]*[\r\n]|%|(?![A-Ga-gxz]:[|:])[A-Za-z]:")
_ORDER = "RMLK"
_NAMES = {"R": "rhythm", "M": "meter", "L": "unit", "K": "key"}


@dataclass(frozen=True, slots=True)
class Fields:
    """What options ask of a tune's header; "" for what they leave open. Raises UsageError for what makes no sense."""

    key: str = ""
    meter: str = ""
    unit: str = ""
    rhythm: str = ""

    def __post_init__(self) -> None:
        if self.key and not (_KEY.fullmatch(self.key) and states_key(self.key)):
            raise _unknown("key", self.key, "D, Am, F#m or Gdor")
        time = measure(self.meter, "1/8") if _METER.fullmatch(self.meter) else None
        if self.meter and not (time and time.bar):
            raise _unknown("meter", self.meter, "4/4, 6/8 or C|")
        if self.unit and not _UNIT.fullmatch(self.unit):
            raise _unknown("unit", self.unit, "1/8 or 1/16")
        if self.meter and self.unit and measure(self.meter, self.unit) is None:
            raise UsageError(f"A unit of {self.unit} is too long for bars of {self.meter}; give a shorter one.")
        if self.rhythm and not _RHYTHM.fullmatch(self.rhythm):
            raise _unknown("rhythm", self.rhythm, "reel, jig or hornpipe")

    def stated(self) -> dict[str, str]:
        """The fields that are asked for, by their letters."""
        values = {"R": self.rhythm, "M": self.meter, "L": self.unit, "K": self.key}
        return {letter: value for letter, value in values.items() if value}

    def into(self, prompt: str) -> str:
        """The prompt with these fields in its header; raises UsageError if it states another value for one."""
        asked = self.stated()
        if not asked:
            return prompt
        head = [*takewhile(NO_MUSIC.match, lines(prompt))]
        body = prompt[sum(map(len, head)) :]
        told = read_header("".join(head)).fields
        _refuse_conflicts(asked, told)
        missing = {letter: asked[letter] for letter in _ORDER if letter in asked and letter not in told}
        return _written(head, missing, told, body)


def _refuse_conflicts(asked: Mapping[str, str], told: Mapping[str, str]) -> None:
    for letter, value in asked.items():
        if letter in told and normal_field(letter, told[letter], told) != normal_field(letter, value, told):
            shown = one_line(told[letter], 40)
            raise UsageError(
                f"The prompt says {letter}:{shown}, but --{_NAMES[letter]} asks for {value}; give one of them."
            )


def _written(head: list[str], missing: Mapping[str, str], told: Mapping[str, str], body: str) -> str:
    """A header with K: at its end; one is made up only where notes follow."""
    key = [line for line in head if line.startswith("K:")]
    others = [line.rstrip("\r\n") + "\n" for line in head if line.strip() and not line.startswith("K:")]
    added = [f"{letter}:{value}\n" for letter, value in missing.items() if letter != "K"]
    if "K" in missing or (body.strip() and "K" not in told):
        key = [f"K:{missing.get('K', 'C')}\n"]
    return "".join([*others, *added, *(line.rstrip("\r\n") + "\n" for line in key)]) + body


def _unknown(kind: str, value: str, examples: str) -> UsageError:
    return UsageError(f"No {kind} is called '{one_line(value, 40)}'. Write it like {examples}.")
