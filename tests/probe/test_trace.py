import numpy as np
import pytest
import torch
from torch import nn

from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent
from songrnn.probe.trace import Trace, parse_unit, scale, trace

SIZE, WIDTH = 11, 7
SYMBOLS = np.random.default_rng(1).integers(1, SIZE, 23)
KINDS = [("rnn", 1), ("gru", 2), ("lstm", 1), ("lstm", 3)]


def network(cell, layers):
    torch.manual_seed(layers)
    settings = {"cell": cell, "layers": layers, "width": WIDTH, "embedding": 5, "dropout": 0.5}
    return Recurrent.build(Ids(SIZE), settings)


@torch.inference_mode()
def stepped(net, symbols):
    """The state after each symbol, from the network's own steps: a list of arrays (layers, T, width)."""
    net = net.eval()
    _, state = net(torch.tensor([[Ids.END]]), net.begin(1))
    states = []
    for symbol in symbols:
        _, state = net(torch.tensor([[symbol]]), state)
        states.append(state)
    return [torch.stack([part[:, 0] for part in parts], dim=1).numpy() for parts in zip(*states, strict=True)]


@pytest.mark.parametrize(("cell", "layers"), KINDS)
def test_every_row_is_the_state_after_its_symbol(cell, layers):
    net = network(cell, layers)
    wanted = stepped(net, SYMBOLS)
    found = trace(net, SYMBOLS).signals
    assert list(found) == ["h", "c"][: len(wanted)]
    for name, signal in zip(found, wanted, strict=True):
        assert found[name].dtype == np.float32
        assert found[name].shape == (layers, len(SYMBOLS), WIDTH)
        np.testing.assert_allclose(found[name], signal, atol=1e-5)


@pytest.mark.parametrize(("cell", "layers"), KINDS)
@torch.inference_mode()
def test_the_last_row_is_the_state_of_the_fused_kernel(cell, layers):
    net = network(cell, layers).eval()
    _, state = net(torch.tensor([[Ids.END, *SYMBOLS]]), net.begin(1))
    for signal, part in zip(trace(net, SYMBOLS).signals.values(), state, strict=True):
        np.testing.assert_allclose(signal[:, -1], part[:, 0].numpy(), atol=1e-5)


def test_a_network_in_training_is_traced_without_dropout_and_left_in_training():
    net = network("lstm", 2).train()
    found = trace(net, SYMBOLS)
    assert net.training
    np.testing.assert_array_equal(found.signals["h"], trace(net.eval(), SYMBOLS).signals["h"])


def test_a_tune_without_symbols_has_a_trace_without_rows():
    assert trace(network("gru", 2), SYMBOLS[:0]).signals["h"].shape == (2, 0, WIDTH)


def test_a_unit_is_one_row_of_its_layer_and_signal():
    h, c = np.arange(24, dtype=np.float32).reshape(2, 3, 4), np.ones((2, 3, 4), np.float32)
    found = Trace({"h": h, "c": c})
    assert found.unit(2, 3).tolist() == [15, 19, 23]
    assert found.unit(1, 0, "h").tolist() == [0, 4, 8]
    assert found.unit(1, 0, "c").tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((0, 0), "no layer 0; give one from 1 to 2"),
        ((3, 0), "no layer 3; give one from 1 to 2"),
        ((1, -1), "no unit -1; give one from 0 to 3"),
        ((2, 4), "no unit 4; give one from 0 to 3"),
        ((1, 0, "c"), "no signal 'c'; give one of: h"),
    ],
)
def test_a_unit_that_does_not_exist_is_refused_with_what_exists(asked, said):
    with pytest.raises(UsageError, match=said):
        Trace({"h": np.zeros((2, 3, 4), np.float32)}).unit(*asked)


def test_another_family_is_refused():
    with pytest.raises(UsageError, match="Only a recurrent model"):
        trace(nn.Linear(2, 2), SYMBOLS)


def test_a_unit_is_written_as_layer_and_index():
    assert parse_unit("2:37") == (2, 37)
    assert parse_unit(" 1:0 ") == (1, 0)


@pytest.mark.parametrize("text", ["", "2", "2:", ":3", "2:-1", "a:b", "1:2:3", "1.5:2", "²:3", "1" * 5000 + ":1"])
def test_nonsense_is_no_unit(text):
    with pytest.raises(UsageError, match="give LAYER:INDEX such as 2:37"):
        parse_unit(text)


def test_memory_is_scaled_by_its_largest_absolute_value_and_output_by_one():
    values = np.array([0.5, -3.0, 2.0], np.float32)
    assert scale("c", values) == 3.0
    assert scale("h", values) == 1.0


@pytest.mark.parametrize("values", [[], [0.0, 0.0]])
def test_silent_memory_has_a_scale_above_zero(values):
    assert scale("c", np.array(values, np.float32)) == 1.0


def test_a_network_that_reads_windows_anew_has_no_state_to_show():
    settings = {"width": WIDTH, "embedding": 5, "layers": 1, "reach": 4}
    with pytest.raises(UsageError, match="the last 4 symbols anew"):
        trace(Recurrent.build(Ids(SIZE), settings), SYMBOLS)
