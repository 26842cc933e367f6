import numpy as np
import pytest
import torch

from songrnn.errors import UsageError
from songrnn.form import Fields, Grid, Ids
from songrnn.models import FAMILIES
from songrnn.models.cells import CELLS
from songrnn.models.recurrent import Recurrent
from songrnn.probe import trace as module
from songrnn.probe.gates import NAMES
from songrnn.probe.trace import read_all, trace

SIZE, WIDTH = 11, 7
RNG = np.random.default_rng(1)
SYMBOLS = RNG.integers(1, SIZE, 23)
KINDS = [(cell, layers) for cell in CELLS for layers in (1, 3)]
GRID, FIELDS = Grid(4, 2), Fields(("pitch", "step", "duration"), (9, 0, 0))
FAMILY_WAYS = {
    "recurrent": ("recurrent", Ids(SIZE), {"layers": 2, "width": WIDTH, "embedding": 5}),
    "recurrent, windows": ("recurrent", Ids(SIZE), {"layers": 2, "width": WIDTH, "embedding": 5, "reach": 4}),
    "gru, windows of one": ("recurrent", Ids(SIZE), {"cell": "gru", "width": 6, "embedding": 5, "reach": 1}),
    "window": ("window", Ids(SIZE), {"reach": 5, "embedding": 4, "width": 3, "attention": 4, "second": 6, "head": 5}),
    "events": ("events", FIELDS, {"width": 6, "layers": 2, "embedding": 3}),
    "events, windows": ("events", FIELDS, {"width": 6, "layers": 2, "embedding": 0, "reach": 3, "times": "points"}),
    "rolls": ("rolls", GRID, {"width": 6, "layers": 2}),
    "rolls, a bar late": ("rolls", GRID, {"width": 6, "layers": 2, "bar": 4}),
    "rolls, each bar anew": ("rolls", GRID, {"width": 6, "layers": 2, "bar": 4, "anew": True}),
    "biaxial": ("biaxial", GRID, {"time_width": 5, "time_layers": 2, "pitch_width": 6}),
    "biaxial, separate": ("biaxial", GRID, {"time_width": 5, "pitch_width": 6, "separate": True, "conditioned": False}),
    "biaxial, squares": ("biaxial", GRID, {"time_width": 5, "pitch_width": 6, "objective": "mse"}),
}  # fmt: skip


def network(cell, layers):
    torch.manual_seed(layers)
    settings = {"cell": cell, "layers": layers, "width": WIDTH, "embedding": 5, "dropout": 0.5}
    return Recurrent.build(Ids(SIZE), settings)


def one_of(way):
    name, form, settings = FAMILY_WAYS[way]
    torch.manual_seed(1)
    return FAMILIES.get(name).build(form, settings).eval()


def piece(net, steps=9):
    if isinstance(net.form, Ids):
        return RNG.integers(1, net.form.size, steps)
    if isinstance(net.form, Grid):
        return RNG.integers(0, 2, (steps, *net.form.shape)).astype(np.uint8)
    return np.column_stack([RNG.integers(1, 9, steps), RNG.random((steps, 2))]).astype(np.float32)


@torch.inference_mode()
def by_hand(net, symbols):
    """Every signal from the definition of the cells, one step after the other: a list of name → (T, H), by layer."""
    cell, layers = net.shape.cell, list(net.cell_weights())
    states = [tuple(torch.zeros(1, WIDTH) for _ in range(2 if cell == "lstm" else 1)) for _ in layers]
    rows = [[] for _ in layers]
    for symbol in [Ids.END, *symbols.tolist()]:
        below = net.embedding(torch.tensor([symbol]))
        for at, w in enumerate(layers):
            said = gates(cell, below, states[at][0], w)
            states[at] = CELLS[cell](below, states[at], w)
            rows[at].append(dict(zip(("h", "c"), states[at], strict=False)) | said)
            below = states[at][0]
    return [{name: torch.cat([row[name] for row in layer[1:]]).numpy() for name in layer[0]} for layer in rows]


def gates(cell, x, h, w):
    if cell == "rnn":
        return {}
    from_x, from_h = x @ w.W_ih.T + w.b_ih, h @ w.W_hh.T + w.b_hh
    if cell == "lstm":
        i, f, g, o = (from_x + from_h).chunk(4, -1)
        return {"i": torch.sigmoid(i), "f": torch.sigmoid(f), "g": torch.tanh(g), "o": torch.sigmoid(o)}
    (r_x, z_x, n_x), (r_h, z_h, n_h) = from_x.chunk(3, -1), from_h.chunk(3, -1)
    r = torch.sigmoid(r_x + r_h)
    return {"r": r, "z": torch.sigmoid(z_x + z_h), "n": torch.tanh(n_x + r * n_h)}


@pytest.mark.parametrize(("cell", "layers"), KINDS)
def test_every_signal_of_every_layer_is_that_of_the_written_out_cells(cell, layers):
    net = network(cell, layers)
    found = trace(net, SYMBOLS)
    assert [layer.name for layer in found.layers] == [f"layer {at + 1}" for at in range(layers)]
    for layer, wanted in zip(found.layers, by_hand(net, SYMBOLS), strict=True):
        assert tuple(layer.signals) == NAMES[cell]
        assert set(wanted) == set(layer.signals)
        for name, values in layer.signals.items():
            assert values.dtype == np.float32
            np.testing.assert_allclose(values, wanted[name], atol=1e-5, rtol=0)


