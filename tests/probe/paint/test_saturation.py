import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.paint.saturation import saturations
from songrnn.probe.signals import Layer


def test_a_gate_is_shut_below_a_tenth_and_open_above_nine_tenths(view):
    gate = np.array([[0.05, 0.5], [0.05, 0.95], [0.5, 0.95], [0.95, 0.95]], np.float32)
    ((found,),) = saturations(view("abcd", (Layer("layer 1", {"h": gate, "f": gate}),)))
    assert (found.layer, found.name) == (1, "layer 1, forget gate (f)")
    assert (found.left.tolist(), found.right.tolist()) == ([0.5, 0.0], [0.25, 0.75])


def test_layers_without_gates_are_passed_over(view):
    values = np.zeros((2, 1), np.float32)
    layers = (Layer("attention", {"a": values}), Layer("layer 2", {"h": values, "r": values, "z": values, "n": values}))
    ((reset, update),) = saturations(view("ab", layers))
    assert (reset.layer, reset.name, update.name) == (2, "layer 2, reset gate (r)", "layer 2, update gate (z)")


def test_a_model_without_gates_is_refused(unit):
    with pytest.raises(UsageError, match="no gates"):
        saturations(unit("ab", [0.0, 1.0]))
