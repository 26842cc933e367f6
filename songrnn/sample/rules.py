"""Rules while sampling: the grammar of ABC over a codec's symbols, and a stream that never breaks it.

Knows the text of symbols, not what a network is. A model that walks into a corner, where hardly anything that it
believes in is allowed, is set back: states of a recurrent network are cheap to keep.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.codecs.codec import Codec
from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.models.family import Family, State
from songrnn.models.predictions import Chooser, Prediction
from songrnn.notation.abc import grammar
from songrnn.notation.abc.grammar import Level, Place, law
from songrnn.printable import one_line

_KEPT = 1 << 14  # masks
_LEAST = 0.1  # a smaller share of the model's belief, left by the rules, is a corner
_MOST_BACKUPS = 40  # in a bar; from then on whatever is allowed is taken
_MOST_FORCED = 4  # symbols taken against belief; after more the model has lost its way, and has to end soon
_MARGIN = 160  # symbols before the greatest length, where a tune is made to end soon; no bar is longer
_NONE = -1


@dataclass(slots=True)
class _Node:
    """A place in the tree of all symbols' texts: symbols that end here, and branches by the next character."""

    symbols: list[int] = field(default_factory=list)
    branches: "dict[str, _Node]" = field(default_factory=dict)


class Rules:
    """The symbols of a codec that may come next. Masks are kept: the same places come again and again."""

    def __init__(self, codec: Codec[str]) -> None:
        assert isinstance(codec.form, Ids)
        self._codec = codec
        self.size = codec.form.size
        self.texts = tuple(codec.decode(np.array([symbol])).value for symbol in range(self.size))
        self._tree = _Node()
        for symbol, text in enumerate(self.texts):
            if text:
                self._plant(symbol, text)
        self._far = max(map(len, self.texts), default=0) > 1
        self._masks: dict[Place, Tensor] = {}

    def _plant(self, symbol: int, text: str) -> None:
        node = self._tree
        for char in text:
            node = node.branches.setdefault(char, _Node())
        node.symbols.append(symbol)

    def forbidden(self, place: Place) -> Tensor:
        """Which symbols must not come next, the end included: bool of shape (V,)."""
        key = place if self._far else grammar.outlook(place)
        mask = self._masks.get(key)
        if mask is None:
            if len(self._masks) >= _KEPT:
                self._masks.clear()
            mask = self._masks[key] = self._mask(place)
        return mask

    def _mask(self, place: Place) -> Tensor:
        allowed = [Ids.END] if grammar.may_end(place) else []
        allowed += self._allowed(place, self._tree)
        mask = torch.ones(self.size, dtype=torch.bool)
        mask[allowed] = False
        return mask

    def _allowed(self, place: Place, node: _Node) -> Iterator[int]:
        for char, branch in node.branches.items():
            beyond = grammar.after(place, char)
            if beyond is not None:
                yield from branch.symbols
                yield from self._allowed(beyond, branch)

    def symbols(self, text: str) -> NDArray[np.int64]:
        """A text as symbols."""
        return self._codec.encode(text).symbols

    def after(self, place: Place, symbol: int) -> Place | None:
        """The place after a symbol, None if it is not allowed. The end leads nowhere on: it stays where it is."""
        if symbol == Ids.END:
            return place if grammar.may_end(place) else None
        return grammar.read(place, self.texts[symbol]) if self.texts[symbol] else None


