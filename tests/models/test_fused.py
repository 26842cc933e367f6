import pytest
import torch

from songrnn.models.cells import CELLS, Weights
from songrnn.models.fused import fused

ROWS, STEPS, SIZE, WIDTH = 3, 9, 4, 5
GATES = {"rnn": 1, "gru": 3, "lstm": 4}


@pytest.mark.parametrize("cell", CELLS)
@torch.inference_mode()
def test_the_kernel_computes_what_the_cell_says_step_by_step(cell):
    torch.manual_seed(1)
    count = GATES[cell] * WIDTH
    shapes = ((count, SIZE), (count, WIDTH), (count,), (count,))
    weights = Weights(*(torch.randn(shape) / 2 for shape in shapes))
    x = torch.randn(ROWS, STEPS, SIZE)
    state = tuple(torch.randn(1, ROWS, WIDTH) / 2 for _ in range(2 if cell == "lstm" else 1))
    hidden, end = fused(cell, x, state, weights)
    now = tuple(part[0] for part in state)
    for step in range(STEPS):
        now = CELLS[cell](x[:, step], now, weights)
        torch.testing.assert_close(hidden[:, step], now[0], atol=1e-5, rtol=0)
    for found, wanted in zip(end, now, strict=True):
        torch.testing.assert_close(found[0], wanted, atol=1e-5, rtol=0)
