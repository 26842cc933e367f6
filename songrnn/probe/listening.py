"""Listening to a network while it reads: the signals of every layer of each family, for rows of symbols.

Recurrent networks are read layer by layer. Of the others, what goes into their layers is noted while they run, and each
layer is read again from that. A network that reads windows anew tells what its units say at the end of each window.

Axes: B rows, T steps, H units, N windows, R the reach, P pitches, K planes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from songrnn.errors import UsageError
from songrnn.models.axes import SharedTime, weights_of
from songrnn.models.biaxial import Biaxial
from songrnn.models.cells import Weights
from songrnn.models.events import Events
from songrnn.models.family import Family
from songrnn.models.family import State as Carried
from songrnn.models.reach import windows
from songrnn.models.recurrent import Recurrent
from songrnn.models.rolls import Rolls
from songrnn.models.stack import Stack
from songrnn.models.window import Window
from songrnn.probe.gates import NAMES, Signals, State, read_end, read_layer, sum_up

Heard = list[Signals]  # a layer each, tensors (B, T, H)
_AT_ONCE = 2**13  # symbols of windows that are read together


def layer_names(network: Family) -> tuple[str, ...]:
    """What the layers of a network are called, from the bottom; raises UsageError if nothing can be heard in it."""
    match network:
        case Recurrent():
            return tuple(f"layer {at + 1}" for at in range(network.shape.layers))
        case Window():
            return ("forwards", "backwards", "attention", "second layer")
        case Events() | Rolls():
            return tuple(f"layer {at + 1}" for at in range(network.stack.depth))
        case Biaxial():
            times = tuple(f"time layer {at + 1}" for at in range(len(network.time)))
            return (*times, *(f"pitch layer {at + 1}" for at in range(len(network.pitch.layers))))
    raise UsageError("This family of models has no units that could be looked into; give another model.")


def listen(network: Family, symbols: Tensor, state: Carried) -> tuple[Heard, Carried]:
    """Every signal of every layer after each symbol, and the state after the last one.

    symbols   (B, T, *the form's shape)        network   in evaluation mode
    """
    match network:
        case Recurrent() if network.shape.reach:
            return _recurrent_windows(network, symbols, state)
        case Recurrent():
            return _recurrent(network, symbols, state)
        case Window():
            return _window(network, symbols, state)
        case Events():
            return _stacked(network, network.stack, network.shape.reach, symbols, state)
        case Rolls():
            return _stacked(network, network.stack, 0, symbols, state)
        case Biaxial():
            return _biaxial(network, symbols, state)
    raise UsageError("This family of models has no units that could be looked into; give another model.")


def _recurrent(network: Recurrent, symbols: Tensor, state: Carried) -> tuple[Heard, Carried]:
    below, heard, ends = network.embedding(symbols), [], []
    for layer, weights in enumerate(network.cell_weights()):
        given = tuple(part[layer : layer + 1] for part in state)
        signals, end = read_layer(network.shape.cell, below, given, weights)
        heard.append(signals)
        ends.append(end)
        below = signals["h"]
    return heard, tuple(torch.cat(parts) for parts in zip(*ends, strict=True))


def _recurrent_windows(network: Recurrent, symbols: Tensor, state: Carried) -> tuple[Heard, Carried]:
    seen_NR, kept = windows(symbols, state[0], network.shape.reach, last=False)
    weights = list(network.cell_weights())

    def read(part: Tensor) -> Heard:
        return _ends_of_layers(network.shape.cell, network.embedding(part), weights)

    return _in_parts(read, seen_NR, symbols.shape[:2]), (kept,)


def _ends_of_layers(cell: str, below: Tensor, weights: list[Weights]) -> Heard:
    """The signals at the end of windows (N, R, I) that begin from an empty state: (N, H)."""
    heard = []
    for w in weights:
        signals, below = read_end(cell, below, _empty(cell, len(below), w), w)
        heard.append(signals)
    return heard


def _empty(cell: str, rows: int, weights: Weights) -> State:
    zeros = weights.W_hh.new_zeros(1, rows, weights.W_hh.shape[1])
    return (zeros, zeros) if "c" in NAMES[cell] else (zeros,)


def _in_parts(read: Callable[[Tensor], Heard], seen_NR: Tensor, rows_and_steps: torch.Size) -> Heard:
    """`read` of all windows, some at a time, as (B, T, H)."""
    parts = [read(part) for part in seen_NR.split(max(1, _AT_ONCE // seen_NR.shape[1]))]  # type: ignore[no-untyped-call]
    return [
        {name: torch.cat([layer[name] for layer in layers]).view(*rows_and_steps, -1) for name in layers[0]}
        for layers in zip(*parts, strict=True)
    ]


def _window(network: Window, symbols: Tensor, state: Carried) -> tuple[Heard, Carried]:
    """Forwards at the last symbol of the window, backwards at its first one, where each has read all of it."""
    seen_NR, kept = windows(symbols, state[0], network.shape.reach, last=False)
    forwards, backwards = _directions(network.both_ways)
    second = weights_of(network.after)

    def read(part: Tensor) -> Heard:
        x_NRE = network.embedding(part)
        (one, ahead), (other, back) = (
            read_end("lstm", x, _empty("lstm", len(x), w), w)
            for x, w in ((x_NRE, forwards), (x_NRE.flip(1), backwards))
        )
        weights_NRR = network.attend(part)
        mixed_NRH = weights_NRR @ torch.cat([ahead, back.flip(1)], -1)
        (last,) = _ends_of_layers("lstm", mixed_NRH, [second])
        return [one, other, {"a": weights_NRR[:, -1].flip(-1)}, last]

    return _in_parts(read, seen_NR, symbols.shape[:2]), (kept,)


def _directions(layer: nn.LSTM) -> tuple[Weights, Weights]:
    backwards = (f"{name}_l0_reverse" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    return weights_of(layer), Weights(*(getattr(layer, name) for name in backwards))


def _stacked(network: Family, stack: Stack, reach: int, symbols: Tensor, state: Carried) -> tuple[Heard, Carried]:
    """A family whose layers are a stack: once over all steps, over a bar at a time, or over the window of each step."""
    weights = list(stack.weights())
    with _noting([stack]) as noted:
        _, after = network(symbols, state)
    if reach:
        return _in_parts(lambda x: _ends_of_layers("lstm", x, weights), noted[0][1][0], symbols.shape[:2]), after
    calls = [_layers(weights, x, begun) for _, (x, begun) in noted]
    return [
        {name: torch.cat([layer[name] for layer in layers], 1) for name in layers[0]}
        for layers in zip(*calls, strict=True)
    ], after


def _layers(weights: list[Weights], below: Tensor, state: State) -> Heard:
    heard = []
    for layer, w in enumerate(weights):
        signals, _ = read_layer("lstm", below, tuple(part[layer : layer + 1] for part in state), w)
        heard.append(signals)
        below = signals["h"]
    return heard


def _biaxial(network: Biaxial, symbols: Tensor, state: Carried) -> tuple[Heard, Carried]:
    """Unit p · H + u of a layer is unit u at pitch p. What is said along pitch is of the step that comes next.

    After the last step nothing is known of the next one, which counts as silent there.
    """
    axes = [*network.time, *network.pitch.layers]
    with _noting(axes) as noted:
        prediction, after = network(symbols, state)
        prediction.marks(torch.cat([symbols[:, 1:], torch.zeros_like(symbols[:, :1])], 1))
    rows, steps = symbols.shape[:2]
    times = [_along_time(axis, *given) for axis, given in noted[: len(network.time)]]
    pitches = [_along_pitch(layer, given[0]) for layer, given in noted[len(network.time) :]]
    return [
        {name: part.reshape(rows, steps, -1) for name, part in layer.items()} for layer in (*times, *pitches)
    ], after


def _along_time(axis: Any, x_BTPI: Tensor, hidden: Tensor, cell: Tensor) -> Signals:
    """Signals (B, T, P, H) of a layer along time."""
    rows, steps, pitches, _ = x_BTPI.shape
    if isinstance(axis, SharedTime):
        x_NTI = x_BTPI.transpose(1, 2).flatten(0, 1)
        begun = tuple(part.reshape(1, -1, axis.width) for part in (hidden, cell))
        signals, _ = read_layer("lstm", x_NTI, begun, weights_of(axis.layer))
        return {name: part.view(rows, pitches, steps, -1).transpose(1, 2) for name, part in signals.items()}
    return _separate(axis, x_BTPI, hidden, cell)


def _separate(axis: Any, x_BTPI: Tensor, hidden: Tensor, cell: Tensor) -> Signals:
    """The same where each pitch has weights of its own: products of all pitches at once."""
    h_BTPH, _, _ = axis(x_BTPI, hidden, cell)
    first = hidden.view(len(h_BTPH), 1, axis.pitches, axis.width)
    before = torch.cat([first, h_BTPH[:, :-1]], 1)
    from_x, from_h = (torch.einsum("btpi,pig->btpg", *pair) for pair in ((x_BTPI, axis.W_ih), (before, axis.W_hh)))
    gates = (from_x + from_h + axis.bias[:, 0]).chunk(4, dim=-1)
    named = {name: gate.tanh() if name == "g" else gate.sigmoid() for name, gate in zip("ifgo", gates, strict=True)}
    return {"h": h_BTPH, "c": sum_up(cell.view(first.shape)[:, 0], named), **named}


def _along_pitch(layer: Any, x_NPI: Tensor) -> Signals:
    """Signals (B · T, P, H) of a layer along pitch."""
    weights = weights_of(layer)
    return read_layer("lstm", x_NPI, _empty("lstm", len(x_NPI), weights), weights)[0]


@contextmanager
def _noting(modules: list[Any]) -> Iterator[list[tuple[Any, tuple[Any, ...]]]]:
    """What is given to modules while they run: each with its arguments, in the order of calls."""
    noted: list[tuple[Any, tuple[Any, ...]]] = []
    hooks = [
        module.register_forward_pre_hook(lambda module, given: noted.append((module, given))) for module in modules
    ]
    try:
        yield noted
    finally:
        for hook in hooks:
            hook.remove()
