import pytest
import torch

from songrnn.models.cells import CELLS, Weights
from songrnn.probe.gates import NAMES, read_end, read_layer, sum_up

ROWS, STEPS, SIZE, WIDTH = 3, 6, 4, 5
COUNTS = {"rnn": 1, "gru": 3, "lstm": 4}


def case(cell):
    torch.manual_seed(2)
    count = COUNTS[cell] * WIDTH
    weights = Weights(*(torch.randn(shape) for shape in ((count, SIZE), (count, WIDTH), (count,), (count,))))
    state = tuple(torch.randn(1, ROWS, WIDTH) / 2 for _ in range(2 if cell == "lstm" else 1))
    return torch.randn(ROWS, STEPS, SIZE), state, weights


@pytest.mark.parametrize("cell", CELLS)
@torch.inference_mode()
def test_outputs_and_memory_go_on_from_any_state_as_the_cells_have_it(cell):
    x, state, weights = case(cell)
    found, end = read_layer(cell, x, state, weights)
    assert tuple(found) == NAMES[cell]
    now = tuple(part[0] for part in state)
    for step in range(STEPS):
        now = CELLS[cell](x[:, step], now, weights)
        for name, wanted in zip(("h", "c"), now, strict=False):
            torch.testing.assert_close(found[name][:, step], wanted, atol=1e-5, rtol=0)
    for part, wanted in zip(end, now, strict=True):
        torch.testing.assert_close(part[0], wanted, atol=1e-5, rtol=0)


@pytest.mark.parametrize("cell", CELLS)
@torch.inference_mode()
def test_gates_make_the_outputs_that_they_stand_beside(cell):
    x, state, weights = case(cell)
    found, _ = read_layer(cell, x, state, weights)
    before = torch.cat([state[0].transpose(0, 1), found["h"][:, :-1]], 1)
    if cell == "lstm":
        torch.testing.assert_close(found["h"], found["o"] * torch.tanh(found["c"]), atol=1e-5, rtol=0)
    if cell == "gru":
        torch.testing.assert_close(found["h"], (1 - found["z"]) * found["n"] + found["z"] * before, atol=1e-5, rtol=0)


@pytest.mark.parametrize("cell", CELLS)
@torch.inference_mode()
def test_the_end_of_a_sequence_is_the_last_step_of_all(cell):
    x, state, weights = case(cell)
    whole, _ = read_layer(cell, x, state, weights)
    end, hidden = read_end(cell, x, state, weights)
    assert tuple(end) == NAMES[cell]
    torch.testing.assert_close(hidden, whole["h"])
    for name, values in end.items():
        torch.testing.assert_close(values, whole[name][:, -1], atol=1e-6, rtol=0)


def test_memory_is_what_is_kept_of_it_and_what_is_let_in():
    gates = {name: torch.tensor(values)[None, :, None] for name, values in
             {"f": [1.0, 0.5, 0.0], "i": [0.5, 1.0, 1.0], "g": [1.0, -1.0, 0.25]}.items()}  # fmt: skip
    assert sum_up(torch.tensor([[2.0]]), gates)[0, :, 0].tolist() == [2.5, 0.25, 0.25]
