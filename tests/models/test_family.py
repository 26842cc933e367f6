"""Laws of every model family in the table."""

from itertools import islice

import numpy as np
import pytest
import torch

from songrnn.form import Fields, Form, Grid, Ids
from songrnn.models import FAMILIES
from songrnn.models.family import Family
from songrnn.sample.policy import Policy
from songrnn.sample.stream import generator, stream

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))
# Each family in all its ways: the form that it is built for, and small settings.
SMALL = [
    ("recurrent", Ids(7), {"width": 6, "embedding": 5, "layers": 2}),
    ("recurrent", Ids(7), {"width": 6, "embedding": 5, "layers": 2, "cell": "gru", "head": 4}),
    ("recurrent", Ids(7), {"width": 6, "embedding": 5, "layers": 2, "reach": 4, "head": 4}),
    ("window", Ids(7), {"reach": 4, "width": 5, "embedding": 3, "attention": 2, "second": 4, "head": 6}),
    ("biaxial", Grid(14, 2), {"time_width": 3, "pitch_width": 4}),
    ("biaxial", Grid(5, 1), {"time_width": 3, "pitch_width": 4, "separate": True, "beats": False, "positive": 5.0}),
    ("biaxial", Grid(5, 2), {"time_width": 3, "time_layers": 2, "pitch_layers": 2, "pitch_last": 3, "dropout": 0.5}),
    ("biaxial", Grid(5, 2), {"time_width": 3, "separate": True, "conditioned": False, "objective": "mse"}),
    ("biaxial", Grid(5, 2), {"time_width": 3, "time_layers": 2, "separate": True, "conditioned": False}),
    ("biaxial", Grid(5, 2), {"time_width": 3, "objective": "mse"}),
    ("events", NOTES, {"width": 6, "embedding": 5, "layers": 2, "components": 3, "head": 4}),
    ("events", NOTES, {"width": 6, "embedding": 5, "components": 3, "head": 4, "reach": 4}),
    ("events", NOTES, {"width": 6, "embedding": 0, "components": 3, "head": 4}),
    ("events", NOTES, {"width": 6, "embedding": 0, "times": "points", "reach": 4}),
    ("events", NOTES, {"width": 6, "embedding": 5, "times": "points", "layers": 2}),
    ("rolls", Grid(5, 2), {"width": 6}),
    ("rolls", Grid(5), {"width": 6, "bar": 3, "positive": 4.0}),
    ("rolls", Grid(5), {"width": 6, "bar": 4, "anew": True, "layers": 2}),
]
EACH = pytest.mark.parametrize(("name", "form", "settings"), SMALL)


def build(name, form, settings):
    with torch.random.fork_rng():
        torch.manual_seed(5)
        return FAMILIES.get(name).build(form, settings).eval()


def sequences(form, rows=2, steps=9):
    """Sequences of a form, drawn at random; no step is the end."""
    rng = np.random.default_rng(3)
    if isinstance(form, Ids):
        return torch.as_tensor(rng.integers(1, form.size, (rows, steps)))
    if isinstance(form, Grid):
        return torch.as_tensor(rng.integers(0, 2, (rows, steps, *form.shape)).astype(np.uint8))
    pitches = rng.integers(1, form.sizes[0], (rows, steps, 1))
    times = rng.integers(1, 200, (rows, steps, len(form.names) - 1)) / 100
    return torch.as_tensor(np.concatenate([pitches, times], 2).astype(np.float32))


def nats_of(network, symbols, target):
    """What the network makes smaller: nats where it has them."""
    prediction, state = network(symbols, network.begin(len(symbols)))
    return network.objective(prediction, target), state


def test_every_family_is_tested():
    assert {name for name, _, _ in SMALL} == set(FAMILIES.names())


