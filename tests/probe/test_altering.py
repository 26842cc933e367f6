"""Changed networks: against a loop over the written-out cells that makes the change at every step."""

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from songrnn.codecs.characters import Characters
from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.models.cells import CELLS, gru
from songrnn.models.recurrent import Recurrent
from songrnn.models.window import Window
from songrnn.probe.altering import altered, can_be_traced
from songrnn.probe.change import Change
from songrnn.probe.signals import Unit
from songrnn.probe.trace import trace
from songrnn.sample.policy import Policy
from songrnn.sample.rules import Ruled, begin, rules_of
from songrnn.sample.stream import generator, take

SIZE = 11
WIDTH = 6
SYMBOLS = torch.randint(0, SIZE, (2, 12), generator=torch.Generator().manual_seed(3))
CHANGES = {
    "h zero": [Change(Unit(1, 2))],
    "h scale": [Change(Unit(1, 2), scale=-2.5)],
    "h clamp": [Change(Unit(1, 2), clamp=0.9)],
    "several": [Change(Unit(1, 0)), Change(Unit(1, 5), clamp=-1.0), Change(Unit(1, 3), scale=0.5)],
    "all": [Change(Unit(1, index), clamp=index / WIDTH) for index in range(WIDTH)],
}
MEMORIES = {
    "c zero": [Change(Unit(1, 2), "c")],
    "c scale": [Change(Unit(1, 2), "c", scale=0.8), Change(Unit(1, 4), "c", scale=-1.2)],
    "c clamp": [Change(Unit(1, 2), "c", clamp=-3.0)],
    "c and h": [
        Change(Unit(1, 2), "c", clamp=2.0), Change(Unit(1, 2), clamp=0.3), Change(Unit(1, 1), "c", scale=0.7),
        Change(Unit(1, 1), scale=1.7), Change(Unit(1, 4)),
    ],
}  # fmt: skip


def build(cell="lstm", layers=1, **settings):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        network = Recurrent.build(
            Ids(SIZE), {"cell": cell, "layers": layers, "width": WIDTH, "embedding": 5} | settings
        )
        for parameter in network.parameters():
            torch.nn.init.normal_(parameter, std=0.7)
    return network.eval()


def moved(changes, layer):
    return [dataclasses.replace(change, unit=Unit(layer, change.unit.index)) for change in changes]


def changed(values_BH, changes, signal):
    """A signal of a layer after its changes."""
    out = values_BH.clone()
    for change in changes:
        if change.signal == signal:
            index = change.unit.index
            out[:, index] = change.scale * out[:, index] if change.clamp is None else change.clamp
    return out


def cell_step(cell, x, heard, own, weights, changes):
    """One step of a cell that hears `heard` of h; what it keeps of its own is not changed."""
    if cell == "rnn":
        return CELLS[cell](x, (heard,), weights)
    if cell == "gru":
        (out,) = gru(x, (heard,), weights)
        z = torch.sigmoid((x @ weights.W_ih.T + weights.b_ih + heard @ weights.W_hh.T + weights.b_hh).chunk(3, -1)[1])
        return (out + z * (own[0] - heard),)
    _, c = CELLS[cell](x, (heard, own[1]), weights)
    c = changed(c, changes, "c")
    o = torch.sigmoid((x @ weights.W_ih.T + weights.b_ih + heard @ weights.W_hh.T + weights.b_hh).chunk(4, -1)[3])
    return o * torch.tanh(c), c


def definition(network, changes, symbols_BT=SYMBOLS):
    """Log-probabilities after every symbol, (B, T, V)."""
    cell, rows = network.shape.cell, len(symbols_BT)
    layers = [*network.cell_weights()]
    here = [[change for change in changes if change.unit.layer == layer + 1] for layer in range(len(layers))]
    states = [[torch.zeros(rows, network.shape.width) for _ in range(2)] for _ in layers]
    for state, of_layer in zip(states, here, strict=True):
        held = [change for change in of_layer if change.clamp is not None]
        state[1] = changed(state[1], held, "c")
    believed = []
    for symbols_B in symbols_BT.T:
        below = network.embedding(symbols_B)
        for layer, weights in enumerate(layers):
            heard = changed(states[layer][0], here[layer], "h")
            states[layer] = [*cell_step(cell, below, heard, states[layer], weights, here[layer])]
            below = changed(states[layer][0], here[layer], "h")
        believed.append(network.softmax(network.head(below)).log_softmax(-1))
    return torch.stack(believed, 1)


def passed(network, symbols_BT=SYMBOLS):
    prediction, after = network(symbols_BT, network.begin(len(symbols_BT)))
    return prediction.logits_BTV.log_softmax(-1), after


def stepped(network, symbols_BT=SYMBOLS):
    state, believed = network.begin(len(symbols_BT)), []
    for step in range(symbols_BT.shape[1]):
        prediction, state = network(symbols_BT[:, step : step + 1], state)
        believed.append(prediction.logits_BTV.log_softmax(-1))
    return torch.cat(believed, 1), state


