"""What is asked of a tune: how strictly, in which dialect, how many bars.

Time is counted in whole numbers of a grid so fine that every length, tuplet and dotted note that is allowed is on it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

GRID = 2**10 * 3**2 * 5 * 7  # steps of a whole note: halved ten times, and divided by every tuplet from 2 to 9
SHORTEST = GRID // 128


class Level(StrEnum):
    """off: nothing; syntax: lexemes and nesting; bars: also every duration of every bar."""

    OFF = "off"
    SYNTAX = "syntax"
    BARS = "bars"


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One object for each set of wishes, from `law`, so that states that hold it compare quickly.

    level     syntax or bars
    order     the header fields of a cleaned corpus, in order; none where tunes are as they came
    wanted    how many bars the tune has to have, 0 for any number
    drawing   a model writes: only what is well formed, and of a cleaned corpus only what its tunes hold.
              Else somebody's text is read: whatever ABC allows and the law can account for
    """

    level: Level
    order: tuple[str, ...]
    wanted: int
    drawing: bool

    @property
    def plain(self) -> bool:
        """Whether only what cleaned tunes hold may be written: no words, slurs, nor other decorations than the roll."""
        return self.drawing and bool(self.order)


@lru_cache(maxsize=256)
def law(level: Level, order: tuple[str, ...] = (), wanted: int = 0, *, drawing: bool = False) -> Law:
    """The law of these wishes; the same object for the same ones."""
    assert level is not Level.OFF
    return Law(level, order, wanted, drawing)
