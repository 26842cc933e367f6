"""What is known behind any character of a tune's music: the lexeme under way, and what waits to be answered.

The values only; songrnn.notation.abc.grammar.music moves them on.
"""

from functools import lru_cache
from typing import NamedTuple

from songrnn.notation.abc.grammar.course import Course
from songrnn.notation.abc.grammar.law import GRID, SHORTEST, Law
from songrnn.notation.abc.grammar.values import Time


class Tuplet(NamedTuple):
    """p notes in the time of q; `left` notes are to come, of the length of the first, 0 before it."""

    left: int = 0
    p: int = 1
    q: int = 1
    length: int = 0


class Pending(NamedTuple):
    """What the next note has to answer.

    owes     the length it must have, because of broken rhythm, or 0      dots     how often that is halved
    tie      the pitch it must have, as it was written                    tuplet   the tuplet under way
    weight   of the graces before it, in sixteenths of one; a roll weighs as one
    bound    what has to be followed by a note: "roll", "sign", "grace", "quotes" or ""
    slurs    that are open
    """

    owes: int = 0
    dots: int = 0
    tie: str = ""
    tuplet: Tuplet = Tuplet()
    weight: int = 0
    bound: str = ""
    slurs: int = 0


class State(NamedTuple):
    """A place in the music.

    mode     what is under way: "music" between lexemes, or the name of a lexeme
    text     the lexeme, or its length, as far as it came
    pitch    the note or chord, as far as it came
    last     the written length of the sound before, 0 where none can be broken or tied; last_weight: of its graces
    """

    law: Law
    time: Time
    course: Course
    pending: Pending = Pending()
    mode: str = "line"
    text: str = ""
    pitch: str = ""
    last: int = 0
    last_weight: int = 0


class Need(NamedTuple):
    """What decides whether a length fits: a small part of a state, so that answers can be kept."""

    unit: int
    even: int
    left: int
    room: int
    counted: bool
    drawing: bool
    owes: int
    dots: int
    tuplet: Tuplet
    weight: int
    swung: int


@lru_cache(maxsize=256)  # all characters that may come next are asked about one after the other
def need(state: State) -> Need:
    """What the next sound has to fit into."""
    course, pending = state.course, state.pending
    room = course.room(drawn=state.law.drawing) if course.bar else 0
    return Need(
        state.time.unit, state.time.even, course.left, room, course.bar > 0, state.law.drawing,
        pending.owes, pending.dots, pending.tuplet, pending.weight,
        state.time.swung,
    )  # fmt: skip


def fits(wanted: Need, length: int) -> bool:
    """Whether a sound of that written length fits, and leaves what is left of the bar fit to be filled."""
    if length < SHORTEST or (wanted.owes and length != wanted.owes):
        return False
    total, sounding = length, length >> wanted.dots
    if wanted.tuplet.left:
        left, p, q, first = wanted.tuplet
        if wanted.drawing and ((first and first != length) or (wanted.weight and length != wanted.unit)):
            return False  # abc2midi counts graces in tuplets of other lengths as notes of the tuplet
        sounding = length * q // p
        total = length * q * left // p
        if wanted.drawing and wanted.swung and not first and total % (2 * wanted.swung):
            return False  # it would move all pairs of swung notes off the beat
    return carries(min(sounding, length), wanted.weight, wanted.unit) and _takes(wanted, total)


def _takes(wanted: Need, total: int) -> bool:
    """A rest of a bar that cannot be divided evenly any more, by somebody's prompt, is met by any length."""
    if not wanted.counted:
        return total <= 4 * GRID
    divided = not wanted.drawing or wanted.left % wanted.even != 0 or (wanted.left - total) % wanted.even == 0
    return total <= wanted.room and divided


def carries(sounding: int, weight: int, unit: int) -> bool:
    """Whether a sound is longer than its graces: each takes a quarter of the unit."""
    return weight * unit < 64 * sounding
