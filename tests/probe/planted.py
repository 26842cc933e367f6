"""Networks whose units are known, because their weights were set by hand, and tunes for them to read.

One LSTM layer of 12 units over characters with a one-hot embedding. A gate is opened or shut by sums of large numbers,
so that it is 0 or 1 but for 1e-8. Units in the order of the constants; the other units are random: they read the
symbols and each other, and no planted unit reads them.

Use: from tests.probe import planted.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from songrnn.codecs.characters import Characters
from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent
from songrnn.probe.signals import Unit

WIDTH = 12
COUNTER, HEADER, KEY, IN_KEY, NEWLINE = range(5)
STEP = 0.1  # of the counter; 16 characters fill it to tanh(1.6), still far from flat
SHARP = 0.12  # what a sharp more in the key adds to the key's memory
KEYS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "m": -3, "b": -7}  # what letters of a K: line add
_OPEN, _SHUT = 20.0, -20.0
_I, _F, _G, _O = range(4)
_LENGTHS = ("", "", "", "", "2", "2", "3", "4")
_WORDS = ("Morning", "River", "Dance", "Hill", "Lady", "Garden", "Sailor", "Winter", "Old", "Green", "The", "Road")
_NAMES = ("F", "C", "G", "D", "A", "Dm", "Am", "Em", "Bm", "Bb")


@dataclass(frozen=True, slots=True)
class Planted:
    """A network, the codec of what it reads, and its planted units.

    counter   counts what is read in a bar, all but spaces and line ends: c is 0.1 a character; a bar line empties it
    header    c and h are on from the start through the K: line, and off in the body
    key       c is 0.12 a sharp of the key (flats below 0), from the K: line on through the whole body
    """

    network: Recurrent
    codec: Characters
    counter: Unit
    header: Unit
    key: Unit


def planted(seed: int = 0) -> Planted:
    """All units; what it believes about the next symbol is random. The seed is of the other units."""
    codec = Characters.fit([])
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        settings = {"layers": 1, "width": WIDTH, "embedding": codec.form.size, "dropout": 0.0}
        network = Recurrent.build(codec.form, settings)
    with torch.no_grad():
        network.embedding.weight.copy_(torch.eye(codec.form.size))
        _plant(_Hands(network, codec))
    return Planted(network.eval(), codec, *(Unit(1, index) for index in (COUNTER, HEADER, KEY)))


def bar_counter(letters: int = 8) -> Planted:
    """The same, but the bar line is expected after so many characters of a bar, and never else; others evenly.

    For `tunes(count, even=True)`, whose bars are of 8: there bar lines cost nothing, and with the counter at 0 hundreds
    of nats, while what all other symbols cost stays the same.
    """
    made = planted()
    bar = int(made.codec.encode("|").symbols[0])
    before, there = math.tanh(STEP * (letters - 1)), math.tanh(STEP * letters)
    steep = 2 * _OPEN / (there - before)
    with torch.no_grad():
        made.network.softmax.weight.zero_()
        made.network.softmax.bias.zero_()
        made.network.softmax.weight[bar, COUNTER] = steep
        made.network.softmax.bias[bar] = -steep * (before + there) / 2
    return made


class _Hands:
    """Sets what adds to a gate of a unit, where all of it was put to 0."""

    def __init__(self, network: Recurrent, codec: Characters) -> None:
        (self.weights,) = network.cell_weights()
        self._codec = codec
        for unit in range(WIDTH):
            keep = unit > NEWLINE
            for gate in range(4):
                self.weights.W_hh[gate * WIDTH + unit, : NEWLINE + 1] = 0
                self.weights.W_hh[gate * WIDTH + unit] *= keep
                self.weights.W_ih[gate * WIDTH + unit] *= keep
                self.weights.b_ih[gate * WIDTH + unit] *= keep
                self.weights.b_hh[gate * WIDTH + unit] *= keep
            if not keep:
                self.bias(unit, _O, _OPEN)

    def bias(self, unit: int, gate: int, value: float) -> None:
        self.weights.b_ih[gate * WIDTH + unit] = value

    def read(self, unit: int, gate: int, values: dict[str, float]) -> None:
        """What symbols add; "" is the end symbol, which is read before a tune."""
        for character, value in values.items():
            symbol = int(self._codec.encode(character).symbols[0]) if character else Ids.END
            self.weights.W_ih[gate * WIDTH + unit, symbol] = value

    def hear(self, unit: int, gate: int, helper: int, value: float) -> None:
        """What another unit that is on (its c is 1) adds."""
        self.weights.W_hh[gate * WIDTH + unit, helper] = value / math.tanh(1.0)


def _plant(hands: _Hands) -> None:
    """Each unit's gates: what opens the way in, what empties it, and what goes in."""
    hands.bias(NEWLINE, _I, _SHUT)  # on at a line end and nowhere else
    hands.read(NEWLINE, _I, {"\n": 40})
    hands.bias(NEWLINE, _F, _SHUT)
    hands.bias(NEWLINE, _G, _OPEN)

    hands.bias(IN_KEY, _I, -60)  # on from a K that follows a line end to the end of that line
    hands.read(IN_KEY, _I, {"K": 40})
    hands.hear(IN_KEY, _I, NEWLINE, 40)
    hands.bias(IN_KEY, _F, _OPEN)
    hands.read(IN_KEY, _F, {"\n": -40, "": -40})
    hands.bias(IN_KEY, _G, _OPEN)

    hands.bias(HEADER, _I, _SHUT)  # on from the start; off once the K: line has ended
    hands.read(HEADER, _I, {"": 40})
    hands.bias(HEADER, _F, 60)
    hands.read(HEADER, _F, {"\n": -40, "": -80})
    hands.hear(HEADER, _F, IN_KEY, -40)
    hands.bias(HEADER, _G, _OPEN)

    hands.bias(COUNTER, _I, _OPEN)  # one step a character of the body
    hands.read(COUNTER, _I, {"|": -40, "\n": -40, " ": -40, "": -40})
    hands.hear(COUNTER, _I, HEADER, -40)
    hands.bias(COUNTER, _F, _OPEN)
    hands.read(COUNTER, _F, {"|": -40, "": -40})
    hands.bias(COUNTER, _G, math.atanh(STEP))

    hands.bias(KEY, _I, _SHUT)  # adds up the letters of the K: line, and keeps the sum
    hands.hear(KEY, _I, IN_KEY, 40)
    hands.bias(KEY, _F, _OPEN)
    hands.read(KEY, _F, {"": -40})
    hands.read(
        KEY, _G, {letter: math.atanh(math.copysign(min(abs(n) * SHARP, 0.999), n)) for letter, n in KEYS.items()}
    )


