"""Scores as ABC tunes: the header, then lines of a few bars, the voices below each other.

What songrnn's reader makes of the text is the score again. Layout is the writer's own: nothing of how a tune was once
written is known here. After: ABC 2.1.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from songrnn.music.score import UNCHANGED, Bar, Changes, Meter, Score, Voice
from songrnn.notation.abc.written_fields import header, key_text, meter_text, tempo_text
from songrnn.notation.abc.written_lyrics import verses
from songrnn.notation.abc.written_notes import Pen
from songrnn.notation.abc.written_rhythm import best_unit

_LAST_OF_ENDINGS = 4  # more bars that a line may have so that numbered endings begin in it
_MOST_REST_BARS = 500
_LONGEST_PART = 20


def write_tune(score: Score, *, bars_per_line: int = 4) -> str:
    """A score as an ABC tune, X:1 first, a newline at its end.

    bars_per_line   full bars before a line ends; it ends at the end of a section too
    returns         the text; songrnn.notation.abc.book.entry numbers it anew. Silent voices beside others are lost
    """
    unit = best_unit(layer for voice in score.voices for bar in voice.bars for layer in (bar.notes, *bar.overlays))
    scribes = [_Scribe(voice, score, unit) for voice in score.voices]
    named = len(scribes) > 1 or any(voice.name for voice in score.voices)
    lines = header(score, unit)
    for first, after in _systems(score, bars_per_line):
        for number, scribe in enumerate(scribes, start=1):
            written = scribe.line(first, after)
            if written:
                lines += [f"V:{number}", *written] if named else written
    return "\n".join(lines) + "\n"


# Lines.


def _systems(score: Score, bars_per_line: int) -> Iterator[tuple[int, int]]:
    """Which bars stand in a line: the numbers of the first one and of the one after the last."""
    longest = max((voice.bars for voice in score.voices), key=len, default=())
    breaks = {at for voice in score.voices for at, bar in enumerate(voice.bars) if _fields(bar.changes)}
    first = count = 0
    for at, short in enumerate(_pickups(longest, score.meter)):
        if at > first and (at in breaks or _line_ends(longest, at, count - bars_per_line)):
            yield first, at
            first, count = at, 0
        count += not short
    if longest:
        yield first, len(longest)


def _line_ends(bars: Sequence[Bar], at: int, more: int) -> bool:
    """Whether a line ends before a bar, when it has so many more full bars than it should. None is left alone."""
    if bars[at].endings:
        return more >= _LAST_OF_ENDINGS
    alone = bool(bars[at].closes) or at + 1 == len(bars)
    return bool(bars[at - 1].closes) or more >= alone


def _pickups(bars: Sequence[Bar], meter: Meter) -> Iterator[bool]:
    """Whether each bar is a short one that begins a section."""
    begins = True
    for bar in bars:
        meter = bar.changes.meter or meter
        yield (begins or bar.opens) and meter.length is not None and bar.length < meter.length
        begins = bool(bar.closes)


class _Scribe:
    """Writes one voice, line by line."""

    def __init__(self, voice: Voice, score: Score, unit: Fraction) -> None:
        self.bars = voice.bars
        self.pickups = tuple(_pickups(voice.bars, score.meter))
        self.pen = Pen(score.key, score.meter, unit)

    def line(self, first: int, after: int) -> list[str]:
        """The bars of one line: the fields that come before it, the music, and what is sung."""
        bars = self.bars[first:after]
        if not bars:
            return []
        text = ("|:" if bars[0].opens else "") + (f"[{_numbers(bars[0].endings)} " if bars[0].endings else "")
        at = first
        while at < first + len(bars):
            here = self._rests(at, first + len(bars)) or 1
            text += self._bar(at, here)
            at += here
            text += self._sign(at, ends=at == first + len(bars))
        return [*_fields(bars[0].changes), text.rstrip(), *verses(bars)]

    def _bar(self, at: int, rests: int) -> str:
        bar = self.bars[at]
        inline = "".join(f"[{field}]" for field in _changed(bar.changes, self.pen.meter) if _fits_inline(field))
        if _fields(bar.changes):
            inline = ""
        self.pen.change(bar.changes.key, bar.changes.meter)
        notes = self.pen.bar(bar, pickup=self.pickups[at])
        more = str(rests) if rests > 1 else ""
        space = " " if notes == "Z" and self.bars[at + rests - 1].closes > 1 else ""  # Z: would be a field
        return f"{inline}{' ' if inline else ''}{notes}{more}{space}"

    def _rests(self, at: int, after: int) -> int:
        """How many bars of this line, from one on, are written as one rest of many bars."""
        count = 0
        while at + count < min(after, at + _MOST_REST_BARS):
            bar = self.bars[at + count]
            apart = bar.opens or bar.endings or bar.changes != UNCHANGED or self.bars[at + count - 1].closes
            if not self.pen.is_rest(bar) or (count and apart):
                break
            count += 1
        return count

    def _sign(self, at: int, *, ends: bool) -> str:
        """The bar line before the bar with a number, or after the last one."""
        closes = self.bars[at - 1].closes
        if at == len(self.bars) and closes == 1:
            return "|]"
        sign = (":" * (closes - 1) + "|") if closes > 1 else "||" if closes else "|"
        if ends:
            return sign
        opens, endings = self.bars[at].opens, self.bars[at].endings
        if opens:
            sign = "::" if closes == 2 else sign + ":"
        return f"{sign}{'[' if opens else ''}{_numbers(endings)} " if endings else sign


def _numbers(passes: Sequence[int]) -> str:
    """The passes of an ending: "1", "1,3", "1-3"."""
    if len(passes) > 2 and passes[-1] - passes[0] == len(passes) - 1:
        return f"{passes[0]}-{passes[-1]}"
    return ",".join(map(str, passes))


# Changes on the way.


def _changed(changes: Changes, meter: Meter) -> list[str]:
    """The fields that say what changes, parts aside."""
    meter = changes.meter or meter
    return [
        *([f"M:{meter_text(meter)}"] if changes.meter else ()),
        *([f"K:{key_text(changes.key)}"] if changes.key else ()),
        *([f"Q:{tempo_text(changes.tempo, meter)}"] if changes.tempo else ()),
    ]


def _fits_inline(field: str) -> bool:
    return "[" not in field and "]" not in field


def _fields(changes: Changes) -> list[str]:
    """The lines of fields before a bar, which then begins a line; none if its changes go between the notes."""
    if changes == UNCHANGED:
        return []
    fields = _changed(changes, Meter())
    if not changes.part and all(map(_fits_inline, fields)):
        return []
    part = " ".join(changes.part.replace("%", "").split())[:_LONGEST_PART]
    return [*([f"P:{part}"] if part else ()), *fields]
