"""The page of a search for units."""

from dataclasses import replace

import numpy as np
import pytest

from songrnn.actions import neurons_page as module
from songrnn.actions.neurons import Neurons, Order, Tunes, best, neurons
from songrnn.actions.neurons_page import page, telling
from songrnn.evaluate.study.page import File, Table, Words
from songrnn.probe import trace
from songrnn.probe.features import FEATURES
from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.signals import Unit
from songrnn.session import Session


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def found(trained):
    return neurons(trained, Order(split="train", controls=8, features=("since-start", "in-grace")))


@pytest.fixture(scope="module")
def drawn(trained, found):
    return page(trained, "tiny <b>", found)


def test_each_winner_has_a_section_with_two_pictures_of_its_unit(found, drawn):
    assert [one.feature for one in found.told] == ["since-start"]
    winner = drawn.sections[-1]
    pictures = [block for block in winner.blocks if isinstance(block, File)]
    assert winner.title.startswith("since-start: unit ")
    assert len({picture.name for picture in pictures}) == len(pictures) == 2
    for picture in pictures:
        assert picture.content.startswith(b"<svg")
        assert str(best(found.told[0]).unit) in picture.words


def test_the_ranking_and_what_layers_know_are_tables(drawn):
    ranking, knowledge = (
        next(block for block in drawn.sections[at].blocks if isinstance(block, Table)) for at in (0, 2)
    )  # fmt: skip
    assert ranking.rows[0][0] == knowledge.rows[0][0] == "since-start"
    assert len(knowledge.heads) == len(knowledge.rows[0]) == 4 + 1


def test_beside_what_a_layer_knows_stands_a_random_network_and_the_words_promise_no_order(found, drawn):
    (table,) = (block for block in drawn.sections[2].blocks if isinstance(block, Table))
    (known,), (random,) = found.told[0].knowledge, found.told[0].knowledge_control
    assert table.rows[0][-1] == f"{known:.2f}\u00a0({random:.2f})"
    assert "reads h alone, and a unit may do better" in table.caption


def test_small_probabilities_are_told_as_less_than_a_thousandth(trained, found):
    (one,) = found.told
    sure = replace(one, scores=(replace(one.scores[0], p=1e-9, q=1e-8),))
    drawn = page(trained, "tiny", replace(found, findings=replace(found.findings, findings=(sure,))))
    (ranking,) = (block for block in drawn.sections[0].blocks if isinstance(block, Table))
    assert ranking.rows[0][-1] == "<\u00a00.001"


def test_of_all_tunes_only_the_units_that_are_told_are_kept(trained, found, monkeypatch):
    read = []
    monkeypatch.setattr(module, "_TOGETHER", 5)
    plain = trace.read_all
    monkeypatch.setattr(trace, "read_all", lambda *args: read.append(len(args[1])) or plain(*args))
    score = best(found.told[0])
    heard = module._heard(trained, found.tunes.symbols, {(score.unit, score.signal)})
    assert max(read) <= 5
    whole = plain(trained.network, found.tunes.symbols).trace.unit(score.unit, score.signal)
    np.testing.assert_allclose(heard[score.unit, score.signal], whole, atol=1e-5)


def test_how_it_was_measured_is_said_with_its_sources(drawn):
    text = " ".join(block.text for block in drawn.sections[1].blocks if isinstance(block, Words))
    for word in (
        "half of the tunes (27)",
        "8 networks",
        "Obuchowski 1997",
        "Benjamini and Hochberg 1995",
        "log-normal",
        "AUC of 0.895",
    ):
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
    found = Neurons(Order(), "", 9, FEATURES, tunes, Findings((finding,), (1, 1), 2, 1), ())
    return np.concatenate(values).astype(np.float32), found, finding


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
