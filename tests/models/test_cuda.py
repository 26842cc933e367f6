"""CUDA gives what the processor gives, for every family; skipped where there is no such device."""

import numpy as np
import pytest
import torch

from songrnn.form import Fields, Grid, Ids
from songrnn.models import FAMILIES
from songrnn.train.batches import Choices
from songrnn.train.events import Step
from songrnn.train.loop import Loop
from songrnn.train.settings import TrainSettings
from songrnn.train.windows import Cut, Windows

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))
NETWORKS = [
    ("recurrent", Ids(7), {"width": 6, "embedding": 5, "layers": 2}),
    ("recurrent", Ids(7), {"width": 6, "embedding": 5, "layers": 2, "reach": 4, "head": 4}),
    ("window", Ids(7), {"width": 6, "embedding": 5, "second": 5, "head": 4, "attention": 3, "reach": 4}),
    ("events", NOTES, {"width": 6}),
    ("events", NOTES, {"width": 6, "times": "points", "embedding": 0, "reach": 5}),
    ("rolls", Grid(5, 1), {"width": 6}),
    ("rolls", Grid(5, 1), {"width": 6, "bar": 4, "anew": True}),
    ("biaxial", Grid(14, 2), {"time_width": 6, "pitch_width": 5}),
    ("biaxial", Grid(14, 2), {"time_width": 6, "pitch_width": 5, "separate": True, "conditioned": False}),
]
EACH = pytest.mark.parametrize(("name", "form", "settings"), NETWORKS)


def build(name, form, settings):
    with torch.random.fork_rng():
        torch.manual_seed(5)
        return FAMILIES.get(name).build(form, settings)


def piece(form, steps=16):
    rng = np.random.default_rng(3)
    if isinstance(form, Ids):
        return rng.integers(1, form.size, steps)
    if isinstance(form, Grid):
        return rng.integers(0, 2, (steps, *form.shape)).astype(np.uint8)
    return np.column_stack([rng.integers(1, 128, steps), rng.random((steps, 2))]).astype(np.float32)


@EACH
@torch.inference_mode()
def test_a_pass_is_the_same_on_both(name, form, settings):
    symbols = torch.as_tensor(piece(form))[None]
    found = []
    for device in ("cpu", "cuda"):
        network = build(name, form, settings).eval().to(device)
        given = symbols.to(device)
        prediction, _ = network(given, network.begin(1))
        found.append(network.objective(prediction, given.flip(1)).cpu())
    assert torch.allclose(*found, atol=1e-3, rtol=1e-3)


@EACH
def test_a_run_of_ten_steps_is_nearly_the_same_on_both(name, form, settings):
    losses = []
    for device in ("cpu", "cuda"):
        chosen = TrainSettings(rows=2, steps=8, epochs=9, warmup=0, half=False, patience=99)
        network = build(name, form, {**settings, "dropout": 0.0}).to(device)
        pieces = Choices([piece(form) for _ in range(3)], ends=form.ends)
        loop = Loop(network, Windows(pieces, 2, 1, Cut(8, stride=8)), chosen, lambda _: {"nats": 1.0, "loss": 1.0})
        losses.append([event.loss for event in loop.run() if isinstance(event, Step)][:10])
    assert losses[0] == pytest.approx(losses[1], rel=2e-3, abs=2e-3)
