"""The header of a tune, character by character: which field may come next, and which value it may have.

K: comes last; M: and L: come before it, where the tunes of a cleaned corpus keep them all. Its values decide the time
of the music behind it.
"""

from typing import NamedTuple

from songrnn.notation.abc.grammar.course import Course
from songrnn.notation.abc.grammar.law import Law, Level
from songrnn.notation.abc.grammar.state import State
from songrnn.notation.abc.grammar.values import SWUNG, is_whole, may_begin, measure, swings

_ONCE = frozenset("XMLK")
_READ = frozenset("XTABCDFGHILMNOPQRSUVWwZKmrsuv+")
_DRAWN = frozenset("XTMLKRCOQSZBDFGHNA")
_LONGEST = 80  # characters of a value that is drawn
_MOST = 24  # lines that are drawn
_BARE = frozenset("abcdefghijklmnopqrstuvwxyz ")


class Head(NamedTuple):
    """A place in the header.

    seen    the letters of the fields before, sorted, each as often as it came       meter, unit   their values
    swung   R: says that notes are swung
    field   the letter of the field under way, "" at the beginning of a line
    value   what stands behind its colon, None before that
    """

    law: Law
    seen: str = ""
    meter: str = ""
    unit: str = ""
    swung: bool = False
    field: str = ""
    value: str | None = None


def after(head: Head, char: str) -> Head | State | None:
    """The place after one more character, None if it may not come."""
    if not head.field:
        return head._replace(field=char) if _may_begin(head, char) else None
    if head.field == "%":
        return head._replace(field="") if char == "\n" else head
    if head.value is None:
        return head._replace(value="") if char == ":" else None
    if char == "\n":
        return _end_of_line(head)
    value = head.value + char
    return head._replace(value=value) if _goes_on(head, value) else None


def _may_begin(head: Head, letter: str) -> bool:
    law, missing = head.law, {"M", "L"} - set(head.seen)
    if letter in _ONCE and letter in head.seen:
        return False
    if letter == "K" and law.plain and missing & set(law.order):
        return False
    if not law.drawing:
        return letter in _READ or letter == "%"
    if law.order:
        later = all(law.order.index(seen) < law.order.index(letter) for seen in head.seen) if letter in law.order else 0
        return bool(later) or (letter in missing and letter in law.order)
    return letter in _DRAWN and (len(head.seen) < _MOST or letter in "MLK")


def _goes_on(head: Head, value: str) -> bool:
    if not head.law.drawing:
        return True
    if head.field in "MLK":
        return may_begin(head.field, value, head.law, swung=head.swung)
    if head.field == "R" and swings(value) and head.meter not in ("", *SWUNG):
        return False
    if head.law.order:  # R: in a cleaned corpus
        return set(value) <= _BARE and not value.startswith(" ") and "  " not in value and len(value) <= _LONGEST // 2
    return value[-1].isprintable() and len(value) <= _LONGEST


def _end_of_line(head: Head) -> Head | State | None:
    assert head.value is not None
    value = head.value.split("%")[0].strip()
    if not is_whole(head.field, value, drawing=head.law.drawing) or (head.law.drawing and not value):
        return None
    meter = value if head.field == "M" else head.meter
    unit = value if head.field == "L" else head.unit
    if head.field == "K":
        return begin_music(head.law, meter, unit, swung=head.swung)
    seen = "".join(sorted(head.seen + head.field))
    swung = head.swung or (head.field == "R" and swings(value))
    return Head(head.law, seen, meter, unit, swung)


def begin_music(law: Law, meter: str = "", unit: str = "", *, swung: bool = False) -> State | None:
    """The beginning of the music, None if its time cannot be counted and has to be."""
    time = measure(meter, unit, swung=swung)
    if time is None or (law.level is Level.BARS and not time.bar):
        return None
    bar = time.bar if law.level is Level.BARS else 0
    return State(law, time, Course(bar, bar, wanted=law.wanted))
