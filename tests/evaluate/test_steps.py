"""Figures of every step: against a loop by hand, over forms with and without an end, however passes are cut."""

import numpy as np
import pytest
import torch

from songrnn.evaluate import steps
from songrnn.evaluate.steps import figures, means, passes
from songrnn.form import Fields, Grid, Ids
from songrnn.models import FAMILIES

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))
NETWORKS = [
    ("recurrent", Ids(7), {"width": 6, "embedding": 5, "layers": 2}),
    ("events", NOTES, {"width": 6}),
    ("rolls", Grid(5, 1), {"width": 6}),
]
EACH = pytest.mark.parametrize(("name", "form", "settings"), NETWORKS)
LENGTHS = (5, 1, 9, 3)


def build(name, form, settings):
    with torch.random.fork_rng():
        torch.manual_seed(5)
        return FAMILIES.get(name).build(form, settings).eval()


def pieces(form):
    rng = np.random.default_rng(2)
    if isinstance(form, Ids):
        return [rng.integers(1, form.size, length) for length in LENGTHS]
    if isinstance(form, Grid):
        return [rng.integers(0, 2, (length, *form.shape)).astype(np.uint8) for length in LENGTHS]
    return [
        np.column_stack([rng.integers(1, 128, length), rng.random((length, 2))]).astype(np.float32)
        for length in LENGTHS
    ]


def nats(prediction, target):
    return {"nats": prediction.nats(target)}


@EACH
@torch.inference_mode()
def test_each_step_is_as_if_its_piece_were_read_alone_one_step_at_a_time(name, form, settings):
    network = build(name, form, settings)
    for row, piece in zip(passes(network, pieces(form), nats), pieces(form), strict=True):
        closed = np.concatenate([piece, np.zeros_like(piece[:1])]) if form.ends else piece
        state, expected, before = network.begin(1), [], np.zeros_like(piece[:1])
        for step in closed:
            prediction, state = network(torch.as_tensor(before[None]), state)
            expected.append(float(prediction.nats(torch.as_tensor(step[None, None]))))
            before = step[None]
        assert row["nats"] == pytest.approx(np.array(expected), abs=1e-4)


@EACH
@pytest.mark.parametrize("cells", [1, 7, 30])
def test_how_passes_are_cut_does_not_matter(monkeypatch, name, form, settings, cells):
    network = build(name, form, settings)
    whole = passes(network, pieces(form), nats)
    monkeypatch.setattr(steps, "_CELLS", cells)
    for one, other in zip(whole, passes(network, pieces(form), nats), strict=True):
        assert one["nats"] == pytest.approx(other["nats"], abs=1e-4)


@EACH
def test_the_figures_are_means_over_all_steps(name, form, settings):
    network = build(name, form, settings)
    found = figures(network, pieces(form))
    rows = passes(network, pieces(form), nats)
    assert found["nats"] == pytest.approx(np.concatenate([row["nats"] for row in rows]).mean(), abs=1e-5)
    assert sum(len(row["nats"]) for row in rows) == sum(LENGTHS) + len(LENGTHS) * form.ends


def test_weights_are_of_the_target():
    network, form = build(*NETWORKS[0]), NETWORKS[0][1]
    weights = torch.zeros(form.size)
    weights[3] = 2.0
    closed = np.concatenate([np.append(piece, 0) for piece in pieces(form)])
    rows = np.concatenate([row["nats"] for row in passes(network, pieces(form), nats)])
    found = figures(network, pieces(form), weights)
    assert found["loss"] == pytest.approx((2 * rows * (closed == 3)).mean(), abs=1e-5)
    assert found["nats"] == pytest.approx(rows.mean(), abs=1e-5)


def test_counts_become_shares_over_the_whole_split():
    counted = [
        {"true_positives": np.array([3.0, 0]), "false_positives": np.array([1.0, 0]), "false_negatives": np.zeros(2)},
        {"true_positives": np.array([0.0]), "false_positives": np.zeros(1), "false_negatives": np.array([3.0])},
    ]
    assert means(counted) == {"precision": 3 / 4, "recall": 3 / 6, "f1": 6 / 10}


def test_nothing_found_where_nothing_was_is_no_division_by_nothing():
    counted = [{name: np.zeros(2) for name in ("true_positives", "false_positives", "false_negatives")}]
    assert means(counted) == {"precision": 0, "recall": 0, "f1": 0}
    assert means([]) == {}
