"""Sweeping from an order to a folder of runs: failures, killed workers, stops and going on."""

import json
import os
import signal

import pytest

from songrnn.actions.sweep import Begun, Ended, Order, Over, Planned, Working, sweep
from songrnn.actions.train import Order as RunOrder
from songrnn.actions.train import train
from songrnn.errors import CorpusError, TrainingError, UsageError
from songrnn.train.sweep import Axis, Range, Sweep

SETTINGS = ("train.epochs=1", "train.rows=4", "train.steps=32", "model.embedding=8")
WIDTHS = Axis("model.width", ("8", "12"))


def order(corpus, folder, *axes, jobs=2, settings=SETTINGS, **further):
    return Order(Sweep(str(corpus), "char-lstm", "tiny", settings, axes or (WIDTHS,), **further), folder, jobs)


def outcomes(events):
    over = [event for event in events if isinstance(event, Over)]
    assert len(over) == 1
    return {outcome.cell: outcome for outcome in over[0].outcomes}


def ended(events):
    return [event.outcome.cell for event in events if isinstance(event, Ended)]


@pytest.fixture(scope="module")
def swept(tunebook, tmp_path_factory):
    """A sweep of two widths with two seeds, and what it told."""
    folder = tmp_path_factory.mktemp("sweeps") / "widths"
    return folder, list(sweep(order(tunebook, folder, seeds=2)))


def test_a_sweep_plans_runs_every_cell_and_ends(swept):
    folder, events = swept
    assert events[0] == Planned(4, 0, 2)
    assert isinstance(events[-1], Over)
    assert not events[-1].interrupted
    assert sum(isinstance(event, Begun) for event in events) == 4
    assert any(isinstance(event, Working) for event in events)
    assert {path.name for path in (folder / "cells").iterdir()} == set(outcomes(events)) == set(ended(events))


def test_an_outcome_is_what_the_run_of_its_cell_recorded(swept):
    folder, events = swept
    for name, outcome in outcomes(events).items():
        run = folder / "cells" / name
        row = json.loads((run / "history.jsonl").read_text().splitlines()[-1])
        model = json.loads((run / (run / "best").read_text().strip() / "model.json").read_text())
        assert outcome.figures["valid_nats"] == row["valid_nats"]
        assert (outcome.epochs, outcome.ended) == (1.0, "done")
        assert outcome.rate > 0
        assert outcome.settings == {"model.width": model["recipe"]["model"]["width"]}
        assert outcome.seed == model["recipe"]["train"]["seed"]
    parameters = [outcome.parameters for outcome in outcomes(events).values()]
    assert parameters[0] == parameters[2] < parameters[1]


def test_a_cell_is_the_run_that_its_settings_make_alone(swept, tunebook, tmp_path):
    settings = (*SETTINGS, "model.width=12", "train.seed=2")
    list(train(RunOrder(str(tunebook), "char-lstm", "tiny", settings, tmp_path / "run")))
    row = json.loads((tmp_path / "run" / "history.jsonl").read_text().splitlines()[-1])
    assert outcomes(swept[1])["width=12,seed=2"].figures["valid_nats"] == row["valid_nats"]


def test_what_is_finished_is_not_run_again(swept, tunebook):
    folder, before = swept
    events = list(sweep(order(tunebook, folder, seeds=2)))
    assert events[0] == Planned(4, 4, 2)
    assert ended(events) == []
    assert outcomes(events) == outcomes(before)


def test_another_order_in_the_same_folder_is_refused(swept, tunebook):
    with pytest.raises(TrainingError, match="was begun with seeds 2"):
        next(sweep(order(tunebook, swept[0], seeds=1)))


def test_a_cell_that_fails_is_recorded_and_tried_again_by_the_next_sweep(tunebook, tmp_path):
    folder = tmp_path / "sweep"
    events = sweep(order(tunebook, folder))
    seen = [next(events)]
    stone = folder / "cells" / "width=8,seed=1"
    stone.write_text("")  # a file where the run's folder has to be
    seen += events
    found = outcomes(seen)
    assert "width=8,seed=1" in found["width=8,seed=1"].failure
    assert found["width=12,seed=1"].failure == ""
    stone.unlink()
    again = list(sweep(order(tunebook, folder)))
    assert ended(again) == ["width=8,seed=1"]
    assert not any(outcome.failure for outcome in outcomes(again).values())


