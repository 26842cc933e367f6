import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.signals import GATES, SIGNALS, Layer, Trace, Unit, parse_unit, scale


def two_layers():
    h = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    return Trace((Layer("layer 1", {"h": h[0]}), Layer("layer 2", {"h": h[1], "c": np.ones((3, 4), np.float32)})))


def test_a_unit_is_one_column_of_its_layer_and_signal():
    found = two_layers()
    assert found.unit(Unit(2, 3)).tolist() == [15, 19, 23]
    assert found.unit(Unit(1, 0), "h").tolist() == [0, 4, 8]
    assert found.unit(Unit(2, 0), "c").tolist() == [1, 1, 1]


def test_a_trace_names_the_signals_of_all_its_layers_once():
    assert two_layers().signals == ("h", "c")
    assert two_layers().layers[1].width == 4


@pytest.mark.parametrize(
    ("unit", "signal", "said"),
    [
        (Unit(0, 0), "h", "no layer 0; give one from 1 to 2"),
        (Unit(3, 0), "h", "no layer 3; give one from 1 to 2"),
        (Unit(1, -1), "h", "no unit -1; give one from 0 to 3"),
        (Unit(2, 4), "h", "no unit 4; give one from 0 to 3"),
        (Unit(1, 0), "c", "^'layer 1' of this model has no signal 'c'; there is: h"),
    ],
)
def test_a_unit_that_does_not_exist_is_refused_with_what_exists(unit, signal, said):
    with pytest.raises(UsageError, match=said):
        two_layers().unit(unit, signal)


def test_a_layer_of_which_nothing_was_kept_says_so():
    empty = Trace((Layer("attention", {}),))
    assert empty.layers[0].width == 0
    with pytest.raises(UsageError, match="there is: none"):
        empty.matrix(1)


def test_a_unit_is_typed_and_shown_as_layer_and_index():
    assert parse_unit("2:37") == Unit(2, 37)
    assert parse_unit(" 1:0 ") == Unit(1, 0)
    assert str(Unit(2, 37)) == "2:37"


@pytest.mark.parametrize("text", ["", "2", "2:", ":3", "2:-1", "a:b", "1:2:3", "1.5:2", "²:3", "1" * 5000 + ":1"])
def test_nonsense_is_no_unit(text):
    with pytest.raises(UsageError, match="give LAYER:INDEX such as 2:37"):
        parse_unit(text)


def test_memory_is_scaled_by_what_nearly_all_of_it_stays_below_and_all_else_but_attention_by_one():
    values = np.concatenate([np.linspace(-2, 2, 401), [90.0]]).astype(np.float32)
    assert scale("c", values) == pytest.approx(2, abs=0.05)
    assert {scale(signal, values) for signal in SIGNALS if signal not in ("c", "a")} == {1.0}


def test_the_largest_attention_has_the_full_colour():
    assert scale("a", np.array([[0.0, 0.125], [np.nan, 0.25]], np.float32)) == 0.25
    assert {scale("a", np.zeros(count, np.float32)) for count in (0, 3)} == {1.0}


@pytest.mark.parametrize("values", [[], [0.0, 0.0]])
def test_silent_memory_has_a_scale_above_zero(values):
    assert scale("c", np.array(values, np.float32)) == 1.0


def test_gates_are_signals():
    assert set(SIGNALS) > GATES
