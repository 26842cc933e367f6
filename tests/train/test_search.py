"""A search: suggestions inside what was asked for, the same after a stop, better than chance."""

import builtins
import math

import pytest

from songrnn.errors import UsageError
from songrnn.train.search import Search, load, suggest
from songrnn.train.sweep import Axis, Outcome, Place, Range, Sweep

WIDTH, RATE, CELL = (
    Range("model.width", 8, 64, whole=True),
    Range("train.rate", 1e-4, 1e-2),
    Axis("model.cell", ("rnn", "lstm")),
)


def order(trials=6, seeds=1):
    return Sweep("reels.abc", "char-lstm", "tiny", (), (CELL,), (WIDTH, RATE), seeds, trials)


def reach(settings):
    """A made-up loss that is least at width 40, rate 1e-3, lstm."""
    far = abs(math.log10(float(settings["train.rate"])) + 3) + abs(int(settings["model.width"]) - 40) / 40
    return far + (settings["model.cell"] == "rnn")


def finish(search, place, cell):
    outcome = Outcome(
        cell.name, dict(cell.settings), cell.seed, cell.trial, figures={"valid_nats": reach(cell.settings)}
    )
    place.record(outcome)
    search.tell(outcome)


@pytest.fixture(autouse=True)
def optuna():
    return pytest.importorskip("optuna")


def test_a_suggestion_lies_inside_what_was_asked_for_and_depends_on_its_number():
    found = [suggest(order(), [], trial) for trial in range(1, 30)]
    for settings in found:
        assert settings["model.cell"] in CELL.values
        assert 8 <= int(settings["model.width"]) <= 64
        assert 1e-4 <= float(settings["train.rate"]) <= 1e-2
    assert len({settings["train.rate"] for settings in found}) > 20
    assert found == [suggest(order(), [], trial) for trial in range(1, 30)]


def test_a_search_comes_nearer_than_its_first_random_trials():
    told = []
    for trial in range(1, 41):
        settings = suggest(order(), told, trial)
        told.append((settings, reach(settings)))
    assert sum(loss for _, loss in told[-10:]) < 0.5 * sum(loss for _, loss in told[:10])


def test_a_trial_that_failed_is_told_and_does_not_end_the_search():
    told = [(suggest(order(), [], trial), math.nan) for trial in range(1, 12)]
    assert suggest(order(), told, 12)["model.cell"] in CELL.values


def test_all_seeds_of_a_trial_come_before_the_next_and_no_trial_before_what_it_rests_on(tmp_path):
    place = Place(tmp_path)
    search = Search(order(trials=3, seeds=2), place, ahead=2)
    taken = [search.take() for _ in range(5)]
    assert [(cell.trial, cell.seed) for cell in taken[:4]] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert taken[4] is None
    for cell in taken[:2]:
        finish(search, place, cell)
    assert (search.take().trial, search.take().trial, search.take()) == (3, 3, None)


def test_a_search_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path):
    def run(place, trials):
        search, found = Search(order(trials), place, ahead=1), []
        while cell := search.take():
            found.append(dict(cell.settings))
            finish(search, place, cell)
        return found

    whole, parted = Place(tmp_path / "whole"), Place(tmp_path / "parted")
    for place in (whole, parted):
        place.open(order())
    assert run(whole, 14) == run(parted, 9) + run(parted, 14)
    assert run(parted, 14) == []


def test_without_optuna_one_sentence_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *arguments, **further):
        if name == "optuna":
            raise ImportError
        return real(name, *arguments, **further)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=r"songrnn\[search\]"):
        load()
