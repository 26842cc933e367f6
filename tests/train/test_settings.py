"""Settings of a run are checked as they are made."""

import math

import pytest

from songrnn.errors import UsageError
from songrnn.train.settings import TrainSettings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rows", 0), ("steps", -1), ("epochs", 0), ("patience", 0), ("evaluations", 0), ("rate", math.nan),
        ("rate", 0), ("rate", math.inf), ("decay", -1), ("clip", math.nan), ("warmup", -1), ("seed", -1),
        ("optimiser", "adm"), ("schedule", "sine"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_by_name(name, value):
    with pytest.raises(UsageError, match=f"train.{name}"):
        TrainSettings(**{name: value})


def test_a_mistaken_optimiser_gets_the_nearest_name():
    with pytest.raises(UsageError, match="Did you mean 'nadam'"):
        TrainSettings(optimiser="nadm")
