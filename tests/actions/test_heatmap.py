"""A heatmap: one value a character."""

import numpy as np
import pytest

from songrnn.actions.heatmap import heatmap
from songrnn.errors import UsageError
from songrnn.session import Session

TUNE = "K:D\n|:ABc dé|\n"


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


def test_every_character_that_the_model_read_has_a_value(trained):
    heat = heatmap(trained, TUNE, "1:3")
    assert heat.text == TUNE.replace("é", "e")
    assert heat.values.shape == (len(heat.text),)
    assert (heat.layer, heat.index, heat.signal, heat.scale) == (1, 3, "h", 1.0)
    assert np.abs(heat.values).max() <= 1
    assert len(heat.remarks) == 1


def test_memory_is_scaled_by_its_own_largest_value(trained):
    heat = heatmap(trained, TUNE, "1:3", "c")
    assert heat.scale == pytest.approx(float(np.abs(heat.values).max()))


def test_units_differ(trained):
    assert not np.allclose(heatmap(trained, TUNE, "1:3").values, heatmap(trained, TUNE, "1:4").values)


@pytest.mark.parametrize("unit", ["", "x", "1", "0:3", "2:3", "1:32", "1:-1", "1:3:5"])
def test_a_unit_that_is_not_there_is_refused(trained, unit):
    with pytest.raises(UsageError):
        heatmap(trained, TUNE, unit)


def test_an_empty_tune_is_refused(trained):
    with pytest.raises(UsageError, match="empty"):
        heatmap(trained, "", "1:0")


def test_symbols_of_several_characters_have_their_value_under_each(words_folder):
    heat = heatmap(Session().model(str(words_folder)), "C4:1/4 E4:1/4\nR:1/8", "2:3")
    assert heat.text == "C4:1/4 E4:1/4"
    assert heat.values.tolist() == [heat.values[0]] * 6 + [heat.values[-1]] * 7
    assert heat.values[0] != heat.values[-1]


def test_abc_is_no_tune_for_a_model_of_note_words(words_folder):
    with pytest.raises(UsageError, match="'K:D' is none"):
        heatmap(Session().model(str(words_folder)), TUNE, "1:0")


def test_a_model_of_note_sequences_has_no_text_to_colour(trained):
    from dataclasses import replace

    notes = replace(trained, about={"corpus": {"notation": "notes"}})
    with pytest.raises(UsageError, match="notes and not text"):
        heatmap(notes, "C4:1/4", "1:0")
