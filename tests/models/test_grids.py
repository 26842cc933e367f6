"""Grids of yes and no: true likelihoods, the report's metric, and draws that ask the policy."""

import math

import numpy as np
import pytest
import torch

from songrnn.models.grids import Bernoulli, weighted_nats
from songrnn.sample.policy import Policy
from songrnn.sample.stream import generator

# One row, one step, four pitches of one plane: believed with 0.8, 0.25, 0.6 and 0.1.
BELIEVED = torch.logit(torch.tensor([[[[0.8], [0.25], [0.6], [0.1]]]]))
CAME = torch.tensor([[[[1], [1], [0], [0]]]], dtype=torch.uint8)


def test_nats_are_those_of_all_cells_together():
    by_hand = -math.log(0.8 * 0.25 * 0.4 * 0.9)
    assert Bernoulli(BELIEVED).nats(CAME).item() == pytest.approx(by_hand, abs=1e-6)


def test_probabilities_of_all_grids_add_up_to_one():
    grids = torch.cartesian_prod(*[torch.tensor([0, 1])] * 4).view(16, 1, 4, 1)
    nats = Bernoulli(BELIEVED.expand(16, 1, 4, 1)).nats(grids)
    assert torch.exp(-nats).sum().item() == pytest.approx(1, abs=1e-6)


def test_what_sounds_can_count_more_than_silence():
    by_hand = -5 * math.log(0.8 * 0.25) - math.log(0.4 * 0.9)
    assert weighted_nats(BELIEVED, CAME, 5.0).item() == pytest.approx(by_hand, abs=1e-5)


def test_the_metric_and_the_counts_are_those_of_a_calculation_by_hand():
    # |y| - |y - round(p)| of the four: 1 - 0, 1 - 1, 0 - 1 and 0 - 0.
    marks = {name: mark.item() for name, mark in Bernoulli(BELIEVED).marks(CAME).items()}
    assert marks == {"metric": 0.0, "true_positives": 1.0, "false_positives": 1.0, "false_negatives": 1.0}
    better = Bernoulli(torch.logit(torch.tensor([[[[0.8], [0.75], [0.4], [0.5]]]])))
    assert better.marks(CAME)["metric"].item() == 2 / 4


def test_silence_is_never_worse_than_invention_by_the_metric():
    silent, full = Bernoulli(torch.full((1, 1, 4, 1), -9.0)), Bernoulli(torch.full((1, 1, 4, 1), 9.0))
    assert silent.marks(CAME)["metric"].item() == 0.0
    assert full.marks(CAME)["metric"].item() == 0.0
    assert full.marks(torch.zeros_like(CAME))["metric"].item() == -1.0


def test_a_draw_by_threshold_is_what_is_believed_above_it():
    drawn = Bernoulli(BELIEVED.expand(2, 3, 4, 1)).draw(Policy(threshold=0.5), generator(1))
    assert drawn.tolist() == [[1], [0], [1], [0]]
    assert drawn.dtype == np.uint8


def test_a_draw_comes_as_often_as_it_is_believed():
    prediction = Bernoulli(BELIEVED)
    rng = generator(2)
    share = np.mean([prediction.draw(Policy(1.0), rng) for _ in range(2000)], axis=0)
    assert share[:, 0] == pytest.approx([0.8, 0.25, 0.6, 0.1], abs=0.05)
