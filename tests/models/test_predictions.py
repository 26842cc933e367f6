"""Predictions: true negative log-likelihoods, and draws that ask the policy."""

import math

import pytest
import torch

from songrnn.models.predictions import Categorical


def test_nats_are_the_negative_logarithm_of_the_probability():
    prediction = Categorical(torch.log(torch.tensor([[[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]]])))
    nats = prediction.nats(torch.tensor([[1, 2]]))
    assert nats[0].tolist() == pytest.approx([math.log(4), -math.log(0.7)], abs=1e-6)


def test_probabilities_of_all_symbols_add_up_to_one():
    prediction = Categorical(torch.randn(1, 1, 9))
    total = sum(math.exp(-prediction.nats(torch.tensor([[symbol]])).item()) for symbol in range(9))
    assert total == pytest.approx(1, abs=1e-6)


def test_a_draw_shows_the_policy_the_last_step_of_the_first_row():
    seen = []

    class Chooser:
        def choose(self, logits, rng):
            seen.append((logits, rng))
            return 2

    logits = torch.randn(2, 3, 4)
    rng = torch.Generator()
    assert Categorical(logits).draw(Chooser(), rng) == 2
    assert torch.equal(seen[0][0], logits[0, 2])
    assert seen[0][1] is rng