@torch.inference_mode()
def agrees(network, changes):
    wanted = definition(network, changes)
    other = altered(network, changes)
    (in_pass, after), (in_steps, after_steps) = passed(other), stepped(other)
    same = all(torch.allclose(one, two, atol=1e-5) for one, two in zip(after, after_steps, strict=True))
    difference = max((in_pass - wanted).abs().max(), (in_steps - wanted).abs().max())
    return same and bool(difference < 1e-5)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_what_others_hear_is_that_change_at_every_step(name, cell, layers):
    for layer in range(1, layers + 1):
        assert agrees(build(cell, layers), moved(CHANGES[name], layer))


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("name", MEMORIES)
def test_a_change_of_a_memory_is_that_change_at_every_step(name, layers):
    for layer in range(1, layers + 1):
        assert agrees(build("lstm", layers), moved(MEMORIES[name], layer))


@pytest.mark.parametrize("settings", [{"tied": True, "embedding": WIDTH}, {"head": 4}])
@pytest.mark.parametrize("name", ["h zero", "h clamp", "several"])
def test_a_tied_softmax_and_a_head_hear_the_change_and_the_embedding_does_not(name, settings):
    assert agrees(build("lstm", 2, **settings), moved(CHANGES[name], 2))


def test_units_of_several_layers_change_at_once():
    assert agrees(build("gru", 3), [Change(Unit(1, 0)), Change(Unit(2, 1), clamp=0.5), Change(Unit(3, 2), scale=3)])


@pytest.mark.parametrize("changes", [*CHANGES.values(), *MEMORIES.values()], ids=[*CHANGES, *MEMORIES])
@torch.inference_mode()
def test_a_network_that_reads_windows_begins_each_of_them_changed(changes):
    network = build("lstm", 2, reach=4)
    plain = build("lstm", 2)
    padded = torch.cat([torch.zeros(2, 3, dtype=torch.int64), SYMBOLS], 1)
    wanted = [definition(plain, changes, padded[:, at : at + 4])[:, -1] for at in range(SYMBOLS.shape[1])]
    for found, _ in (passed(altered(network, changes)), stepped(altered(network, changes))):
        assert torch.allclose(found, torch.stack(wanted, 1), atol=1e-5)


@pytest.mark.parametrize("changes", [*CHANGES.values(), *MEMORIES.values()], ids=[*CHANGES, *MEMORIES])
@torch.inference_mode()
def test_what_is_changed_is_told_and_the_given_network_stays_as_it_was(changes):
    network = build("lstm", 2)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    assert not torch.allclose(passed(network)[0], passed(altered(network, changes))[0], atol=1e-3)
    assert all(torch.equal(value, network.state_dict()[name]) for name, value in before.items())


@torch.inference_mode()
def test_the_state_that_is_handed_on_holds_the_changed_memory():
    after = passed(altered(build(), [Change(Unit(1, 2), "c", clamp=7.0)]))[1]
    assert torch.equal(after[1][0, :, 2], torch.tensor([7.0, 7.0]))
    assert torch.equal(after[1][0, :, 2], altered(build(), [Change(Unit(1, 2), "c", clamp=7.0)]).begin(2)[1][0, :, 2])


@torch.inference_mode()
def test_a_memory_scaled_by_almost_nothing_is_nearly_one_that_is_emptied():
    nearly = passed(altered(build(), [Change(Unit(1, 2), "c", scale=1e-7)]))[0]
    assert torch.allclose(nearly, passed(altered(build(), [Change(Unit(1, 2), "c")]))[0], atol=1e-5)


def everything(network, signal="h"):
    shape = network.shape
    return [
        Change(Unit(layer, index), signal, 1.0) for layer in range(1, shape.layers + 1) for index in range(shape.width)
    ]


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@torch.inference_mode()
def test_every_unit_scaled_by_one_changes_no_bit(cell, tied):
    network = build(cell, 3, tied=tied, embedding=WIDTH)
    for changes in (everything(network), everything(network, "c") if cell == "lstm" else []):
        same = altered(network, changes)
        for read in (passed, stepped):
            assert torch.equal(read(same)[0], read(network)[0])
            assert all(torch.equal(one, other) for one, other in zip(read(same)[1], read(network)[1], strict=True))


def test_every_unit_scaled_by_one_writes_the_same_tunes_with_rules_and_without():
    codec = Characters.fit(["M:4/4\nL:1/8\nK:D\n|:ABcd efga|g2 f2 e2 d2:|\n"])
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        network = Recurrent.build(codec.form, {"width": 16, "embedding": 8, "layers": 2}).eval()
    same = altered(network, everything(network))
    prompt = codec.encode("M:4/4\nL:1/8\nK:D\n").symbols

    def free(model):
        return take(model, prompt, Policy(1.0), generator(5), 200).tolist()

    def ruled(model):
        place = begin("M:4/4\nL:1/8\nK:D\n", "bars").place
        return [*Ruled(model, rules_of(codec), place).stream(prompt, Policy(1.0), generator(5), 300)]

    assert free(same) == free(network)
    assert ruled(same) == ruled(network)
    assert ruled(altered(network, [Change(Unit(2, 1), clamp=1.0)])) != ruled(network)