@pytest.mark.parametrize("cell", CELLS)
def test_stretches_of_any_length_give_the_same(cell, monkeypatch):
    net = network(cell, 2)
    whole = trace(net, SYMBOLS)
    monkeypatch.setattr(module, "_STEPS", 5)
    for layer, again in zip(whole.layers, trace(net, SYMBOLS).layers, strict=True):
        for name, values in layer.signals.items():
            np.testing.assert_allclose(again.signals[name], values, atol=1e-6)


@pytest.mark.parametrize("way", FAMILY_WAYS)
def test_pieces_side_by_side_say_what_each_says_alone_in_every_family(way):
    net = one_of(way)
    pieces = [piece(net, steps) for steps in (9, 4, 0, 12)]
    found = read_all(net, pieces, ())
    assert found.offsets.tolist() == [0, 9, 13, 13, 25]
    for at, symbols in enumerate(pieces):
        alone = trace(net, symbols)
        for layer, wanted in zip(found.piece(at).layers, alone.layers, strict=True):
            assert tuple(layer.signals) == tuple(wanted.signals)
            for name, values in wanted.signals.items():
                assert values.shape == (len(symbols), layer.width)
                np.testing.assert_allclose(layer.signals[name], values, atol=1e-5)


@pytest.mark.parametrize("way", FAMILY_WAYS)
def test_what_is_said_after_a_symbol_does_not_depend_on_later_ones(way):
    net = one_of(way)
    symbols = piece(net, 10)
    whole, begun = trace(net, symbols), trace(net, symbols[:6])
    for layer, wanted in zip(whole.layers, begun.layers, strict=True):
        # Along pitch the step that comes next has a say, so that the last row of a beginning is another one.
        until = 5 if layer.name.startswith("pitch") else 6
        for name, values in wanted.signals.items():
            np.testing.assert_allclose(layer.signals[name][:until], values[:until], atol=1e-5)


@pytest.mark.parametrize("way", ["rolls", "events", "biaxial"])
@torch.inference_mode()
def test_the_output_along_time_is_the_state_that_the_network_carries(way):
    net = one_of(way)
    symbols = piece(net, 8)
    _, state = net(torch.as_tensor(np.concatenate([np.zeros_like(symbols[:1]), symbols]))[None], net.begin(1))
    for layer, h, c in zip(trace(net, symbols).layers, state[0], state[1], strict=False):
        np.testing.assert_allclose(layer.signals["h"][-1], h[0].numpy(), atol=1e-5)
        np.testing.assert_allclose(layer.signals["c"][-1], c[0].numpy(), atol=1e-5)


@torch.inference_mode()
def test_attention_of_a_window_is_that_of_its_newest_symbol_looking_back():
    net = one_of("window")
    symbols = piece(net, 9)
    weights = net.attend(torch.as_tensor(symbols[-5:])[None])[0, -1].flip(0).numpy()
    found = trace(net, symbols).matrix(3, "a")
    np.testing.assert_allclose(found[-1], weights, atol=1e-6)
    np.testing.assert_allclose(found.sum(1), 1, atol=1e-5)


@torch.inference_mode()
def test_pitch_layers_read_what_predictions_are_made_of():
    net = one_of("biaxial")
    symbols = piece(net, 8)
    found = trace(net, symbols).matrix(3, "h").reshape(8, 4, 6)
    fed = torch.as_tensor(np.concatenate([np.zeros_like(symbols[:1]), symbols]))[None]
    prediction, _ = net(fed[:, :-1], net.begin(1))
    logits = prediction.given(torch.as_tensor(symbols)[None]).logits_BTPK[0, 1:]
    np.testing.assert_allclose(net.pitch.readout(torch.tensor(found[:-1])).numpy(), logits.numpy(), atol=1e-5)


def test_signals_can_be_left_out():
    found = read_all(network("lstm", 2), [SYMBOLS, SYMBOLS[:5]], ("c",)).trace
    assert [tuple(layer.signals) for layer in found.layers] == [("c",), ("c",)]
    assert found.matrix(2, "c").shape == (28, WIDTH)


@pytest.mark.parametrize("cell", CELLS)
def test_files_hold_the_same_and_are_mapped(cell, tmp_path):
    net, pieces = network(cell, 2), [SYMBOLS, SYMBOLS[:3], SYMBOLS[5:]]
    kept, mapped = read_all(net, pieces, ()), read_all(net, pieces, (), tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"{at}-{name}.npy" for at in (1, 2) for name in NAMES[cell]}
    for layer, other in zip(kept.trace.layers, mapped.trace.layers, strict=True):
        for name, values in layer.signals.items():
            assert isinstance(other.signals[name], np.memmap)
            np.testing.assert_array_equal(other.signals[name], values)


def test_progress_is_told_to_the_end():
    told = []
    read_all(network("rnn", 1), [SYMBOLS, SYMBOLS[:4]], tell=lambda *done: told.append(done))
    assert told[-1] == (27, 27)
    assert sorted(told) == told


def test_a_network_in_training_is_traced_without_dropout_and_left_in_training():
    net = network("lstm", 2).train()
    found = trace(net, SYMBOLS)
    assert net.training
    np.testing.assert_array_equal(found.matrix(2), trace(net.eval(), SYMBOLS).matrix(2))


def test_a_tune_without_symbols_has_a_trace_without_rows():
    assert trace(network("gru", 2), SYMBOLS[:0]).matrix(2).shape == (0, WIDTH)


def test_another_network_is_refused():
    class Other(torch.nn.Module):
        form = Ids(SIZE)

    with pytest.raises(UsageError, match="no units that could be looked into"):
        trace(Other(), SYMBOLS)


def test_a_signal_that_no_layer_has_is_refused_with_those_that_there_are():
    with pytest.raises(UsageError, match="no signal 'c'; give one of: h, r, z, n"):
        read_all(network("gru", 2), [SYMBOLS], ("c",))
