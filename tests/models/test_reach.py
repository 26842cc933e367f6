"""Windows before each prediction, and what is carried on."""

import torch

from songrnn.form import Grid, Ids
from songrnn.models.reach import nothing_yet, windows

LIKE = torch.zeros(1)


def test_a_window_ends_with_its_step_and_begins_with_zeros_before_the_piece():
    seen, _ = windows(torch.tensor([[1, 2, 3, 4]]), nothing_yet(Ids(9), 1, 3, LIKE), 3, last=False)
    assert seen.tolist() == [[0, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 4]]


def test_what_is_carried_goes_on_where_the_pass_before_stopped():
    carried = nothing_yet(Ids(9), 2, 3, LIKE)
    _, carried = windows(torch.tensor([[1], [5]]), carried, 3, last=False)
    seen, carried = windows(torch.tensor([[2], [6]]), carried, 3, last=False)
    assert seen.tolist() == [[0, 1, 2], [0, 5, 6]]
    assert carried.tolist() == [[[1, 2], [5, 6]]]


def test_the_last_window_alone_is_that_of_the_last_step():
    symbols = torch.arange(1, 13).view(2, 6)
    every, kept = windows(symbols, nothing_yet(Ids(99), 2, 4, LIKE), 4, last=False)
    last, same = windows(symbols, nothing_yet(Ids(99), 2, 4, LIKE), 4, last=True)
    assert torch.equal(last, every.view(2, 6, 4)[:, -1])
    assert torch.equal(kept, same)


def test_steps_of_a_grid_keep_their_shape():
    grid = torch.arange(24, dtype=torch.float32).view(1, 2, 4, 3)
    seen, carried = windows(grid, nothing_yet(Grid(4, 3), 1, 2, LIKE), 2, last=False)
    assert seen.shape == (2, 2, 4, 3)
    assert torch.equal(seen[1], grid[0])
    assert torch.equal(carried.view(4, 3), grid[0, 1])