def tunes(count: int, seed: int = 0, *, even: bool = False) -> list[str]:
    """Different ABC tunes: headers, keys, meters and bars vary; even ones have bars of eight one-letter notes."""
    rng = np.random.default_rng(seed)
    return [_tune(n, rng, even=even) for n in range(1, count + 1)]


def _tune(n: int, rng: np.random.Generator, *, even: bool) -> str:
    title = " ".join(rng.choice(_WORDS, int(rng.integers(1, 5))))
    six = not even and bool(rng.random() < 0.4)
    fields = [f"X:{n}", f"T:{title}", "M:6/8" if six else "M:4/4", "L:1/8"]
    fields += ["R:jig" if six else "R:reel"] if rng.random() < 0.5 else []
    lines = int(rng.integers(2, 5))
    bars = [[_even(rng) if even else _bar(6 if six else 8, rng) for _ in range(4)] for _ in range(lines)]
    return "\n".join([*fields, f"K:{rng.choice(_NAMES)}", *("|".join(line) + "|" for line in bars)]) + "\n"


def _notes(rng: np.random.Generator, count: int) -> list[str]:
    return [str(note) for note in rng.choice(list("CDEFGABcdefga"), count)]


def _even(rng: np.random.Generator) -> str:
    notes = _notes(rng, 8)
    return "".join(notes[:4]) + (" " if rng.random() < 0.7 else "") + "".join(notes[4:])


def _bar(eighths: int, rng: np.random.Generator) -> str:
    """Notes that fill a bar, in groups."""
    out = ""
    while eighths:
        length = str(rng.choice([kept for kept in _LENGTHS if int(kept or 1) <= eighths]))
        out += _notes(rng, 1)[0] + length + (" " if rng.random() < 0.25 else "")
        eighths -= int(length or 1)
    return out.strip()


def encode(made: Planted, texts: list[str]) -> list[NDArray[np.int64]]:
    """The symbols of each tune."""
    return [made.codec.encode(text).symbols for text in texts]