@EACH
def test_a_family_keeps_its_contract(name, form, settings):
    network = build(name, form, settings)
    assert isinstance(network, Family)
    assert type(network).accepts(form)
    assert network.form == form
    rebuilt = type(network).build(form, network.settings())
    assert {k: v.shape for k, v in rebuilt.state_dict().items()} == {
        k: v.shape for k, v in network.state_dict().items()
    }
    symbols = sequences(form)
    prediction, state = network(symbols, network.begin(2))
    assert network.objective(prediction, symbols).shape == (2, 9)
    assert all(part.shape[1] == 2 for part in state)
    assert [part.shape for part in state] == [part.shape for part in network.begin(2)]
    assert [part.dtype for part in state] == [part.dtype for part in network.begin(2)]
    if prediction.has_nats:
        assert bool(torch.isfinite(prediction.nats(symbols)).all())
    assert all(mark.shape == (2, 9) for mark in prediction.marks(symbols).values())


@pytest.mark.parametrize("name", FAMILIES.names())
def test_a_family_refuses_forms_it_does_not_know(name):
    class Strange(Form):
        pass

    assert not FAMILIES.get(name).accepts(Strange())


@EACH
@torch.inference_mode()
def test_stepping_equals_passing(name, form, settings):
    network = build(name, form, settings)
    symbols = sequences(form)
    target = sequences(form, steps=10)[:, 1:]
    whole, end = nats_of(network, symbols, target)
    state, stepped = network.begin(2), []
    for at in range(symbols.shape[1]):
        prediction, state = network(symbols[:, at : at + 1], state)
        stepped.append(network.objective(prediction, target[:, at : at + 1]))
    assert torch.allclose(torch.cat(stepped, 1), whole, atol=1e-5)
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(state, end, strict=True))


@EACH
@torch.inference_mode()
def test_a_pass_in_two_halves_equals_a_whole_one_also_in_training(name, form, settings):
    network = build(name, form, settings).train()
    for module in network.modules():
        if hasattr(module, "silenced"):
            module.silenced = 0
        if hasattr(module, "p"):
            module.p = 0.0
    symbols, target = sequences(form), sequences(form, steps=10)[:, 1:]
    whole, _ = nats_of(network, symbols, target)
    prediction, state = network(symbols[:, :4], network.begin(2))
    first = network.objective(prediction, target[:, :4])
    prediction, _ = network(symbols[:, 4:], state)
    second = network.objective(prediction, target[:, 4:])
    assert torch.allclose(torch.cat([first, second], 1), whole, atol=1e-5)


@EACH
@torch.inference_mode()
def test_the_last_belief_alone_is_that_of_the_whole_pass(name, form, settings):
    network = build(name, form, settings)
    symbols = sequences(form)
    prediction, end = network(symbols, network.begin(2))
    alone, state = network(symbols, network.begin(2), last=True)
    target = symbols.flip(1)
    assert torch.allclose(
        network.objective(alone, target[:, -1:]), network.objective(prediction, target)[:, -1:], atol=1e-5
    )
    assert all(torch.allclose(one, other, atol=1e-6) for one, other in zip(state, end, strict=True))


@EACH
@torch.inference_mode()
def test_a_row_does_not_hear_the_others(name, form, settings):
    network = build(name, form, settings)
    symbols = sequences(form, rows=3)
    together, _ = nats_of(network, symbols, symbols.flip(1))
    alone, _ = nats_of(network, symbols[1:2], symbols[1:2].flip(1))
    assert torch.allclose(together[1:2], alone, atol=1e-5)


@EACH
def test_the_same_seed_writes_the_same_and_another_one_something_else(name, form, settings):
    network = build(name, form, settings)
    prompt = sequences(form, rows=1, steps=3)[0].numpy()

    def written(seed):
        drawn = stream(network, prompt, Policy(1.0), generator(seed))
        return [np.asarray(symbol).tolist() for symbol in islice(drawn, 6)]

    assert written(1) == written(1)
    assert any(written(1) != written(seed) for seed in range(2, 9)) or not _is_drawn(network, form)


def _is_drawn(network, form):
    """Whether chance has a say: not where point estimates alone are given."""
    prediction, _ = network(sequences(form), network.begin(2))
    return prediction.has_nats


@EACH
def test_every_weight_learns(name, form, settings):
    network = build(name, form, settings).train()
    symbols = sequences(form)
    loss, _ = nats_of(network, symbols, symbols.flip(1))
    loss.mean().backward()
    silent = [name for name, weight in network.named_parameters() if weight.grad is None]
    assert silent == []