def said(network):
    """h, and c of an lstm, of every layer after each symbol, in steps; before them one of zeros is read."""
    state, states = network.begin(1), []
    for symbol in (0, *SYMBOLS[0].tolist()):
        _, state = network(torch.tensor([[symbol]]), state)
        states.append(torch.stack(state)[:, :, 0])
    return dict(zip(("h", "c"), torch.stack(states[1:]).unbind(1), strict=False))


TRACED = [name for name in MEMORIES if name in {"c zero", "c clamp"}]


@pytest.mark.parametrize(
    ("cell", "changes"),
    [(cell, changes) for cell in CELLS for changes in CHANGES.values()] + [("lstm", MEMORIES[name]) for name in TRACED],
)
@torch.inference_mode()
def test_the_trace_of_a_changed_network_is_what_it_says_step_by_step(cell, changes):
    other = altered(build(cell, 2), changes)
    assert can_be_traced(other)
    traced = trace(other, SYMBOLS[0].numpy())
    for name, stepped_TLH in said(other).items():
        for layer in (1, 2):
            assert np.allclose(traced.matrix(layer, name), stepped_TLH[:, layer - 1].numpy(), atol=1e-5)


@torch.inference_mode()
def test_a_scaled_memory_is_not_traced_nor_one_that_is_held_in_windows():
    scaled = altered(build("lstm", 1), MEMORIES["c scale"])
    wrong = trace(scaled, SYMBOLS[0].numpy()).matrix(1, "c")
    assert not np.allclose(wrong, said(scaled)["c"][:, 0].numpy(), atol=1e-2)
    assert not can_be_traced(scaled)
    assert not can_be_traced(altered(build("lstm", 1, reach=4), MEMORIES["c clamp"]))
    assert can_be_traced(altered(build("lstm", 1, reach=4), CHANGES["h clamp"]))
    assert can_be_traced(build())


def test_altering_draws_nothing_from_the_global_randomness():
    network = build()
    before = torch.random.get_rng_state()
    altered(network, CHANGES["several"])
    assert torch.equal(torch.random.get_rng_state(), before)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change(Unit(3, 0)), "no layer 3; give one from 1 to 2"),
        (Change(Unit(0, 0)), "no layer 0"),
        (Change(Unit(2, WIDTH)), "no unit 6; give one from 0 to 5"),
        (Change(Unit(1, 0), clamp=1.5), "cannot be 1.5; give a number from -1 to 1"),
        (Change(Unit(1, 0), clamp=float("nan")), "cannot be nan"),
        (Change(Unit(1, 0), "c", clamp=float("inf")), "cannot be inf; give a number that is finite"),
        (Change(Unit(1, 0), scale=float("inf")), "scale is inf"),
        (Change(Unit(1, 0), scale=float("nan")), "scale is nan"),
        (Change(Unit(1, 0), "i\x1b"), "cannot be changed; give h or c"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_one_sentence(change, why):
    with pytest.raises(UsageError, match=why) as refused:
        altered(build("lstm", 2), [change])
    assert str(refused.value).isprintable()


def test_a_unit_that_is_given_twice_is_refused():
    with pytest.raises(UsageError, match="1:2 is given twice"):
        altered(build(), [Change(Unit(1, 2)), Change(Unit(1, 2), clamp=0.5)])


def test_a_memory_is_refused_where_there_is_none():
    with pytest.raises(UsageError, match=r"\(gru\) have no memory c"):
        altered(build("gru"), [Change(Unit(1, 2), "c")])


def test_another_family_is_refused():
    with pytest.raises(UsageError, match="Only units of a recurrent model"):
        altered(Window.build(Ids(SIZE), {}), [Change(Unit(1, 2))])


@given(st.floats(-1, 1, width=32), st.integers(0, WIDTH - 1), st.sampled_from(["rnn", "gru", "lstm"]))
def test_any_value_that_an_output_can_have_can_be_held(value, index, cell):
    assert agrees(build(cell, 2), [Change(Unit(1, index), clamp=value)])


def test_symbols_drawn_from_a_changed_network_are_those_of_its_pass():
    network = altered(build("lstm", 2), CHANGES["h clamp"])
    drawn = take(network, np.array([3, 4], np.int64), Policy(0.0), generator(1), 6)
    fed = torch.tensor([[0, 3, 4, *drawn.tolist()]])
    likeliest = passed(network, fed)[0][0, 2:-1].argmax(-1)
    assert likeliest.tolist() == drawn.tolist()
