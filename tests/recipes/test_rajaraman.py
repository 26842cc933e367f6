"""The recipes of the bars of piano roll: the report's figures, and what the better one knows."""

import pytest

from songrnn.recipes.rajaraman import note_rolls, rajaraman_rolls
from songrnn.recipes.recipe import SIZES


def test_settings_are_those_of_the_report():
    made = rajaraman_rolls("base")
    assert (made.codec, made.family) == ("rolls", "rolls")
    wanted = {"width": 256, "layers": 2, "dropout": 0.5, "anew": True, "positive": 1.0}
    assert {name: made.model[name] for name in wanted} == wanted
    train = made.train
    assert (train.rows, train.epochs, train.optimiser) == (128, 20, "nadam")
    assert train.patience == train.epochs


@pytest.mark.parametrize("size", SIZES)
def test_windows_begin_with_bars_and_hold_the_bar_before(size):
    made = rajaraman_rolls(size)
    bar = made.model["bar"]
    assert (made.coding["locations"], made.train.stride, made.train.steps) == (bar, bar, 2 * bar)


def test_the_better_one_reads_the_step_before_and_more_bars():
    made = note_rolls("base")
    assert (made.model["bar"], made.model["anew"]) == (0, False)
    assert made.train.steps > rajaraman_rolls().train.steps
