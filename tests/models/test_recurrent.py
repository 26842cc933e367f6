"""The recurrent family: its shapes, its settings, and the law that stepping equals passing."""

import pytest
import torch

from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent, Settings

FORM = Ids(11)


def build(**settings):
    torch.manual_seed(1)
    return Recurrent.build(FORM, {"width": 12, "embedding": 8, **settings}).eval()


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 3])
def test_stepping_through_a_sequence_equals_one_pass_over_it(cell, layers):
    network = build(cell=cell, layers=layers)
    symbols = torch.randint(0, FORM.size, (2, 9))
    passed, after = network(symbols, network.begin(2))
    state = network.begin(2)
    for step in range(9):
        stepped, state = network(symbols[:, step : step + 1], state)
        assert torch.allclose(stepped.logits_BTV[:, 0], passed.logits_BTV[:, step], atol=1e-5)
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(state, after, strict=True))


def test_rows_of_a_state_can_be_picked_and_go_on_alone():
    network = build()
    symbols = torch.randint(0, FORM.size, (3, 5))
    _, state = network(symbols, network.begin(3))
    picked = tuple(part[:, 1:2] for part in state)
    together, _ = network(symbols[:, :1], state)
    alone, _ = network(symbols[1:2, :1], picked)
    assert torch.allclose(together.logits_BTV[1], alone.logits_BTV[0], atol=1e-6)


def test_the_number_of_parameters_is_that_of_the_written_equations():
    network = build(layers=2, width=12, embedding=8)
    layer1, layer2 = 4 * 12 * (8 + 12 + 2), 4 * 12 * (12 + 12 + 2)
    assert sum(p.numel() for p in network.parameters()) == 11 * 8 + layer1 + layer2 + 12 * 11 + 11


def test_tied_weights_are_one_matrix():
    network = build(width=12, embedding=12, tied=True)
    assert network.softmax.weight is network.embedding.weight


def test_forget_gates_of_an_lstm_start_open():
    assert torch.equal(build(width=12).layers.bias_ih_l0[12:24], torch.ones(12))


def test_dropout_is_silent_outside_training():
    network = build(dropout=0.9)
    symbols = torch.randint(0, FORM.size, (1, 6))
    one, _ = network(symbols, network.begin(1))
    other, _ = network(symbols, network.begin(1))
    assert torch.equal(one.logits_BTV, other.logits_BTV)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"cell": "lsmt"}, "lstm"),
        ({"layers": 0}, "model.layers"),
        ({"width": 10**9}, "model.width"),
        ({"dropout": 1.0}, "model.dropout"),
        ({"tied": True, "embedding": 3}, "Tied"),
        ({"widht": 3}, "width"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(settings, said):
    with pytest.raises(UsageError, match=said):
        build(**settings)


def test_settings_are_what_the_network_was_built_from():
    shape = Settings(cell="gru", layers=1, width=5, embedding=4, dropout=0.1)
    rebuilt = Recurrent.build(FORM, Recurrent(FORM, shape).settings())
    assert rebuilt.shape == shape
