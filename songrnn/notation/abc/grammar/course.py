"""The course of a tune: how much of the bar is left, and which repeats and endings wait to be closed.

Knows bar lines and durations, not notes. What counts as full is what players and abc2midi count: a bar line that
begins or ends a section may divide a bar, whose other part then stands on the other side of it: where the section
goes back to, and where the music goes on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """What a bar line does. turns: it may stand at the end of a section, and so inside a bar."""

    turns: bool = False
    closes: bool = False
    opens: bool = False
    final: bool = False
    ending: int = 0


_PLAIN = {
    "|": Mark(), "||": Mark(turns=True), "|]": Mark(turns=True, final=True), "|:": Mark(turns=True, opens=True),
    ":|": Mark(turns=True, closes=True), "|1": Mark(ending=1), ":|2": Mark(turns=True, closes=True, ending=2),
}  # fmt: skip
MARKS = _PLAIN | {
    "[|": Mark(turns=True), "||:": Mark(turns=True, opens=True), ":||": Mark(turns=True, closes=True),
    ":|]": Mark(turns=True, closes=True, final=True), "::": Mark(turns=True, closes=True, opens=True),
    ":||:": Mark(turns=True, closes=True, opens=True),
    "[1": Mark(ending=1), "|[1": Mark(ending=1), ":|[2": Mark(turns=True, closes=True, ending=2),
}  # fmt: skip
_LONGEST = max(map(len, MARKS))


def _beginnings(marks: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For every beginning of a bar line's text, the texts that begin so."""
    begun = {text[:end] for text in marks for end in range(1, _LONGEST + 1)}
    return {beginning: tuple(text for text in marks if text.startswith(beginning)) for beginning in begun}


_PLAIN_BEGINNINGS, _ALL_BEGINNINGS = _beginnings(_PLAIN), _beginnings(MARKS)


