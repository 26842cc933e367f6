"""What painters are given: a text in the steps that a network read it in, what its units said, what it believed.

Knows no network and no colours. Everything has one row a symbol, T in all.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from songrnn.probe.signals import Trace, Unit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Guess:
    """A symbol that may come next, as text, and how likely it is; the end of a piece is "" ."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What the network believed.

    surprises   (T,) nats of each symbol, given those before it; nan where a network has no likelihood
    guesses     T tuples: the likeliest next symbols after each symbol, likeliest first; empty ones where there are none
    """

    surprises: Floats
    guesses: tuple[tuple[Guess, ...], ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where in the music each symbol stands.

    bars    (T,) the bar, from 1 where the first full one begins, 0 in a pick-up; -1 in a header and where it is unknown
    beats   (T,) the beat of the bar that the symbol begins on, from 1, with fractions (2.5); nan where nothing is known
    """

    bars: NDArray[np.int64]
    beats: Floats


@dataclass(frozen=True, slots=True)
class View:
    """A text, what was seen in it, and what to show.

    texts     what each symbol settles of the text; joined they are the text that is shown
    units     the units to show one by one, none for all; signal   the signal to begin with
    title     what the model and the piece are called, "" if nothing is known
    remarks   sentences about what is not as one might think
    """

    texts: tuple[str, ...]
    trace: Trace
    beliefs: Beliefs
    places: Places
    signal: str = "h"
    units: tuple[Unit, ...] = ()
    title: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.texts)

    def stretched(self, values_T: NDArray[np.floating]) -> NDArray[np.floating]:
        """Values of symbols as values of the text's characters: (T,) → (len(text),)."""
        return np.repeat(values_T, [len(text) for text in self.texts])
