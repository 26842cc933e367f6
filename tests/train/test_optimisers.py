"""Optimisers by name, and their state as plain tensors."""

import pytest
import torch

from songrnn.train.optimisers import inner_state, make_optimiser, restore_state, set_rate
from songrnn.train.settings import OPTIMISERS, TrainSettings


def _steps(network, optimiser, count):
    for _ in range(count):
        optimiser.zero_grad()
        network(torch.ones(2, 3)).pow(2).sum().backward()
        optimiser.step()


@pytest.mark.parametrize("name", OPTIMISERS)
def test_an_optimiser_restored_from_its_tensors_goes_on_as_if_nothing_had_happened(name):
    torch.manual_seed(0)
    settings = TrainSettings(optimiser=name)
    network = torch.nn.Linear(3, 2)
    optimiser = make_optimiser(network, settings)
    _steps(network, optimiser, 3)
    twin = torch.nn.Linear(3, 2)
    twin.load_state_dict(network.state_dict())
    restored = make_optimiser(twin, settings)
    restore_state(restored, {name: tensor.clone() for name, tensor in inner_state(optimiser).items()})
    _steps(network, optimiser, 3)
    _steps(twin, restored, 3)
    assert torch.equal(network.weight, twin.weight)


def test_names_make_different_optimisers():
    kinds = {type(make_optimiser(torch.nn.Linear(1, 1), TrainSettings(optimiser=name))) for name in OPTIMISERS}
    assert len(kinds) == len(OPTIMISERS)


def test_the_rate_is_that_of_the_next_step():
    optimiser = make_optimiser(torch.nn.Linear(1, 1), TrainSettings())
    set_rate(optimiser, 0.125)
    assert [group["lr"] for group in optimiser.param_groups] == [0.125]
