"""The recipes of the character-level study: its figures, and its protocol where it is asked for."""

import pytest

from songrnn.recipes.recipe import change
from songrnn.recipes.szeto import szeto_lstm, szeto_rnn


@pytest.mark.parametrize(("recipe", "cell"), [(szeto_lstm, "lstm"), (szeto_rnn, "rnn")])
def test_settings_are_those_of_the_report(recipe, cell):
    made = recipe("base")
    assert (made.codec, made.family) == ("characters", "recurrent")
    model, train = made.model, made.train
    assert (model["cell"], model["layers"], model["width"], model["dropout"]) == (cell, 1, 150, 0.1)
    assert (train.optimiser, train.rate, train.schedule) == ("adam", 1e-3, "constant")


def test_the_two_differ_in_the_cell_alone():
    one, other = szeto_lstm().values(), szeto_rnn().values()
    assert one["model"] | {"cell": "rnn"} == other["model"]
    assert {key: one[key] for key in ("train", "codec", "family", "size")} == {
        key: other[key] for key in ("train", "codec", "family", "size")
    }


def test_every_character_is_learned_and_one_window_of_thirty_of_each_tune_where_it_is_asked_for():
    train = szeto_lstm().train
    assert train.reading == "windows"
    assert 0 < train.stride <= train.steps
    asked = change(szeto_lstm(), ("train.reading=excerpts", "train.steps=30")).train
    assert (asked.reading, asked.steps) == ("excerpts", 30)


@pytest.mark.parametrize("setting", ["model.width=250", "model.dropout=.3", "model.cell=rnn"])
def test_what_the_study_varies_can_be_varied(setting):
    assert change(szeto_lstm(), [setting]).model != szeto_lstm().model
