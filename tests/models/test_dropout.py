"""Dropout by random bytes: what it silences, how much, and that nothing else changes."""

import pytest
import torch
from torch import nn

from songrnn.models.dropout import Dropout


def dropped(share, shape=(50, 40, 100), seed=1):
    torch.manual_seed(seed)
    return Dropout(share).train()(torch.ones(shape))


@pytest.mark.parametrize("share", [0.1, 0.25, 0.3, 0.5, 0.9])
def test_the_share_is_silenced_within_a_256th_and_the_mean_stays(share):
    out = dropped(share)
    assert abs((out == 0).float().mean().item() - share) < 1 / 256 + 0.005
    assert abs(out.mean().item() - 1) < 0.03
    assert len(out.unique()) == 2


def test_each_byte_of_a_drawn_number_silences_alike_and_alone():
    silent = (dropped(0.5, (200_000, 8)) == 0).float()
    assert (silent.mean(0) - 0.5).abs().max() < 0.01
    assert (silent.T.corrcoef() - torch.eye(8)).abs().max() < 0.01


@pytest.mark.parametrize("shape", [(1,), (7,), (9,), (3, 5), (0, 4)])
def test_any_shape_is_kept(shape):
    assert dropped(0.5, shape).shape == shape


@pytest.mark.parametrize(("share", "silenced"), [(0.0, 0), (0.001, 1), (0.25, 64), (0.999, 255)])
def test_a_share_above_nothing_never_becomes_nothing_nor_all(share, silenced):
    assert Dropout(share).silenced == silenced


def test_the_same_seed_silences_the_same_and_another_does_not():
    assert torch.equal(dropped(0.5), dropped(0.5))
    assert not torch.equal(dropped(0.5), dropped(0.5, seed=2))


def test_outside_training_and_without_a_share_it_hands_its_input_on():
    x = torch.ones(3)
    assert Dropout(0.5).eval()(x) is x
    assert Dropout(0.0).train()(x) is x


def test_gradients_flow_where_the_elements_did():
    x = torch.ones(1000, dtype=torch.bfloat16, requires_grad=True)
    layer: nn.Module = Dropout(0.5).train()
    out = layer(x)
    out.sum().backward()
    assert out.dtype == torch.bfloat16
    assert torch.equal(x.grad, out.detach())
