"""How often gates are saturated: below 0.1 they let next to nothing through, above 0.9 nearly all.

Units that stand far out on one axis hardly change their gate: a forget gate that is always open makes a unit that
remembers. Knows numbers, no pixels. After: Karpathy, Johnson and Fei-Fei 2015, section 4.2. Axes: T symbols, H units.
"""

from dataclasses import dataclass

from songrnn.errors import UsageError
from songrnn.probe.paint.colours import Floats
from songrnn.probe.signals import GATES, SIGNALS
from songrnn.probe.view import View

_SHUT, _OPEN = 0.1, 0.9
_ATTENTION = "a"  # runs from 0 to 1 as well, but shuts nothing


@dataclass(frozen=True, slots=True)
class Saturation:
    """One gate of one layer.

    layer         from 1
    left, right   the share of symbols after which each unit's gate is below 0.1 and above 0.9, shape (H,)
    """

    layer: int
    name: str
    left: Floats
    right: Floats


def saturations(view: View) -> list[list[Saturation]]:
    """The gates of each layer that has any; raises UsageError if none has."""
    found = [
        [
            Saturation(at, f"{layer.name}, {SIGNALS[name]} ({name})", *_outside(values_TH))
            for name, values_TH in layer.signals.items()
            if name in GATES and name != _ATTENTION
        ]
        for at, layer in enumerate(view.trace.layers, start=1)
    ]
    if not any(found):
        raise UsageError("This model has no gates that could be saturated; give an lstm or a gru.")
    return [gates for gates in found if gates]


def _outside(values_TH: Floats) -> tuple[Floats, Floats]:
    return (values_TH < _SHUT).mean(axis=0), (values_TH > _OPEN).mean(axis=0)
