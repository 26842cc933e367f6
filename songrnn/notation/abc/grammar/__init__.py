"""What may come next in an ABC tune: an automaton over characters.

A place in a tune is an immutable, hashable value. `after` leads from place to place, or nowhere: the law is that no
character may be read for which there is no place. Places look ahead: from each of them there is a way to an end.

Knows one voice in one key, meter and unit. Everything else that ABC has is refused.

    law, numbers, values, words    what is asked, and the finite lists behind it
    course                         how much of the bar is left, repeats, endings, bars written
    state, music                   the lexemes of the music, and what waits to be answered
    pitches, chords, signs         the inside of some of them
    way                            how a tune can be ended from anywhere
    head                           the header
"""

import re

from songrnn.notation.abc.grammar import head as _head
from songrnn.notation.abc.grammar import music as _music
from songrnn.notation.abc.grammar.head import Head, begin_music
from songrnn.notation.abc.grammar.law import Law, Level, law
from songrnn.notation.abc.grammar.state import State
from songrnn.notation.abc.grammar.way import hurried, way_out

__all__ = [
    "Law", "Level", "Place", "accepts", "after", "begin", "closing", "hurry", "is_certain", "is_header", "law",
    "may_end", "outlook", "read", "under",
]  # fmt: skip

Place = Head | State
_ALIKE = re.compile(r"^[\^_=]*([A-Ga-g])")
_FIELD = re.compile(r"%|(?![A-Ga-gxz]:[|:])[A-Za-z+](?::|$)")


def begin(wanted: Law, text: str = "") -> Place | None:
    """The place before the first character; in the music at once if `text`, which is to be read, has no header."""
    return Head(wanted) if not text or _FIELD.match(text) else begin_music(wanted)


def after(place: Place, char: str) -> Place | None:
    """The place after one more character, None if it may not come."""
    return _head.after(place, char) if isinstance(place, Head) else _music.after(place, char)


def read(place: Place | None, text: str) -> Place | None:
    """The place after some more text, None if it breaks the law."""
    for char in text:
        if place is None:
            return None
        place = after(place, char)
    return place


def may_end(place: Place) -> bool:
    """Whether the tune may end here."""
    return isinstance(place, State) and _music.may_end(place)


def under(place: Place, other: Law) -> Place:
    """The same place under another law of the same level: that for drawing, behind a prompt that was read."""
    assert place.law.level == other.level
    return place._replace(law=other)


def outlook(place: Place) -> Place:
    """A place that allows the same next characters, and of which there are fewer: without what only later counts."""
    if not isinstance(place, State) or place.mode != "note" or place.pending.tie:
        return place
    alike = place.pitch[:1] if place.text else _ALIKE.sub(lambda found: "c" if found[1].islower() else "C", place.pitch)
    return place._replace(pitch=alike)


def is_certain(place: Place) -> bool:
    """Whether a stretch of the tune ends here that stands on its own: a line of the header, or a bar."""
    return isinstance(place, Head) or place.mode in ("bar", "line")


def is_header(place: Place) -> bool:
    """Whether the header is not finished yet."""
    return isinstance(place, Head)


def closing(place: Place) -> str | None:
    """Some text that ends the tune lawfully; None in the header, or if there is none."""
    return way_out(place) if isinstance(place, State) else None


def hurry(place: Place) -> Place:
    """The same place in a tune that has to end with as few more bars as can be."""
    return hurried(place) if isinstance(place, State) else place


def accepts(text: str, level: Level = Level.BARS) -> bool:
    """Whether a whole tune obeys the law; a number on an X: line may come first, and one line end behind the tune."""
    place = read(begin(law(level), text), text)
    return place is not None and may_end(place)