@lru_cache(maxsize=4)
def rules_of(codec: Codec[str]) -> Rules:
    """The rules over a codec; the same ones for the same codec, so that masks are kept from tune to tune."""
    return Rules(codec)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a prompt leaves a tune, None where no rules can be kept; remarks where they are weaker than asked."""

    place: Place | None
    remarks: tuple[str, ...] = ()


def begin(prompt: str, rules: str, order: Sequence[str] = (), bars: int = 0) -> Beginning:
    """Read a prompt by the strictest rules, up to those asked for, that it keeps and that lead from it to an end.

    rules    bars, syntax or off
    order    the header fields of the corpus that the model learned, none if it keeps tunes as they came
    bars     how many bars the tune is to have in all, 0 for any number
    raises   UsageError if it cannot have that many
    """
    levels = {"bars": (Level.BARS, Level.SYNTAX), "syntax": (Level.SYNTAX,)}.get(rules, ())
    for level in levels:
        place = _behind(prompt, level, order, 0)
        if place is None:
            if bars:
                raise UsageError(f"{_broken(prompt, level)}, so its bars cannot be counted; leave out their number.")
            continue
        remarks = () if level is levels[0] else (f"{_broken(prompt, levels[0])}; it goes on with '{level}'.",)
        place = _behind(prompt, level, order, bars)
        if place is None:
            raise UsageError(f"The prompt cannot be ended after {bars} bar{'s' * (bars > 1)}; ask for more.")
        return Beginning(place, remarks)
    return Beginning(None, (f"{_broken(prompt, levels[0])}; it goes on without rules.",) if levels else ())


def _behind(prompt: str, level: Level, order: Sequence[str], bars: int) -> Place | None:
    """The place behind a prompt, None if there is no lawful way to it or from it."""
    place = grammar.read(grammar.begin(law(level, (), bars), prompt), prompt)
    if place is None:
        return None
    drawn = grammar.under(place, law(level, tuple(order), bars, drawing=True))
    return drawn if grammar.is_header(drawn) or grammar.closing(drawn) is not None else None


def _broken(prompt: str, level: Level) -> str:
    place, end = grammar.begin(law(level), prompt), 0
    while place is not None and end < len(prompt):
        place, end = grammar.after(place, prompt[end]), end + 1
    shown = one_line(prompt[:end].rstrip("\n").rpartition("\n")[2][-20:])
    return f"The prompt breaks the rules '{level}' at '…{shown}'"


@dataclass(slots=True)
class _Step:
    """A place, what the network believes there and its state, and what was drawn.

    refused   symbols that led into corners from here
    """

    place: Place
    prediction: Prediction
    state: State
    refused: list[int] = field(default_factory=list)
    symbol: int = _NONE


class _Lawful:
    """A policy that draws among what is allowed at a step: freely first, and once more if that was not allowed.

    So symbols come as often as if only those that are allowed had been there, and most often it need not be known which
    these are.

    patient   nothing is taken where hardly anything is allowed
    beyond    the place after what was taken        against   that was hardly believed
    """

    def __init__(self, policy: Chooser, rules: Rules, step: _Step, *, patient: bool) -> None:
        self._policy = policy
        self._rules = rules
        self._step = step
        self._patient = patient
        self.temperature = policy.temperature
        self.beyond: Place | None = None
        self.against = False

    def at(self, head: str) -> Self:  # noqa: ARG002  one symbol is all that is drawn
        return self

    def toss(self, logits: Tensor, rng: torch.Generator) -> Tensor:
        return self._policy.toss(logits, rng)

    def choose(self, logits: Tensor, rng: torch.Generator) -> int:
        symbol = self._policy.choose(logits, rng)
        if symbol in self._step.refused or not self._may(symbol):
            symbol = self._choose_again(logits, rng)
            assert symbol == _NONE or self._may(symbol)
        return symbol

    def _may(self, symbol: int) -> bool:
        self.beyond = self._rules.after(self._step.place, symbol)
        return self.beyond is not None

    def _choose_again(self, logits: Tensor, rng: torch.Generator) -> int:
        forbidden = self._rules.forbidden(self._step.place)
        if self._step.refused:
            forbidden = forbidden.index_fill(0, torch.tensor(self._step.refused), value=True)
        beliefs = np.exp((logits - logits.max()).numpy())
        left = float(beliefs[~forbidden.numpy()].sum() / beliefs.sum())
        self.against = left < _LEAST
        if left == 0 or (self._patient and self.against):
            return _NONE
        return self._policy.choose(logits.masked_fill(forbidden, -math.inf), rng)


class Ruled:
    """A stream of symbols under rules.

    Symbols come as soon as they are certain, which is bar by bar: inside a bar the stream may back up.

    backups   how often it did        lawful   False where it had to stop before an end that the rules allow
    """

    def __init__(self, network: Family, rules: Rules, place: Place) -> None:
        self.network = network
        self.rules = rules
        self.place = place
        self.backups = 0
        self.lawful = True
        self._device = next(network.parameters()).device

    @torch.inference_mode()
    def stream(self, prompt: NDArray[np.int64], policy: Chooser, rng: torch.Generator, length: int) -> Iterator[int]:
        """Symbols that follow the prompt, as songrnn.sample.stream gives them; about `length` at most."""
        step = self._step(self.place, [Ids.END, *prompt.tolist()], self.network.begin(1))
        waiting: list[_Step] = []
        margin, tried, forced = min(_MARGIN, length // 4), 0, 0
        while True:
            lawful = _Lawful(policy, self.rules, step, patient=bool(waiting) and tried < _MOST_BACKUPS)
            step.symbol = int(step.prediction.draw(lawful, rng))
            if step.symbol == _NONE and waiting:
                step, tried = self._back(waiting), tried + 1
                continue
            waiting.append(step)
            if lawful.beyond is None or step.symbol == Ids.END:
                break
            forced += lawful.against
            hurries = forced > _MOST_FORCED or length < margin
            place = grammar.hurry(lawful.beyond) if hurries else lawful.beyond
            step = self._step(place, [step.symbol], step.state)
            if grammar.is_certain(place) or len(waiting) > _MARGIN:
                yield from (each.symbol for each in waiting)
                length -= len(waiting)
                waiting, tried = [], 0
        yield from (each.symbol for each in waiting[:-1])
        if step.symbol == _NONE:
            yield from self._way_out(step.place)

    def _step(self, place: Place, symbols: list[int], state: State) -> _Step:
        prediction, after = self.network(torch.tensor([symbols], device=self._device), state, last=True)
        return _Step(place, prediction, after)

    def _back(self, waiting: list[_Step]) -> _Step:
        """The step before, which must not be taken the same way again."""
        step = waiting.pop()
        step.refused.append(step.symbol)
        self.backups += 1
        return step

    def _way_out(self, place: Place) -> Iterator[int]:
        """Where nothing at all is left to be drawn: the tune is brought to an end without the model."""
        text = grammar.closing(place)
        self.lawful = text is not None
        yield from map(int, self.rules.symbols(text or ""))
