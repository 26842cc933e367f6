"""The written-out cells against torch's own fused kernels, and against arithmetic by hand."""

import math

import pytest
import torch

from songrnn.models.cells import CELLS, Weights

_FUSED = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def _weights(fused):
    return Weights(fused.weight_ih_l0, fused.weight_hh_l0, fused.bias_ih_l0, fused.bias_hh_l0)


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_stepped_equals_the_fused_kernel(name):
    torch.manual_seed(3)
    fused = _FUSED[name](5, 7, batch_first=True)
    x = torch.randn(2, 11, 5)
    expected, _ = fused(x)
    state = tuple(torch.zeros(2, 7) for _ in range(2 if name == "lstm" else 1))
    for step in range(11):
        state = CELLS[name](x[:, step], state, _weights(fused))
        assert torch.allclose(state[0], expected[:, step], atol=1e-6)


def test_an_lstm_of_one_unit_computes_what_its_equations_say():
    weights = Weights(
        torch.tensor([[0.5], [-0.25], [1.0], [2.0]]),
        torch.zeros(4, 1),
        torch.tensor([0.1, 0.2, 0.3, 0.4]),
        torch.zeros(4),
    )
    h, c = CELLS["lstm"](torch.tensor([[2.0]]), (torch.tensor([[0.0]]), torch.tensor([[0.7]])), weights)

    def sigmoid(x):
        return 1 / (1 + math.exp(-x))

    memory = sigmoid(-0.3) * 0.7 + sigmoid(1.1) * math.tanh(2.3)
    assert c.item() == pytest.approx(memory, abs=1e-6)
    assert h.item() == pytest.approx(sigmoid(4.4) * math.tanh(memory), abs=1e-6)