def test_a_worker_that_is_killed_costs_its_cell_alone(tunebook, tmp_path):
    asked = order(tunebook, tmp_path / "s", jobs=1, seeds=2, settings=(*SETTINGS, "train.epochs=2"))
    seen, process, killed = [], 0, ""
    for event in sweep(asked):
        seen.append(event)
        if isinstance(event, Begun):
            process = event.process
        if isinstance(event, Working) and not killed:
            killed = event.cell
            os.kill(process, signal.SIGKILL)
    found = outcomes(seen)
    assert "SIGKILL" in found[killed].failure
    assert [name for name, outcome in found.items() if outcome.failure] == [killed]
    assert len(found) == 4
    again = list(sweep(asked))
    assert ended(again) == [killed]
    assert outcomes(again)[killed].figures["valid_nats"] > 0


def test_a_sweep_that_is_stopped_saves_its_cells_and_goes_on_as_if_it_had_not_been(swept, tunebook, tmp_path):
    asked, begun = order(tunebook, tmp_path / "s", seeds=2), []

    def stop():
        return bool(begun)

    for event in sweep(asked, stop):
        if isinstance(event, Working):
            begun.append(event.cell)
    assert isinstance(event, Over)
    assert event.interrupted
    assert (tmp_path / "s" / "cells" / begun[0] / "latest").is_file()
    again = list(sweep(asked))
    assert again[0].done == len(event.outcomes) < 4
    whole = outcomes(swept[1])
    assert {name: outcome.figures for name, outcome in outcomes(again).items()} == {
        name: outcome.figures for name, outcome in whole.items()
    }


def test_leaving_a_sweep_ends_its_workers(tunebook, tmp_path):
    events = sweep(order(tunebook, tmp_path / "s", settings=(*SETTINGS, "train.epochs=500")))
    processes = [event.process for event, _ in zip(events, range(3), strict=False) if isinstance(event, Begun)]
    events.close()
    assert len(processes) == 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.parametrize(
    ("axes", "further", "said"),
    [
        ((Axis("model.widht", ("8",)),), {}, "Did you mean 'width'"),
        ((Axis("model.width", ("8", "0")),), {}, "With model.width=0: model.width is 0"),
        ((Axis("model.width", ("8", "wide")),), {}, "With model.width=wide"),
        ((Axis("model.cell", ("rnn", "lsmt")),), {}, "Did you mean 'lstm'"),
        ((Axis("train.rate", ("0.1", "-1")),), {}, "train.rate is -1"),
        ((Axis("width", ("8",)),), {}, "model.width=200"),
        ((WIDTHS,), {"settings": ("train.rat=1",)}, "Did you mean 'rate'"),
    ],
)
def test_values_that_do_not_fit_are_refused_before_anything_is_made(tunebook, tmp_path, axes, further, said):
    with pytest.raises(UsageError, match=said):
        next(sweep(order(tunebook, tmp_path / "s", *axes, **further)))
    assert not (tmp_path / "s").exists()


def test_a_corpus_that_is_not_there_is_told_before_anything_is_made(tmp_path):
    with pytest.raises(CorpusError):
        next(sweep(order("nowhere.abc", tmp_path / "s")))
    assert not (tmp_path / "s").exists()


def test_a_search_tries_settings_and_tells_them_as_values(tunebook, tmp_path):
    pytest.importorskip("optuna")
    ranges = (Range("train.rate", 1e-3, 1e-1), Range("model.width", 4, 9))
    asked = order(tunebook, tmp_path / "s", Axis("model.cell", ("rnn", "gru")), ranges=ranges, trials=3)
    events = list(sweep(asked))
    found = list(outcomes(events).values())
    assert [outcome.trial for outcome in found] == [1, 2, 3]
    for outcome in found:
        assert not outcome.failure
        assert outcome.settings["model.width"] in range(4, 10)
        assert 1e-3 <= outcome.settings["train.rate"] <= 1e-1
    assert list(outcomes(sweep(asked)).values()) == found


def test_the_ends_of_a_range_are_checked_first(tunebook, tmp_path):
    pytest.importorskip("optuna")
    asked = order(tunebook, tmp_path / "s", ranges=(Range("model.dropout", 0, 1),), trials=3)
    with pytest.raises(UsageError, match="dropout is 1"):
        next(sweep(asked))
