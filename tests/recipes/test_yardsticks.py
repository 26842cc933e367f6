"""The outside yardsticks: their settings as published, and folk-rnn's number of parameters."""

import pytest

from songrnn.form import Ids
from songrnn.models import FAMILIES
from songrnn.models.counting import count_as_lasagne
from songrnn.recipes.yardsticks import char_rnn, folk_rnn, melody_rnn


@pytest.mark.parametrize(
    ("recipe", "codec", "layers", "width", "dropout"),
    [
        (char_rnn, "characters", 2, 128, 0.0), (folk_rnn, "tokens", 3, 512, 0.5), (melody_rnn, "words", 2, 128, 0.5),
    ],
)  # fmt: skip
def test_networks_are_those_that_were_published(recipe, codec, layers, width, dropout):
    made = recipe("base")
    assert (made.codec, made.family, made.model["cell"]) == (codec, "recurrent", "lstm")
    assert (made.model["layers"], made.model["width"], made.model["dropout"]) == (layers, width, dropout)


@pytest.mark.parametrize(
    ("recipe", "rows", "optimiser", "rate", "clip"),
    [(char_rnn, 50, "rmsprop", 2e-3, 5), (folk_rnn, 64, "rmsprop", 3e-3, 5), (melody_rnn, 128, "adam", 1e-3, 5)],
)
def test_training_is_as_it_was_published(recipe, rows, optimiser, rate, clip):
    train = recipe("base").train
    assert (train.rows, train.optimiser, train.rate, train.clip, train.warmup) == (rows, optimiser, rate, clip, 0)


def test_rates_shrink_after_as_many_epochs_as_published():
    char, folk = char_rnn().train, folk_rnn().train
    assert [(one.schedule, one.hold, one.shrink) for one in (char, folk)] == [("decay", 10, 0.97), ("decay", 20, 0.97)]
    assert (char.steps, char.epochs, folk.epochs) == (50, 50, 100)


def test_folk_rnn_has_as_many_parameters_as_it_prints():
    made = folk_rnn("base")
    assert made.coding["most"] == 137
    assert count_as_lasagne(FAMILIES.get("recurrent").build(Ids(137), dict(made.model))) == 5_599_881
