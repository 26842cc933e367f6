"""What a picture of a View shows, and the words and scales that stand over it.

The kinds of pictures: "text", some units under the text; "matrix", all units of a layer or of all layers; "beliefs",
the likeliest next symbols and the surprise; "gates", how often gates are nearly shut and nearly open. Knows no layout.
"""

from dataclasses import dataclass

import numpy as np

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line
from songrnn.probe.paint.colours import Floats
from songrnn.probe.signals import GATES, SIGNALS, Unit, scale
from songrnn.probe.view import View

KINDS = ("text", "matrix", "beliefs", "gates")

_MOST_UNITS = 6  # that a caption names
_MOST_BITS = 15.0  # of surprise that are told apart: 1 + 15 is a power of two
_LONGEST = 200  # characters of a title


@dataclass(frozen=True, slots=True)
class Legend:
    """What colours mean.

    name   of what is coloured
    ends   the shares, from -1 to 1, between which colours lie, as read from left to right
    marks  shares with the numbers that they stand for
    """

    name: str
    ends: tuple[float, float]
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """The title, what is shown, and the legends of a picture; each in one line, safe to show."""

    title: str
    about: str
    legends: tuple[Legend, ...]


def check(view: View, kind: str) -> None:
    """Raises UsageError if there is no such kind of picture, or nothing to show in it."""
    if kind not in KINDS:
        raise UsageError(f"No kind of picture is called '{one_line(kind, 40)}'. {did_you_mean(kind, KINDS)}")
    if not view.text:
        raise UsageError("There is nothing to show of an empty text; give a tune.")
    if kind == "beliefs" and np.isnan(view.beliefs.surprises).all() and not any(view.beliefs.guesses):
        raise UsageError("This model tells no likelihood of single symbols; show its units instead.")


def shown_units(view: View) -> tuple[Unit, ...]:
    """The units that are shown one by one."""
    return view.units or (Unit(1, 0),)


def shown_layers(view: View) -> tuple[int, ...]:
    """The layers whose units are shown: those of the units, or all that have the signal.

    raises   UsageError if there is none, or one of the units' layers does not have it
    """
    if view.units:
        named = tuple(sorted({unit.layer for unit in view.units}))
        for layer in named:
            view.trace.matrix(layer, view.signal)
        return named
    having = [at for at, layer in enumerate(view.trace.layers, start=1) if view.signal in layer.signals]
    if not having:
        view.trace.matrix(1, view.signal)
    return tuple(having)


def full(view: View, kind: str) -> float:
    """The value of the full colour, the same for all that is shown."""
    if kind == "text":
        return scale(view.signal, np.stack([view.trace.unit(unit, view.signal) for unit in shown_units(view)]))
    return max(scale(view.signal, view.trace.matrix(layer, view.signal)) for layer in shown_layers(view))


def shares(values: Floats, most: float) -> Floats:
    """Values as shares of the full one, from -1 to 1: those beyond it are cut, what is no number counts as 0."""
    kept = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=most, neginf=-most)
    return np.asarray(np.clip(kept / most, -1.0, 1.0))


def surprise_shares(nats: Floats) -> Floats:
    """Surprises as shares from 0 to -1, in logarithms, so that small ones differ; nan stays."""
    bits = np.clip(nats / np.log(2.0), 0.0, _MOST_BITS)
    return np.asarray(-np.log2(1.0 + bits) / np.log2(1.0 + _MOST_BITS))


def caption(view: View, kind: str) -> Caption:
    """What stands over a picture; raises UsageError as the View's trace does."""
    about, legends = {"text": _of_text, "matrix": _of_matrix, "beliefs": _of_beliefs, "gates": _of_gates}[kind](view)
    return Caption(one_line(view.title, _LONGEST), one_line(about, _LONGEST), legends)


def _of_text(view: View) -> tuple[str, tuple[Legend, ...]]:
    units = [str(unit) for unit in shown_units(view)]
    named = ", ".join(units[:_MOST_UNITS]) + (f" and {len(units) - _MOST_UNITS} more" * (len(units) > _MOST_UNITS))
    return f"{'unit' if len(units) == 1 else 'units'} {named}", (_legend(view, "text"),)


def _of_matrix(view: View) -> tuple[str, tuple[Legend, ...]]:
    names = ", ".join(view.trace.layers[layer - 1].name for layer in shown_layers(view))
    return f"all units of {names}, those that say alike beside each other", (_legend(view, "matrix"),)


def _of_beliefs(_: View) -> tuple[str, tuple[Legend, ...]]:
    bits = Legend("surprise, bits", (0.0, -1.0), ((0.0, "0"), (-0.25, "1"), (-0.5, "3"), (-0.75, "7"), (-1.0, "15")))
    chance = Legend("probability", (0.0, 1.0), ((0.0, "0"), (0.5, "0.5"), (1.0, "1")))
    return "surprise at each symbol, likeliest next ones below", (bits, chance)


def _of_gates(_: View) -> tuple[str, tuple[Legend, ...]]:
    return "how often each unit's gates are nearly shut (below 0.1) and nearly open (above 0.9)", ()


def _legend(view: View, kind: str) -> Legend:
    name = f"{SIGNALS.get(view.signal, 'signal')} ({one_line(view.signal, 20)})"
    largest = full(view, kind)
    if view.signal in GATES:
        return Legend(name, (0.0, 1.0), ((0.0, "0"), (0.5, f"{largest / 2:.3g}"), (1.0, f"{largest:.3g}")))
    most = f"{largest:.3g}"
    less, more = ("≤ ", "≥ ") if view.signal == "c" else ("", "")  # memory has no bounds
    return Legend(name, (-1.0, 1.0), ((-1.0, f"{less}-{most}"), (0.0, "0"), (1.0, f"{more}+{most}")))
