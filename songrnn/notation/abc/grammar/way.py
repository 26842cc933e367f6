"""A way out: some text that brings a tune to a lawful end from any place in its music.

Depth first, the characters that close things before those that go on; rests fill what is left of the bar.
"""

from collections.abc import Iterator

from songrnn.notation.abc.grammar import music
from songrnn.notation.abc.grammar.course import Course
from songrnn.notation.abc.grammar.state import State

_MUSIC = ":|)z"
_SOUND = ":|)z/24863-"
# What is tried while a lexeme is under way, in this order.
_TRIED = {
    "note": _SOUND + "1579", "chorded": _SOUND, "broken": "z", "accidental": "a", "bracket": "a|1",
    "chord": "]abdg/2486305791",
    "grace": "}a", "paren": "3z", "tuplet": "z:23", "word": "!abcdefghijklmnopqrstuvwxyz", "bar": "]|2:z",
    "inline": ":]", "field": ":\n", "comment": "\n", "quotes": '"Gxadgijmsu247',
}  # fmt: skip
_LONGEST = 400  # characters; the fullest bar has far fewer
_MOST_PLACES = 4000  # that are tried
_MOST_BARS = 3  # that a tune needs to end: the rest of a first ending, and a second one


def way_out(state: State) -> str | None:
    """The text, "" where the tune may end at once, None if there seems to be none."""
    seen, path = {state}, [(state, iter(_tries(state)))]
    text = ""
    while path:
        here, tries = path[-1]
        if music.may_end(here):
            return text
        beyond = None if len(path) > _LONGEST or len(seen) > _MOST_PLACES else _first_new(here, tries, seen)
        if beyond is None:
            path.pop()
            text = text[:-1]
            continue
        char, place = beyond
        seen.add(place)
        text += char
        path.append((place, iter(_tries(place))))
    return None


def _tries(state: State) -> str:
    tried = _TRIED.get(state.mode, _MUSIC)
    if state.pending.tie:
        return state.pending.tie + tried
    return "aA" + tried if state.pending.bound else tried


def _first_new(here: State, tries: Iterator[str], seen: set[State]) -> tuple[str, State] | None:
    for char in tries:
        place = music.after(here, char)
        if place is not None and place not in seen:
            return char, place
    return None


def hurried(state: State) -> State:
    """The same place in a tune that has to end with as few more bars as can be."""
    if state.course.wanted:
        return state
    for bars in range(1, _MOST_BARS + 1):
        brief = state._replace(course=_ending_in(state.course, bars))
        if way_out(brief) is not None:
            return brief
    return state


def _ending_in(course: Course, bars: int) -> Course:
    return course._replace(written=0, wanted=bars)