class Course(NamedTuple):
    """Where a tune is. Times are in steps of the grid.

    bar       of a full bar, 0 where bars are not counted       left      until the bar is full
    pickup    of the section under way, 0 for none              first     of the tune, -1 before the first bar line
    opened    a `|:` waits for its `:|`                         ending    the number of the ending under way, or 0
    begun     there are notes since the last bar line           head      the bar under way is a section's pick-up
    leading   nothing was before this section, so that `:|` goes back to the beginning without a `|:`
    done      the tune may end here                             written   bars, counted if some number is wanted
    wanted    how many bars there have to be, 0 for any number
    over      a writer drew the final bar line
    """

    bar: int
    left: int
    pickup: int = 0
    first: int = _UNKNOWN
    opened: bool = False
    ending: int = 0
    begun: bool = False
    head: bool = False
    leading: bool = True
    done: bool = False
    written: int = 0
    wanted: int = 0
    over: bool = False

    @property
    def full(self) -> bool:
        """Whether nothing but the end may come: as many bars are written as are wanted, or the last one is."""
        return self.over or (bool(self.wanted) and self.written >= self.wanted)

    def sound(self, duration: int) -> "Course":
        """After a note of that duration, which has to fit."""
        return self._replace(left=self.left - duration if self.bar else 0, begun=True, done=False)

    def room(self, *, drawn: bool) -> int:
        """The longest duration that leaves the bar at a place where some bar line may stand, or on the way to one."""
        return self.left - _nearest_stop(self._replace(left=0, begun=True, done=False), drawn=drawn)

    def bar_line(self, text: str, *, drawn: bool = False) -> "Course | None":
        """After a bar line, None if it must not stand here. drawn: nor where players read it in more than one way."""
        mark = MARKS[text]
        if drawn and self._is_odd(mark):
            return None
        after = self._after_music(mark) if self.begun else self._after_line(mark, text)
        if after is None or (after.wanted and after.wanted - after.written < after.needed()):
            return None
        if drawn and mark.final:
            return after._replace(over=True) if after.done else None
        return after

    def needed(self) -> int:
        """How many more bars there have to be."""
        return 2 if self.ending == 1 else 0 if self.done else 1

    def _is_odd(self, mark: Mark) -> bool:
        """Whether a reader meets the bar line here now and then, but a writer had better not use it."""
        if not self.begun:
            return not mark.opens
        divides = mark.turns and not mark.closes and self.left > 0 and self.first != _UNKNOWN
        joins = divides and not mark.final and self.pickup not in (0, self.left)
        return joins or (self.ending == 2 and mark.closes)

    def may_begin(self, text: str, *, plain: bool, drawn: bool) -> bool:
        """Whether some bar line that begins so may stand here."""
        texts = (_PLAIN_BEGINNINGS if plain else _ALL_BEGINNINGS).get(text, ())
        return any(self.bar_line(whole, drawn=drawn) is not None for whole in texts)

    def _after_line(self, mark: Mark, text: str) -> "Course | None":
        """After a second bar line with no notes since the first: only a repeat or an ending may still begin."""
        if mark.closes or self.opened or self.ending == 1 or (self.ending == 2 and not self.done):
            again = self.opened and mark.ending == 1 and text == "[1" and self.left == self.bar
            return self._replace(ending=1, done=False) if again and not self.ending else None
        if mark.opens:
            pickup = self.left % self.bar if self.bar else 0
            began = self.first == _UNKNOWN
            return self._replace(
                opened=True, ending=0, done=False, leading=False, pickup=pickup, head=pickup > 0 and not began
            )
        return self if not mark.ending and not mark.final else None

    def _after_music(self, mark: Mark) -> "Course | None":
        if not self._nests(mark) or not (self._fills(mark) or not self.bar):
            return None
        upbeat = self.head or (self.first == _UNKNOWN and self.left > 0)
        return self._turned(mark, self._closed(mark, upbeat=upbeat))

    def _closed(self, mark: Mark, *, upbeat: bool) -> "Course":
        """The bar under way ended, and counted unless it was a pick-up; its section not yet."""
        began = self.first == _UNKNOWN
        pickup = (self.bar - self.left) % self.bar if self.bar and began else self.pickup
        return self._replace(
            first=pickup if began else self.first,
            pickup=pickup,
            left=self.bar if began or not self.left else self.left,
            done=not upbeat and (mark.closes or not self.bar or self.left in (pickup, 0 if began else self.first)),
            written=self.written + (bool(self.wanted) and not upbeat),
            begun=False,
            head=False,
        )

    def _turned(self, mark: Mark, closed: "Course") -> "Course":
        """What the bar line does to repeats, endings and sections."""
        if mark.ending == 2:
            return closed._replace(opened=False, leading=False, ending=2, left=self.bar, done=False)
        done = closed.done and not mark.opens and not mark.ending
        if mark.turns and (mark.closes or mark.opens or not self.opened):
            pickup = closed.left % self.bar if self.bar else 0
            return closed._replace(
                opened=mark.opens, ending=0, leading=False, pickup=pickup, head=pickup > 0, done=done
            )
        still_open = self.opened or mark.ending == 1 or self.ending == 1
        return closed._replace(ending=mark.ending or self.ending, done=done and not still_open)

    def _nests(self, mark: Mark) -> bool:
        """Whether repeats and endings allow the bar line."""
        if self.ending == 1:
            return mark == Mark() or mark.ending == 2
        if mark.ending == 2:
            return False
        if mark.ending == 1:
            return (self.opened or self.leading) and not self.ending
        if mark.closes:
            return self.opened or self.leading or self.ending == 2
        return not self.opened or not (mark.opens or mark.final)

    def _fills(self, mark: Mark) -> bool:
        """Whether the bar is full, or may be divided here."""
        if self.first == _UNKNOWN:
            return self.left == 0 or not (mark.closes or mark.ending)
        if self.left == 0:
            return not mark.closes or (self.pickup == 0 and not self.head)
        if self.head or not mark.turns:
            return False
        if mark.closes:
            return self.left == self.pickup
        if self.opened:
            return False
        joins = not mark.final and not mark.opens and 2 * self.left <= self.bar
        return joins or self.left == self.pickup or (mark.final and self.left == self.first)


@lru_cache(maxsize=1 << 14)
def _nearest_stop(course: Course, *, drawn: bool) -> int:
    """How much of the bar has to be left at least, for some bar line to stand there."""
    if not course.bar:
        return 0
    for left in sorted({0, course.pickup, max(0, course.first)}):
        if any(course._replace(left=left).bar_line(text, drawn=drawn) is not None for text in _PLAIN):
            return left
    return 0
