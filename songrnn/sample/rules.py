"""Rules while sampling: the grammar of ABC over a codec's symbols, and a stream that never breaks it.

Knows the text of symbols, not what a network is. A model that walks into a corner, where hardly anything that it
believes in is allowed, is set back: states of a recurrent network are cheap to keep.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songrnn.codecs.codec import Codec
from songrnn.form import Ids
from songrnn.models.family import Family, State
from songrnn.models.predictions import Chooser, Prediction
from songrnn.notation.abc import grammar
from songrnn.notation.abc.grammar import Level, Place, law

_KEPT = 1 << 14  # masks
_LEAST = math.log(1e-3)  # a smaller share of the model's belief, left by the rules, is a corner
_MOST_BACKUPS = 400  # in a tune; from then on whatever is allowed is taken
_MARGIN = 160  # symbols before the longest length, where a tune is made to end soon; tunes of fewer are just cut
_NONE = -1


@dataclass(slots=True)
class _Node:
    """A place in the tree of all symbols' texts: symbols that end here, and branches by the next character."""

    symbols: list[int] = field(default_factory=list)
    branches: "dict[str, _Node]" = field(default_factory=dict)


class Rules:
    """The symbols of a codec that may come next. Masks are kept: the same places come again and again."""

    def __init__(self, codec: Codec) -> None:
        assert isinstance(codec.form, Ids)
        self._codec = codec
        self.size = codec.form.size
        self.texts = tuple(codec.decode(np.array([symbol])) for symbol in range(self.size))
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

    def after(self, place: Place, symbol: int) -> Place:
        """The place after a symbol that is allowed."""
        beyond = grammar.read(place, self.texts[symbol])
        assert beyond is not None
        return beyond


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a prompt leaves a tune, None where no rules can be kept; remarks where they are weaker than asked."""

    place: Place | None
    remarks: tuple[str, ...] = ()


def begin(prompt: str, level: Level, order: Sequence[str] = (), bars: int = 0) -> Beginning:
    """Read a prompt by the strictest rules, up to `level`, that it keeps.

    order   the header fields of the corpus that the model learned, none if it keeps tunes as they came
    bars    how many bars the tune is to have in all, 0 for any number
    """
    levels = [each for each in (Level.BARS, Level.SYNTAX) if level in (Level.BARS, each)]
    for kept in levels:
        reading = law(kept, (), bars)
        place = grammar.read(grammar.begin(reading, prompt), prompt)
        if place is not None:
            drawing = law(kept, tuple(order), bars, drawing=True)
            remarks = () if kept == level else (_broken(prompt, level, kept),)
            return Beginning(grammar.under(place, drawing), remarks)
    return Beginning(None, (_broken(prompt, level, Level.OFF),) if levels else ())


def _broken(prompt: str, asked: Level, kept: Level) -> str:
    place, end = grammar.begin(law(asked), prompt), 0
    while place is not None and end < len(prompt):
        place, end = grammar.after(place, prompt[end]), end + 1
    shown = prompt[:end].splitlines()[-1][-20:] if end else ""
    return f"The prompt itself breaks the rules '{asked}' at '…{shown}'; the tune goes on with the rules '{kept}'."


class _Allowed:
    """A policy that draws among what is allowed. `patient`: it takes nothing where hardly anything is."""

    def __init__(self, policy: Chooser, forbidden: Tensor, *, patient: bool) -> None:
        self._policy = policy
        self._forbidden = forbidden
        self._patient = patient

    def choose(self, logits: Tensor, rng: torch.Generator) -> int:
        masked = logits.masked_fill(self._forbidden, -math.inf)
        left = float(masked.logsumexp(0) - logits.logsumexp(0))
        if left == -math.inf or (self._patient and left < _LEAST):
            return _NONE
        return self._policy.choose(masked, rng)


@dataclass(slots=True)
class _Step:
    """A place, what the model believes there, and what was drawn."""

    place: Place
    prediction: Prediction
    state: State
    forbidden: Tensor
    symbol: int = _NONE


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

    @torch.inference_mode()
    def stream(self, prompt: NDArray[np.int64], policy: Chooser, rng: torch.Generator, length: int) -> Iterator[int]:
        """Symbols that follow the prompt, as songrnn.sample.stream gives them, ended in time if `length` allows."""
        first = torch.as_tensor([[Ids.END, *prompt.tolist()]]).to(self._device)
        step = self._step(self.place, first, self.network.begin(1))
        waiting: list[_Step] = []
        left = length
        while (symbol := self._draw(step, policy, rng, patient=bool(waiting))) != Ids.END:
            if symbol == _NONE and not waiting:
                yield from self._way_out(step.place)
                return
            if symbol == _NONE:
                step = self._back(waiting)
                left += 1
                continue
            step.symbol = symbol
            waiting.append(step)
            left -= 1
            place = self.rules.after(step.place, symbol)
            place = grammar.hurry(place) if left < _MARGIN < length // 4 else place
            step = self._step(place, torch.tensor([[symbol]], device=self._device), step.state)
            if left == 0 or grammar.is_certain(place):
                yield from (each.symbol for each in waiting)
                waiting.clear()
        yield from (each.symbol for each in waiting)

    @property
    def _device(self) -> torch.device:
        return next(self.network.parameters()).device

    def _step(self, place: Place, symbols_BT: Tensor, state: State) -> _Step:
        prediction, after = self.network(symbols_BT, state)
        return _Step(place, prediction, after, self.rules.forbidden(place))

    def _draw(self, step: _Step, policy: Chooser, rng: torch.Generator, *, patient: bool) -> int:
        patient = patient and self.backups < _MOST_BACKUPS
        return step.prediction.draw(_Allowed(policy, step.forbidden, patient=patient), rng)

    def _back(self, waiting: list[_Step]) -> _Step:
        """The step before, which must not be taken the same way again."""
        step = waiting.pop()
        step.forbidden = step.forbidden.clone()
        step.forbidden[step.symbol] = True
        self.backups += 1
        return step

    def _way_out(self, place: Place) -> Iterator[int]:
        """Where nothing at all is left to be drawn: the tune is brought to an end without the model."""
        text = grammar.closing(place)
        self.lawful = text is not None
        yield from map(int, self.rules.symbols(text or ""))
