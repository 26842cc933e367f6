import math

import numpy as np
import pytest
import torch

from songrnn.form import Grid, Ids
from songrnn.models.biaxial import Biaxial
from songrnn.models.recurrent import Recurrent
from songrnn.models.rolls import Rolls
from songrnn.probe import beliefs as module
from songrnn.probe.beliefs import beliefs

LETTERS = ["", *"abcdefghij"]
SYMBOLS = np.random.default_rng(1).integers(1, 11, 23)


def network():
    torch.manual_seed(1)
    return Recurrent.build(Ids(11), {"layers": 2, "width": 7, "embedding": 5}).eval()


@torch.inference_mode()
def logs(net):
    fed = torch.tensor([[Ids.END, *SYMBOLS.tolist()]])
    return torch.log_softmax(net(fed, net.begin(1))[0].logits_BTV[0], -1)


@pytest.mark.parametrize("stretch", [4096, 4])
def test_surprise_is_what_the_symbol_cost_given_those_before_it(stretch, monkeypatch):
    monkeypatch.setattr(module, "_STEPS", stretch)
    net = network()
    wanted = [-float(logs(net)[at, symbol]) for at, symbol in enumerate(SYMBOLS)]
    np.testing.assert_allclose(beliefs(net, SYMBOLS, LETTERS.__getitem__).surprises, wanted, atol=1e-5)


@pytest.mark.parametrize("stretch", [4096, 4])
def test_guesses_are_the_likeliest_symbols_after_each_likeliest_first(stretch, monkeypatch):
    monkeypatch.setattr(module, "_STEPS", stretch)
    net = network()
    found = beliefs(net, SYMBOLS, LETTERS.__getitem__).guesses
    assert len(found) == len(SYMBOLS)
    for guesses, row in zip(found, logs(net)[1:].exp(), strict=True):
        order = row.argsort(descending=True)[:5].tolist()
        assert [guess.text for guess in guesses] == [LETTERS[at] for at in order]
        np.testing.assert_allclose([guess.probability for guess in guesses], row[order].numpy(), atol=1e-6)


def test_there_are_no_more_guesses_than_symbols():
    found = beliefs(network(), SYMBOLS, LETTERS.__getitem__, count=50).guesses
    assert {len(guesses) for guesses in found} == {11}
    assert math.isclose(sum(guess.probability for guess in found[0]), 1, abs_tol=1e-5)


def test_an_empty_piece_has_no_beliefs():
    found = beliefs(network(), SYMBOLS[:0], LETTERS.__getitem__)
    assert len(found.surprises) == 0
    assert found.guesses == ()


def test_of_grids_there_is_surprise_and_no_guess():
    torch.manual_seed(1)
    net, cells = Rolls.build(Grid(4, 1), {"width": 5, "layers": 1}), np.ones((6, 4, 1), np.uint8)
    found = beliefs(net, cells, str)
    assert found.guesses == ((),) * 6
    assert np.isfinite(found.surprises).all()


def test_of_point_estimates_there_is_neither():
    net = Biaxial.build(Grid(4, 1), {"objective": "mse", "time_width": 3, "pitch_width": 4})
    found = beliefs(net, np.ones((6, 4, 1), np.uint8), str)
    assert np.isnan(found.surprises).all()
    assert len(found.surprises) == 6


def test_a_network_in_training_is_left_so_and_asked_without_dropout():
    net = network().train()
    found = beliefs(net, SYMBOLS, LETTERS.__getitem__).surprises
    assert net.training
    np.testing.assert_array_equal(found, beliefs(net.eval(), SYMBOLS, LETTERS.__getitem__).surprises)
