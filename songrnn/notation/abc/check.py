"""Whether a tune holds together: bars as long as the meter asks, ties that lead somewhere, repeats that are closed.

Judges a reading, as players would: a pick-up and the bar that completes it, and a bar split in two, are no mistakes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from songrnn.music.score import Bar, Note
from songrnn.notation.abc.diagnostic import Diagnostic, Place, Severity
from songrnn.notation.abc.lexer import columns, lines
from songrnn.notation.abc.parser import MOST_CHARACTERS, read_tune

_MOST_BARS_TOLD = 200  # of one tune


def check_tune(text: str) -> list[Diagnostic]:
    """Everything there is to say about a tune, in the order of its lines: what its reader said, and how it holds."""
    reading = read_tune(text)
    said = list(reading.diagnostics)
    if not any(voice.bars for voice in reading.score.voices):
        said.append(Diagnostic(Severity.ERROR, 1, 1, "the tune has no notes", "write some after the K: field"))
    ruler = _Ruler(lines(text[:MOST_CHARACTERS]))
    for voice, places in zip(reading.score.voices, reading.places, strict=True):
        found = [*_lengths(voice.bars, reading.score.meter.length), *_ties(voice.bars), *_repeats(voice.bars)]
        said += [ruler.at(places[fault.bar], fault) for fault in found[:_MOST_BARS_TOLD]]
    return sorted(said, key=lambda one: (one.line, one.column))


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something about a bar, by its number from 0."""

    bar: int
    what: str
    advice: str


class _Ruler:
    """Finds where bars begin; measures a line once, however many of its bars are asked for."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.rows = rows
        self.measured: tuple[int, list[int]] = (0, [])

    def at(self, place: Place, fault: _Fault) -> Diagnostic:
        """A fault after the bar line before its bar, or on the next line if that bar line ends one."""
        line, at = max(place.line, 1), place.at
        if self.measured[0] != line:
            self.measured = (line, columns(self.rows[line - 1].rstrip("\r\n")))
        starts = self.measured[1]
        if at >= len(starts):
            return Diagnostic(Severity.WARNING, min(line + 1, len(self.rows)), 1, fault.what, fault.advice)
        return Diagnostic(Severity.WARNING, line, starts[at], fault.what, fault.advice)


def _lengths(bars: Sequence[Bar], full: Fraction | None) -> Iterator[_Fault]:
    """Bars that are too long, or too short with nothing that completes them."""
    for section in _sections(bars, full):
        yield from section.faults()


@dataclass(slots=True)
class _Section:
    """Bars between two section ends: their numbers, lengths, and how long each ought to be."""

    numbers: list[int]
    lengths: list[Fraction]
    full: list[Fraction | None]

    def faults(self) -> Iterator[_Fault]:
        """Bars of a wrong length. The first and the last may be short, and two short neighbours may make one bar."""
        last = len(self.numbers) - 1
        joined = -1
        for at, (number, length, full) in enumerate(zip(self.numbers, self.lengths, self.full, strict=True)):
            if full is None or length == full or at == joined:
                continue
            if length > full:
                yield _Fault(number, f"the bar lasts {length}, the meter asks for {full}", "split it or shorten notes")
            elif at < last and length + self.lengths[at + 1] == full:
                joined = at + 1
            elif at not in (0, last):
                yield _Fault(number, f"the bar lasts {length}, the meter asks for {full}", "add notes or a rest")


def _sections(bars: Sequence[Bar], full: Fraction | None) -> Iterator[_Section]:
    section = _Section([], [], [])
    for number, bar in enumerate(bars):
        if section.numbers and (bar.opens or bar.endings or bar.changes.part):
            yield section
            section = _Section([], [], [])
        full = bar.changes.meter.length if bar.changes.meter else full
        section.numbers.append(number)
        section.lengths.append(bar.length)
        section.full.append(full)
        if bar.closes:
            yield section
            section = _Section([], [], [])
    if section.numbers:
        yield section


def _ties(bars: Sequence[Bar]) -> Iterator[_Fault]:
    """Ties that lead to another pitch. A tie over a section end leads to more than one place and is not judged."""
    before: Note | None = None
    for number, bar in enumerate(bars):
        if bar.opens or bar.endings:
            before = None
        for note in bar.notes:
            reached = {pitch.midi for pitch in note.pitches}
            if before and any(pitch.midi not in reached for pitch in before.tied):
                yield _Fault(number, "a tie leads to another pitch", "write a slur, or the same note again")
            before = note
        if bar.closes:
            before = None


def _repeats(bars: Sequence[Bar]) -> Iterator[_Fault]:
    """Repeats that are opened and never closed."""
    opened = -1
    for number, bar in enumerate(bars):
        if bar.opens and opened >= 0:
            yield _Fault(opened, "the repeat is opened and not closed", "write :| where it ends")
        opened = number if bar.opens else opened
        if bar.closes > 1:
            opened = -1
    if opened >= 0:
        yield _Fault(opened, "the repeat is opened and not closed", "write :| where it ends")
