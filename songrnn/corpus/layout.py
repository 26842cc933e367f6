"""The layout of a clean tune: bars, repeats and endings written in one way.

Takes bars of text between bar lines as found and writes them back: every repeated section opened by `|:`, four
bars a line, a line for each section, the last bar line `|]` or `:|`. Knows nothing of what is inside a bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(slots=True)
class Measure:
    """One bar between bar lines as found.

    text      its lexemes, spaces normalised        length   of a whole note
    opens     a `|:` stands at its left             ending   the number at its left, ""
    closes    a `:|` stands at its right            double   a `||`, `|]` or `[|` stands at its right
    """

    text: str
    length: Fraction
    opens: bool = False
    ending: str = ""
    closes: bool = False
    double: bool = False


def repeats_fault(measures: Sequence[Measure]) -> str:
    """Why the repeats or endings of a tune cannot be read in one way only; "" if they can."""
    opened = False
    for at, measure in enumerate(measures):
        following = measures[at + 1].ending if at + 1 < len(measures) else ""
        if measure.opens and opened:
            return "a repeat is opened twice"
        opened = (opened or measure.opens) and not measure.closes
        if measure.ending not in ("", "1", "2"):
            return "unusual endings"
        if following == "2" and not measure.closes:
            return "a second ending without a repeat before it"
    return _endings_fault([m.ending for m in measures if m.ending])


def _endings_fault(endings: Sequence[str]) -> str:
    paired = len(endings) % 2 == 0 and all(pair == ("1", "2") for pair in zip(endings[::2], endings[1::2], strict=True))
    return "" if paired else "endings that do not pair"


def open_sections(measures: Sequence[Measure]) -> None:
    """Make every `:|` answer a `|:`: at the last section end before it, as players do; forget a `|:` never closed."""
    start, opened = 0, False
    for at, measure in enumerate(measures):
        if measure.opens:
            start, opened = at, True
        if measure.closes and measure.ending != "2":
            measures[start].opens = True
        ends = measure.closes or (measure.double and not opened)
        into_ending = at + 1 < len(measures) and bool(measures[at + 1].ending)
        opened = opened and not measure.closes
        if ends and not into_ending:
            start, opened = at + 1, False
    _forget_unclosed(measures)


def _forget_unclosed(measures: Sequence[Measure]) -> None:
    waiting: Measure | None = None
    for measure in measures:
        if measure.opens:
            waiting = measure
        if measure.closes:
            waiting = None
    if waiting:
        waiting.opens = False


def misfits(measures: Sequence[Measure], full: Fraction) -> list[int]:
    """The bars, from 1, of wrong length: inside a section other than full, at its ends more than full."""
    wrong = []
    for at, measure in enumerate(measures):
        before = at == 0 or _ends(measures[at - 1]) or measure.opens or bool(measure.ending)
        after = at + 1 == len(measures) or _ends(measure) or measures[at + 1].opens or bool(measures[at + 1].ending)
        short_allowed = before or after
        if measure.length > full or (measure.length < full and not short_allowed):
            wrong.append(at + 1)
    return wrong


def _ends(measure: Measure) -> bool:
    return measure.closes or measure.double


def write(measures: Sequence[Measure], full: Fraction, bars_a_line: int = 4) -> str:
    """The body as text, lines joined by newlines."""
    lines, line, count = [], "", 0
    for at, measure in enumerate(measures):
        last = at + 1 == len(measures)
        following = None if last else measures[at + 1]
        line += ("|:" if measure.opens and not line else "") + measure.text
        count += measure.length == full
        mark = _mark(measure, following)
        line += mark
        section_ends = mark in ("|]", "||", ":|")
        if section_ends or (count >= bars_a_line and not (following and following.ending)):
            lines.append(line)
            line, count = "", 0
    return "\n".join([*lines, line] if line else lines)


def _mark(measure: Measure, following: Measure | None) -> str:
    if measure.closes:
        return ":|" + (following.ending if following else "")
    if following is None:
        return "|]"
    if following.ending:
        return "|" + following.ending
    return "||" if measure.double or following.opens else "|"
