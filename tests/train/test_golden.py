"""The first twenty losses of a run of each newer family, exactly as they were: what changes them has to be meant."""

import numpy as np
import pytest
import torch

from songrnn.form import Fields, Grid, Ids
from songrnn.models import FAMILIES
from songrnn.train.batches import Choices
from songrnn.train.device import seeded
from songrnn.train.events import Step
from songrnn.train.loop import Loop
from songrnn.train.settings import TrainSettings
from songrnn.train.windows import Cut, Windows

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))
_POINTS = {"width": 6, "times": "points", "embedding": 0, "reach": 5}
_REPORTED = {"time_width": 5, "pitch_width": 4, "separate": True, "conditioned": False, "objective": "mse"}
NETWORKS = {
    "window": ("window", Ids(5), {"width": 6, "embedding": 5, "second": 5, "head": 4, "attention": 3, "reach": 4}),
    "events": ("events", NOTES, {"width": 6}),
    "events, points": ("events", NOTES, _POINTS),
    "rolls": ("rolls", Grid(5, 1), {"width": 6}),
    "rolls, bars": ("rolls", Grid(5, 1), {"width": 6, "bar": 4, "anew": True}),
    "biaxial": ("biaxial", Grid(14, 2), {"time_width": 6, "pitch_width": 5}),
    "biaxial, reported": ("biaxial", Grid(14, 2), _REPORTED),
}
# fmt: off
GOLDEN = {
    "window": [
        1.742459, 1.736692, 1.325808, 1.686335, 1.731464, 1.684523, 1.728736, 1.726662, 1.680865, 1.678598,
        1.719374, 1.349883, 1.714725, 1.713781, 1.672773, 1.710766, 1.362027, 1.668555, 1.706635, 1.705427,
    ],
    "events": [
        15.561568, 15.492479, 4.690133, 13.928822, 15.013741, 13.787754, 14.761967, 14.63287, 13.388084, 13.292612,
        14.231196, 4.540091, 14.002837, 13.869565, 12.709789, 13.60473, 4.456601, 12.413265, 13.245519, 13.11569,
    ],
    "events, points": [
        7.053494, 7.08074, 0.239204, 5.766348, 6.493143, 5.8143, 6.202721, 6.053779, 5.144337, 5.270603,
        5.468264, 0.240664, 5.457201, 5.186482, 4.398316, 4.771035, 0.241247, 4.198845, 4.42937, 4.265223,
    ],
    "rolls": [
        3.207691, 3.213453, 3.219953, 3.20295, 3.197776, 3.192625, 3.187504, 3.182418, 3.177368, 3.172353,
        3.15411, 3.175954, 3.143828, 3.152705, 3.162103, 3.143105, 3.138343, 3.133585, 3.1438, 3.124114,
    ],
    "rolls, bars": [
        3.223287, 3.230651, 3.238834, 3.223387, 3.219757, 3.216107, 3.212448, 3.208785, 3.205124, 3.201467,
        3.186068, 3.206144, 3.178652, 3.187101, 3.195918, 3.180075, 3.176588, 3.173104, 3.182288, 3.166193,
    ],
    "biaxial": [
        7.340976, 7.331147, 7.321701, 7.322229, 7.317814, 7.313431, 7.309088, 7.304784, 7.300522, 7.296303,
        7.300018, 7.280031, 7.292263, 7.280025, 7.267642, 7.272067, 7.268068, 7.264016, 7.250915, 7.255753,
    ],
    "biaxial, reported": [
        7.26088, 7.048052, 6.843725, 6.651676, 6.460254, 6.273018, 6.090131, 5.911617, 5.737388, 5.567294,
        5.422148, 5.218795, 5.105387, 4.930242, 4.758635, 4.638405, 4.499828, 4.36659, 4.209097, 4.118073,
    ],
}
# fmt: on


def piece(form):
    steps = np.arange(16)
    if isinstance(form, Ids):
        return 1 + steps % 4
    if isinstance(form, Grid):
        cells = np.zeros((16, *form.shape), np.uint8)
        cells[steps, steps % form.pitches] = 1
        return cells
    return np.column_stack([60 + steps % 5, 0.25 * (steps % 3), 0.5 + 0.1 * (steps % 2)]).astype(np.float32)


def losses(name):
    family, form, settings = NETWORKS[name]
    chosen = TrainSettings(rows=2, steps=8, epochs=40, warmup=1, half=False, patience=99)
    with seeded(torch.device("cpu"), chosen.seed):
        network = FAMILIES.get(family).build(form, {**settings, "dropout": 0.0})
    pieces = Choices([piece(form)] * 3, ends=form.ends)
    loop = Loop(network, Windows(pieces, 2, 1, Cut(8, stride=8)), chosen, lambda _: {"nats": 1.0, "loss": 1.0})
    return [event.loss for event in loop.run(lambda: loop.progress.step == 20) if isinstance(event, Step)]


@pytest.mark.parametrize("name", NETWORKS)
def test_twenty_golden_steps(name):
    """The tolerance is for other processors' order of summation."""
    assert losses(name) == pytest.approx(GOLDEN[name], abs=2e-4, rel=2e-4)
    assert losses(name)[-1] < losses(name)[0]
