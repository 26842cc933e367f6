"""ABC tunes into scores: reads the fields, and hands the music lines to the voices that they belong to.

Any string gives a score and diagnostics; nothing raises, and time is linear. After: ABC 2.1.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Score, Tempo, Voice
from songrnn.notation.abc.accents import with_accents
from songrnn.notation.abc.diagnostic import Diagnostic, Journal, Place, Severity
from songrnn.notation.abc.header import default_unit, read_key, read_meter, read_octaves, read_tempo, read_unit
from songrnn.notation.abc.lexer import dense, is_field, kind, lines
from songrnn.notation.abc.voice import Lines

MOST_CHARACTERS = 1_000_000
_MOST_VOICES = 64
_VOICE = re.compile(r"[ \t]*([^\s%]{1,40})")
_NAME = re.compile(r'\bname=(?:"([^"]{0,80})"|([^\s"]{1,80}))')
_PROSE_BEGINS, _PROSE_ENDS = ("begintext", "beginps", "beginsvg"), ("endtext", "endps", "endsvg")
_T = TypeVar("_T")
_KEPT = frozenset("ABCDFGHNORSWZ")  # header fields that a score keeps as they are
_SILENT = frozenset("wsWmUrIXNGHSAOBDFZRCT+")  # fields inside a tune that change nothing that sounds


@dataclass(frozen=True, slots=True)
class Reading:
    """A score, what its reader has to say about the text, and where the bars of each voice begin."""

    score: Score
    diagnostics: tuple[Diagnostic, ...]
    places: tuple[tuple[Place, ...], ...] = ()


def read_tune(text: str) -> Reading:
    """One ABC tune as a score.

    text      a header through K: and a body; where a field is missing, 4/4, the default unit and C major stand in.
              Of more than a million characters the rest is left out, and said to be
    returns   the score, and diagnostics for everything that could not be read, was passed over or mended
    """
    return _Tune(text).read()


class _Tune:
    """One pass over the lines of a tune."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.journal = Journal()
        self.key: Key | None = None
        self.meter: Meter | None = None
        self.unit: Fraction | None = None
        self.tempo = Tempo()
        self.titles: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self.parts = ""
        self.part = ""  # of the tune, that is being read
        self.octaves = 0  # that the header's K: raises all voices
        self.raised: dict[str, int] = {}  # voices by octaves of their own
        self.words: list[str] | None = None  # of a w: line, which may go on in the next
        self.prose = False  # between %%begintext and %%endtext
        self.names: dict[str, str] = {}  # of the voices that the header declares
        self.voices: dict[str, Lines] = {}
        self.voice: Lines | None = None  # the one whose lines are being read; None in the header

    def read(self) -> Reading:
        if len(self.text) > MOST_CHARACTERS:
            self.journal.say(
                Severity.ERROR,
                f"the tune has {len(self.text):,} characters; all after {MOST_CHARACTERS:,} is left out",
                "write it as several tunes",
            )
        for number, line in enumerate(lines(self.text[:MOST_CHARACTERS]), start=1):
            self._line(line.rstrip("\r\n"), number)
        self._sing()
        voices = self._spoken()
        for voice in voices.values():
            voice.finish()
        score = Score(
            tuple(Voice(tuple(voice.bars), self.names.get(name, "")) for name, voice in voices.items()),
            self.key or Key(),
            self.meter or Meter(),
            self.tempo,
            " / ".join(self.titles),
            tuple(self.fields),
            self.parts,
        )
        return Reading(score, tuple(self.journal.said), tuple(tuple(voice.places) for voice in voices.values()))

    def _spoken(self) -> dict[str, Lines]:
        """The voices that say something; one, if none does."""
        if not self.voices:
            self._begin_body()
        heard = {name: voice for name, voice in self.voices.items() if voice.bars or voice.notes}
        return heard or dict([next(iter(self.voices.items()))])

    def _line(self, line: str, number: int) -> None:
        if self.words is not None and not line.startswith("+:"):
            self._sing()
        if self.prose or not line or line[0] == "%" or not line.strip():
            if line.startswith("%%"):
                self._directive(line)
            return
        self.journal.begin(number, line)
        if line[1:2] == ":" and is_field(line):
            self._field(
                line[0], line[2:].split("%", maxsplit=1)[0].strip() if line[0] not in "wW" else line[2:].strip()
            )
            return
        if self.voice is None:
            if self.key is None:
                self.journal.say(Severity.WARNING, "the music begins before a K: field", "end the header with K:")
            self._begin_body()
        self._music(line)

    def _directive(self, line: str) -> None:
        """Text between %%begintext and %%endtext is to be printed, and no music; no other directive is obeyed."""
        name = line[2:42].partition(" ")[0].strip()
        if name in _PROSE_BEGINS:
            self.prose = True
        elif name in _PROSE_ENDS:
            self.prose = False

    def _sing(self) -> None:
        """The lyrics that were read last belong to the line of music before them."""
        words, self.words = self.words, None
        if words and self.voice is not None:
            self.voice.sing(with_accents(" ".join(words)))

    def _music(self, line: str) -> None:
        """A music line: the stretches between inline fields, each to the voice that is on."""
        assert self.voice is not None
        self.voice.begin_row(line)
        if ":" not in line or not _INLINE.search(line):
            self.voice.read(dense(line))
            return
        texts = dense(line)
        begun = 0
        for at in _inline(texts):
            self.journal.at = begun
            self.voice.read(texts[begun:at])
            self.journal.at = at
            self._field(texts[at][1], texts[at][3:-1].split("%", maxsplit=1)[0].strip())
            begun = at + 1
        self.journal.at = begun
        self.voice.read(texts[begun:])

    def _field(self, letter: str, value: str) -> None:
        if self.voice is None:
            self._header_field(letter, value)
        else:
            self._body_field(letter, value)

    def _header_field(self, letter: str, value: str) -> None:
        match letter:
            case "K":
                self.key = self._key(value) or Key()
                self.octaves = self._octaves(value) or 0
                self._begin_body()
            case "M":
                self.meter = self._meter(value) or self.meter
            case "L":
                self.unit = self._unit(value) or self.unit
            case "Q":
                self.tempo = self._tempo(value, self.unit or default_unit(self.meter)) or self.tempo
            case "T":
                self.titles.append(with_accents(value))
            case "P":
                self.parts = _parts_order(value)
            case "V":
                self._declare(value)
            case _ if letter in _KEPT:
                self.fields.append((letter, with_accents(value)))

    def _begin_body(self) -> None:
        self.voice = self._voice_called("")

    def _voice_called(self, name: str) -> Lines:
        """The lines of a voice. The nameless one before any V: becomes the first with a name, if it is still silent."""
        silent = self.voices.get("")
        if name and silent is not None and not silent.bars and not silent.notes:
            if name in self.raised:
                silent.set_octaves(self.raised[name])
            self.voices = {name: silent, **{known: voice for known, voice in self.voices.items() if known}}
            return silent
        if name not in self.voices:
            if len(self.voices) >= _MOST_VOICES:
                self.journal.say(Severity.ERROR, f"more than {_MOST_VOICES} voices", "write fewer")
                return next(iter(self.voices.values()))
            unit = self.unit or default_unit(self.meter)
            octaves = self.raised.get(name, self.octaves)
            voice = self.voices[name] = Lines(self.key or Key(), self.meter or Meter(), unit, self.journal, octaves)
            if self.part:
                voice.begin_part(self.part)
        return self.voices[name]

    def _declare(self, value: str) -> str:
        """Take note of a voice's name; returns what it is called by."""
        found = _VOICE.match(value)
        if not found:
            self.journal.say(Severity.ERROR, "a V: field that names no voice", "write V:1, say")
            return ""
        octaves = self._octaves(value)
        if octaves is not None:
            self.raised[found[1]] = octaves
            if found[1] in self.voices:
                self.voices[found[1]].set_octaves(octaves)
        name = _NAME.search(value)
        if name:
            self.names[found[1]] = with_accents(name[1] or name[2] or "")
        return found[1]

    def _body_field(self, letter: str, value: str) -> None:
        voice = self.voice
        assert voice is not None
        match letter:
            case "K":
                octaves = self._octaves(value)
                voice.set_octaves(voice.octaves if octaves is None else octaves)
                voice.set_key(self._key(value) or voice.key)
            case "M":
                voice.set_meter(self._meter(value) or voice.meter)
            case "L":
                voice.set_unit(self._unit(value) or voice.unit)
            case "Q":
                voice.changes = replace(voice.changes, tempo=self._tempo(value, voice.unit))
            case "P":
                self._begin_part(value[:20])
            case "V":
                self.voice = self._voice_called(self._declare(value))
            case "w" | "+" | "W":
                self._words_field(letter, value)
            case _ if letter not in _SILENT:
                self.journal.say(Severity.REMARK, f"passed over the field '{letter}:'")

    def _begin_part(self, name: str) -> None:
        """All voices go on with a part of the tune; those that it was named for before are in it already."""
        self.part = name
        for voice in self.voices.values():
            if voice is self.voice or voice.part != name:
                voice.begin_part(name)

    def _words_field(self, letter: str, value: str) -> None:
        if letter == "W":
            self.fields.append((letter, with_accents(value)))
        elif letter == "w":
            self.words = [value]
        elif self.words is not None:
            self.words.append(value)

    def _octaves(self, value: str) -> int | None:
        if "transpose" in value:
            self.journal.say(Severity.REMARK, "passed over transpose=", "notes are read as they are written")
        return read_octaves(value)

    def _key(self, value: str) -> Key | None:
        return self._value(read_key(value), "K", value, "K:G or K:Ador")

    def _meter(self, value: str) -> Meter | None:
        return self._value(read_meter(value), "M", value, "M:6/8 or M:C")

    def _unit(self, value: str) -> Fraction | None:
        return self._value(read_unit(value), "L", value, "L:1/8")

    def _tempo(self, value: str, unit: Fraction) -> Tempo | None:
        return self._value(read_tempo(value, unit), "Q", value, "Q:1/4=120")

    def _value(self, read: _T | None, letter: str, value: str, example: str) -> _T | None:
        if read is None:
            severity = Severity.REMARK if letter == "Q" else Severity.ERROR
            self.journal.say(severity, f"'{letter}:{value[:40]}' cannot be read", f"write {example}, say")
        return read


_INLINE = re.compile(r"\[[A-Za-z]:")


def _inline(texts: list[str]) -> list[int]:
    """Where the inline fields are."""
    return [at for at, text in enumerate(texts) if text[0] == "[" and kind(text) == "inline"]


_ORDER = re.compile(r"([A-Za-z])([0-9]{0,2})|\(([A-Za-z0-9.\s]*)\)([0-9]{0,2})")
_MOST_PARTS = 200


def _parts_order(value: str) -> str:
    """The parts in the order in which they are played: "(AB)2C3" is ABABCCC."""
    played = ""
    for part, times, group, turns in _ORDER.findall(value):
        played += (_parts_order(group)[:_MOST_PARTS] if group else part) * int(times or turns or 1)
        if len(played) > _MOST_PARTS:
            break
    return played[:_MOST_PARTS]
