"""Networks with some units changed: silenced, scaled or held at a value, in whole passes and step by step.

Knows recurrent networks and units. Knows nothing of what symbols stand for, nor what a change is good for.

What is changed:

    h   what others hear of a unit: its own layer's gates, itself among them, at the next step, and the layer above or
        the softmax at this one. A gru keeps part of its last output by itself, z h; this memory is its own and stays.
        A clamped unit is heard before the first symbol too.
    c   the memory of an lstm's unit after each step, before its output is made of it: c' = s (f c + i g), so that a
        scale tells again at every step; clamped, it has the value before the first symbol too.

How: others hear h through columns of their weights, so these are scaled, or zeroed with the value times the column
added to the bias; torch's fused kernels run as ever. So they do where c is held: the input gate is shut and the forget
gate open, for ever. Only a scaled c needs the cell written out.

Axes: B rows, T steps, E input size, H hidden size.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.models.cells import Weights
from songrnn.models.family import Family, State
from songrnn.models.predictions import Categorical
from songrnn.models.recurrent import Recurrent
from songrnn.printable import one_line
from songrnn.probe.change import Change
from songrnn.probe.signals import Unit

SIGNALS = ("h", "c")
_SHUT = 200.0  # the sigmoid of it is 1, and of its opposite 0, in fp32
_LARGEST = torch.finfo(torch.float32).max


def altered(network: Family, changes: Iterable[Change]) -> Family:
    """A network like this one with some units changed, in evaluation mode; this one stays as it is.

    raises   UsageError for units that are not there or are given twice, for values that a signal cannot have, and for
             a network that is no rnn, gru or lstm
    """
    if not isinstance(network, Recurrent):
        raise UsageError("Only units of a recurrent model (rnn, gru or lstm) can be changed; give another model.")
    wanted = tuple(changes)
    check(network, wanted)
    return _Altered(network, wanted)


def can_be_traced(network: Family) -> bool:
    """Whether songrnn.probe.trace hears what the units of a changed network say.

    It reads the weights, and so misses a scaled memory, and one that is held wherever windows begin empty. Of a unit
    whose h is changed it tells what the unit itself says, not what others hear instead.
    """
    if not isinstance(network, _Altered):
        return True
    return not network.scales_memories and not (network.holds_memories and network.shape.reach)


def check(network: Recurrent, changes: Sequence[Change]) -> None:
    """Raise UsageError for changes that this network cannot have."""
    seen = set()
    for change in changes:
        check_unit(network, change.unit)
        _check_signal(network, change)
        if (change.unit, change.signal) in seen:
            raise UsageError(f"The unit {change.unit} is given twice; give it once.")
        seen.add((change.unit, change.signal))


def check_unit(network: Recurrent, unit: Unit) -> None:
    """Raise UsageError for a unit that is not there."""
    layers, width = network.shape.layers, network.shape.width
    if not 1 <= unit.layer <= layers:
        raise UsageError(f"This model has no layer {unit.layer}; give one from 1 to {layers}.")
    if not 0 <= unit.index < width:
        raise UsageError(f"Layer {unit.layer} has no unit {unit.index}; give one from 0 to {width - 1}.")


def _check_signal(network: Recurrent, change: Change) -> None:
    if change.signal not in SIGNALS:
        raise UsageError(f"The signal '{one_line(change.signal, 40)}' cannot be changed; give h or c.")
    if change.signal == "c" and network.shape.cell != "lstm":
        raise UsageError(f"The units of this model ({network.shape.cell}) have no memory c; change their output, h.")
    most = 1 if change.signal == "h" else _LARGEST
    if change.clamp is not None and not abs(change.clamp) <= most:
        within = "from -1 to 1" if change.signal == "h" else "that is finite"
        raise UsageError(f"The {change.signal} of a unit cannot be {change.clamp:g}; give a number {within}.")
    if not math.isfinite(change.scale) or abs(change.scale) > _LARGEST:
        raise UsageError(f"The scale is {change.scale:g}; give a finite number, such as 0 to silence a unit.")


class _Altered(Recurrent):
    """A copy of a network, changed. Tied weights are apart here: what others hear is not what symbols look like."""

    def __init__(self, network: Recurrent, changes: Sequence[Change]) -> None:
        assert isinstance(network.form, Ids)
        with torch.device("meta"):  # no memory yet, and nothing is drawn
            super().__init__(network.form, network.shape)
        weights = {name: tensor.detach().clone() for name, tensor in network.state_dict().items()}
        self.softmax.weight = nn.Parameter(torch.empty_like(self.softmax.weight))
        self.load_state_dict(weights, assign=True)
        self.eval().requires_grad_(requires_grad=False)
        self._held: list[Change] = []
        self._factors: dict[int, Tensor] = {}  # of layers, from 0, some of whose memories are scaled
        for change in sorted(changes, key=lambda one: one.signal == "c"):  # a held memory hears nothing any more
            self._change(change)

    @property
    def scales_memories(self) -> bool:
        """Whether a c is scaled, which weights alone cannot do."""
        return bool(self._factors)

    @property
    def holds_memories(self) -> bool:
        """Whether a c is held at a value from the start."""
        return bool(self._held)

    def _change(self, change: Change) -> None:
        if change.signal == "h":
            self._change_heard(change)
        elif change.clamp is not None or change.scale == 0:
            self._hold(change)
        elif change.scale != 1:
            layer, like = change.unit.layer - 1, self.embedding.weight
            factors_H = self._factors.setdefault(layer, like.new_ones(self.shape.width))
            factors_H[change.unit.index] = change.scale

    def _change_heard(self, change: Change) -> None:
        for weight, bias in self._hearers(change.unit.layer - 1):
            column = weight[:, change.unit.index]
            if change.clamp is not None:
                bias.add_(column, alpha=change.clamp)
                column.zero_()
            else:
                column *= change.scale

    def _hearers(self, layer: int) -> Iterator[tuple[Tensor, Tensor]]:
        """The weights and biases of all that hear a layer, counted from 0."""
        weights = [*self.cell_weights()]
        yield weights[layer].W_hh, weights[layer].b_hh
        if layer + 1 < self.shape.layers:
            yield weights[layer + 1].W_ih, weights[layer + 1].b_ih
        else:
            top = self.head if isinstance(self.head, nn.Linear) else self.softmax
            yield top.weight, top.bias

    def _hold(self, change: Change) -> None:
        """Shut the way in and open the way on: c' = 1 c + 0 g."""
        self._held.append(change)
        weights = [*self.cell_weights()][change.unit.layer - 1]
        for gate, value in enumerate((-_SHUT, _SHUT, 0.0)):  # i, f and g
            row = gate * self.shape.width + change.unit.index
            weights.W_ih[row], weights.W_hh[row] = 0, 0
            weights.b_ih[row], weights.b_hh[row] = value, 0

    def _empty(self, rows: int) -> State:
        state = super()._empty(rows)
        if not self._held:
            return state
        h, c = state[0], state[1].clone()
        for change in self._held:
            c[change.unit.layer - 1, :, change.unit.index] = change.clamp or 0.0
        return h, c

    def _pass(self, x_BTE: Tensor, state: State) -> tuple[Tensor, State]:
        if not self._factors:
            return super()._pass(x_BTE, state)
        below, ends = x_BTE, []
        for layer, weights in enumerate(self.cell_weights()):
            begun = tuple(part[layer : layer + 1] for part in state)
            below, end = self._scaled_or_fused(layer, below, begun, weights)
            ends.append(end)
        return below, tuple(torch.cat(parts) for parts in zip(*ends, strict=True))

    def _scaled_or_fused(self, layer: int, x_BTE: Tensor, state: State, weights: Weights) -> tuple[Tensor, State]:
        if layer not in self._factors:
            return self._layer(x_BTE, state, weights)
        heard_BTG = functional.linear(x_BTE, weights.W_ih, weights.b_ih)
        h, c, steps = state[0][0], state[1][0], []
        for heard_BG in heard_BTG.unbind(1):
            h, c = _scaled_lstm(heard_BG, (h, c), weights, self._factors[layer])
            steps.append(h)
        return torch.stack(steps, dim=1), (h[None], c[None])

    def _step(self, symbols_B: Tensor, state: State) -> tuple[Categorical, State]:
        if not self._factors:
            return super()._step(symbols_B, state)
        hidden_BTH, after = self._pass(self.embedding(symbols_B)[:, None], state)
        return self._believe(hidden_BTH), after


def _scaled_lstm(heard_BG: Tensor, state: State, w: Weights, factors_H: Tensor) -> State:
    """songrnn.models.cells.lstm with c' times its factors; heard_BG is what the input adds to the gates."""
    h_BH, c_BH = state
    i, f, g, o = (heard_BG + functional.linear(h_BH, w.W_hh, w.b_hh)).chunk(4, dim=-1)
    c = factors_H * (torch.sigmoid(f) * c_BH + torch.sigmoid(i) * torch.tanh(g))
    return torch.sigmoid(o) * torch.tanh(c), c
