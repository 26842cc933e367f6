import numpy as np

from songrnn.probe.signals import Layer, Trace
from songrnn.probe.view import Beliefs, Places, View


def test_values_of_symbols_are_stretched_over_their_characters():
    trace = Trace((Layer("layer 1", {"h": np.zeros((3, 1), np.float32)}),))
    beliefs = Beliefs(np.zeros(3), ((), (), ()))
    view = View(("K:", "", "D\n|"), trace, beliefs, Places(np.zeros(3, np.int64), np.zeros(3)))
    assert view.text == "K:D\n|"
    assert view.stretched(np.array([1.0, 2.0, 3.0])).tolist() == [1, 1, 3, 3, 3]
