"""A walk through an ABC tune that keeps the time.

The music lines are read by songrnn.notation.abc.voice, so that time is what the parser says it is. Knows lexemes, not
characters; asks nothing of a tune. Any text has a clock, and it takes linear time. Two things are simpler than they
are: text that is printed and not played (%%begintext) is read as music, and overlays of several bars, from (& to &),
count as bars of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Note
from songrnn.notation.abc.barline import bar_sign, passes
from songrnn.notation.abc.diagnostic import Journal
from songrnn.notation.abc.header import default_unit, read_key, read_meter, read_octaves, read_unit, split_header
from songrnn.notation.abc.lexer import is_field, kind, lexemes, lines
from songrnn.notation.abc.voice import Lines
from songrnn.probe.features.clock import CODES, FIELDS, LATEST, SILENT, Bar, Clock, Step, parts

_MOST_VOICES = 64
_VOICE = re.compile(r"[ \t]*([^\s%]{1,40})")
_NUMBERS = re.compile(r"(?<=[(:])([0-9]{0,4})")


def read_clock(text: str) -> Clock:
    """The clock of one tune. Never raises."""
    return _Walk().read(text)


@dataclass(slots=True)
class _Voice:
    """A voice under way, and where it is."""

    number: int
    lines: Lines
    bar: int
    setting: int
    elapsed: int = 0
    left: int = 0
    section: int = 1
    ending: int = 0

    def go_on(self, time: int) -> None:
        """So much of the bar elapses, or less than was thought."""
        self.elapsed = min(max(self.elapsed + time, 0), LATEST)


class _Walk:
    """One pass over the lexemes of a tune."""

    def __init__(self) -> None:
        self.key, self.meter = Key(), Meter()
        self.unit: Fraction | None = None
        self.stated: Meter | None = None
        self.octaves = 0
        self.raised: dict[str, int] = {}
        self.settings: dict[tuple[Key, Meter], int] = {}
        self.bars: list[Bar] = []
        self.steps: list[Step] = []
        self.voices: dict[str, _Voice] = {}
        self.part = ""

    def read(self, text: str) -> Clock:
        header, body = split_header(text)
        for line in lines(header):
            self._header_field(line[:1], _value(line))
        self.voice = self._called("")
        self._step("other", 0)
        for line in lines(header):
            self._line(line, line[:2] if line[:2] in FIELDS else "field")
        for line in lines(body):
            self._line(line)
        for voice in self.voices.values():
            self._measure(voice)
        return Clock(self.steps, self.bars, list(self.settings))

    def _step(self, name: str, size: int, lasts: int = 0, pitch: int = SILENT) -> None:
        voice = self.voice
        self.steps.append(
            Step(
                CODES[name], size, voice.bar, voice.elapsed, lasts, pitch,
                voice.left, voice.section, voice.ending, voice.setting,
            )
        )  # fmt: skip

    # Lines and fields.

    def _line(self, line: str, header: str = "") -> None:
        content = line.rstrip("\r\n")
        if header:
            self._step(header, len(content))
        elif content.startswith("%"):
            self._step("comment", len(content))
        elif content[1:2] == ":" and is_field(content):
            self._field(content[0], _value(content))
            self._step("field", len(content))
        else:
            self._music(content)
        if len(content) < len(line):
            self._step("newline", len(line) - len(content))

    def _header_field(self, letter: str, value: str) -> None:
        match letter:
            case "K":
                self.key = read_key(value) or Key()
                self.octaves = read_octaves(value) or 0
            case "M":
                self.stated = read_meter(value) or self.stated
                self.meter = self.stated or Meter()
            case "L":
                self.unit = read_unit(value) or self.unit
            case "V":
                self._declare(value)

    def _field(self, letter: str, value: str) -> None:
        read = self.voice.lines
        match letter:
            case "K":
                octaves = read_octaves(value)
                read.set_octaves(read.octaves if octaves is None else octaves)
                read.set_key(read_key(value) or read.key)
            case "M":
                read.set_meter(read_meter(value) or read.meter)
            case "L":
                read.set_unit(read_unit(value) or read.unit)
            case "P":
                self._begin_part(value[:20])
            case "V":
                self.voice = self._called(self._declare(value))
        self.voice.setting = self._setting(self.voice.lines)

    def _begin_part(self, name: str) -> None:
        self.part = name
        for voice in self.voices.values():
            if voice is self.voice or voice.lines.part != name:
                voice.lines.begin_part(name)
                self._end_bar(voice)
                self._begin_section(voice)

    def _setting(self, read: Lines) -> int:
        return self.settings.setdefault((read.key, read.meter), len(self.settings))

    def _declare(self, value: str) -> str:
        found = _VOICE.match(value)
        if not found:
            return ""
        octaves = read_octaves(value)
        if octaves is not None:
            self.raised[found[1]] = octaves
            if found[1] in self.voices:
                self.voices[found[1]].lines.set_octaves(octaves)
        return found[1]

    def _called(self, name: str) -> _Voice:
        """The voice of a name; the nameless one, if it is still silent, takes the first name that there is."""
        silent = self.voices.get("")
        if name and silent is not None and not silent.lines.bars and not silent.lines.notes:
            silent.lines.set_octaves(self.raised.get(name, silent.lines.octaves))
            self.voices[name] = self.voices.pop("")
        if name not in self.voices:
            if len(self.voices) >= _MOST_VOICES:
                return next(iter(self.voices.values()))
            self.voices[name] = self._begin_voice(name)
        return self.voices[name]

    def _begin_voice(self, name: str) -> _Voice:
        octaves = self.raised.get(name, self.octaves)
        read = Lines(self.key, self.meter, self._unit(), Journal(most=0), octaves)
        read.part = self.part
        number, setting = len(self.voices), self._setting(read)
        self.bars.append(Bar(number, begins=True))
        return _Voice(number, read, len(self.bars) - 1, setting)

    def _unit(self) -> Fraction:
        return self.unit or default_unit(self.stated)

    # Bars.

    def _measure(self, voice: _Voice) -> Bar:
        bar = self.bars[voice.bar]
        bar.length, bar.setting = max(bar.length, voice.elapsed), voice.setting
        return bar

    def _end_bar(self, voice: _Voice) -> None:
        """The bar under way ends, if there is anything in it."""
        bar = self._measure(voice)
        if bar.length:
            bar.ended = True
            self.bars.append(Bar(voice.number, begins=False))
            voice.bar, voice.elapsed = len(self.bars) - 1, 0

    def _begin_section(self, voice: _Voice) -> None:
        bar = self.bars[voice.bar]
        voice.section += not bar.begins
        bar.begins = True
        voice.ending = 0

    # Music.

    def _music(self, line: str) -> None:
        for text in lexemes(line):
            name = kind(text)
            handler = self._HANDLERS.get(name)
            if handler is None:
                self._step(name, len(text))
            else:
                handler(self, name, text)

    def _sound(self, name: str, text: str) -> None:
        voice, read = self.voice, self.voice.lines
        count, bars = len(read.notes), len(read.bars)
        read.read((text,))
        for bar in read.bars[bars:]:  # a rest of several bars
            voice.elapsed = min(parts(bar.length), LATEST)
            self._end_bar(voice)
            count = 0
        if len(read.notes) == count:  # a chord without notes
            self._step(name, len(text))
            return
        note = read.notes[-1]
        lasts = min(parts(note.duration), LATEST)
        voice.go_on(lasts)
        voice.left -= voice.left > 0
        self._step(name, len(text), lasts, _highest(note))

    def _broken(self, name: str, text: str) -> None:
        voice, notes = self.voice, self.voice.lines.notes
        before = parts(notes[-1].duration) if notes else 0
        voice.lines.read((text,))
        if notes:
            voice.go_on(parts(notes[-1].duration) - before)
        self._step(name, len(text))

    def _tuplet(self, name: str, text: str) -> None:
        self.voice.lines.read((text,))
        count, _, notes = (*_NUMBERS.findall(text), "", "")[:3]
        if int(count) > 1:
            self.voice.left = int(notes or count)
        self._step(name, len(text))

    def _tie(self, name: str, text: str) -> None:
        self.voice.lines.read((text,))
        self._step(name, len(text))

    def _overlay(self, name: str, text: str) -> None:
        """Time goes back to where the bar began."""
        self._measure(self.voice)
        self.voice.lines.read((text,))
        if not self.voice.lines.notes:
            self.voice.elapsed = 0
        self._step(name, len(text))

    def _inline(self, name: str, text: str) -> None:
        self._field(text[1], _value(text[1:-1]))
        self._step(name, len(text))

    def _bar_line(self, name: str, text: str) -> None:
        voice, sign = self.voice, bar_sign(text)
        voice.lines.read((text,))
        self._end_bar(voice)
        if sign.closes or sign.opens:
            self._begin_section(voice)
        size = len(text.rstrip("0123456789,-"))
        self._step(name, size)
        if size < len(text):
            voice.ending = _ending(sign.endings)
            self._step("ending", len(text) - size)

    def _ending_sign(self, name: str, text: str) -> None:
        self.voice.lines.read((text,))
        self._end_bar(self.voice)
        self.voice.ending = _ending(passes(text[1:])) if len(text) > 1 else 0
        self._step(name, len(text))

    _HANDLERS: ClassVar[dict[str, Callable[["_Walk", str, str], None]]] = {
        "note": _sound, "rest": _sound, "chord": _sound, "broken": _broken, "tuplet": _tuplet, "tie": _tie,
        "overlay": _overlay, "inline": _inline, "bar": _bar_line, "ending": _ending_sign,
    }  # fmt: skip


def _value(field: str) -> str:
    return field[2:].split("%", maxsplit=1)[0].strip()


def _highest(note: Note) -> int:
    return note.pitches[-1].midi if note.pitches else SILENT


def _ending(named: tuple[int, ...]) -> int:
    return (1 in named) + 2 * (2 in named)
