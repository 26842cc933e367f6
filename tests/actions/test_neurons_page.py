"""The page of a search for units."""

from dataclasses import replace

import numpy as np
import pytest

from songrnn.actions.neurons import Neurons, Order, Tunes, best, neurons
from songrnn.actions.neurons_page import page, telling
from songrnn.evaluate.study.page import File, Table, Words
from songrnn.probe.features import FEATURES
from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.signals import Layer, Trace, Unit
from songrnn.probe.trace import Readings
from songrnn.session import Session


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def found(trained):
    return neurons(trained, Order(split="train", tunes=16, controls=8, features=("header", "in-grace")))


@pytest.fixture(scope="module")
def drawn(trained, found):
    return page(trained, "tiny <b>", found)


def test_each_winner_has_a_section_with_two_pictures_of_its_unit(found, drawn):
    assert [one.feature for one in found.told] == ["header"]
    winner = drawn.sections[-1]
    pictures = [block for block in winner.blocks if isinstance(block, File)]
    assert winner.title.startswith("header: unit ")
    assert len({picture.name for picture in pictures}) == len(pictures) == 2
    for picture in pictures:
        assert picture.content.startswith(b"<svg")
        assert str(best(found.told[0]).unit) in picture.words


def test_the_ranking_and_what_layers_know_are_tables(drawn):
    ranking, knowledge = (
        next(block for block in drawn.sections[at].blocks if isinstance(block, Table)) for at in (0, 2)
    )  # fmt: skip
    assert ranking.rows[0][0] == knowledge.rows[0][0] == "header"
    assert len(knowledge.heads) == len(knowledge.rows[0]) == 4 + 1


def test_how_it_was_measured_is_said_with_its_sources(drawn):
    text = " ".join(block.text for block in drawn.sections[1].blocks if isinstance(block, Words))
    for word in ("half of the tunes (8)", "8 networks", "Obuchowski 1997", "Benjamini and Hochberg 1995"):
        assert word in text


def test_what_does_not_vary_is_said(drawn):
    assert any("Does not vary in these tunes: in-grace" in getattr(one, "text", "") for one in drawn.sections[0].blocks)


def test_where_nothing_is_found_there_is_a_page_that_says_so(trained, found):
    nothing = replace(found, findings=replace(found.findings, findings=()))
    drawn = page(trained, "tiny", nothing)
    assert [one.title for one in drawn.sections] == ["Which unit follows what", "How it was measured"]
    assert "No unit follows anything" in " ".join(getattr(one, "text", "") for one in drawn.sections[0].blocks)


def of(values, features, effect=1.0):
    """Tunes, one unit's values in each, and a feature's, as the search would have them."""
    score = Score(Unit(1, 0), "h", effect, 0, 1, effect, 0, 0, significant=True)
    finding = Finding("pitch", "number", 9, 9, (score,), (0.1, 0.2), ())
    tunes = Tunes(
        ("",) * len(values), ("",) * len(values), tuple(np.zeros(len(row), int) for row in values),
        tuple({"pitch": np.array(row, np.float32)} for row in features),
    )  # fmt: skip
    offsets = np.cumsum([0, *map(len, values)])
    trace = Trace((Layer("layer 1", {"h": np.concatenate(values)[:, None].astype(np.float32)}),))
    found = Neurons(Order(), "", 9, FEATURES, tunes, Findings((finding,), (1, 1), 2, 1), ())
    return Readings(trace, offsets), found, finding


def test_the_tune_where_unit_and_feature_go_together_most_says_most():
    rising, mixed, against = [1, 2, 3, 9], [4, 5, 4, 5], [9, 1, 2, 3]
    values = [mixed, against, rising]
    assert telling(*of(values, [[1, 2, 3, 9]] * 3)) == [2, 0, 1]


def test_for_a_unit_that_is_low_the_order_is_the_other_one():
    rising, mixed, against = [1, 2, 3, 9], [4, 5, 4, 5], [9, 1, 2, 3]
    assert telling(*of([mixed, against, rising], [[1, 2, 3, 9]] * 3, effect=-1.0)) == [1, 0, 2]


def test_a_tune_in_which_nothing_can_be_asked_says_nothing():
    nan = float("nan")
    assert telling(*of([[2, 1], [5, 6], [3, 4]], [[1, 2], [nan, nan], [3, 4]])) == [2, 0]


def test_what_is_the_same_in_all_of_a_tune_tells_tunes_apart_too():
    assert telling(*of([[1, 1], [2, 2], [9, 9]], [[0, 0], [1, 1], [1, 1]])) == [0, 2, 1]
