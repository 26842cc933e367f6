"""Training from corpus to folder: what is there at the end, after a stop, and after going on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import load_file

from songrnn.actions.train import Begun, Order, train
from songrnn.checkpoint import load
from songrnn.errors import TrainingError, UsageError
from songrnn.session import find_model
from songrnn.train.events import Finished, Sample, Saved, Step, Valid

SETTINGS = ("train.epochs=4", "model.width=24", "model.layers=2", "model.dropout=0.3", "train.rows=4", "train.steps=32")


def order(tunebook, folder, **further):
    return Order(str(tunebook), "char-lstm", "tiny", SETTINGS, folder, **further)


def history(folder: Path):
    rows = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    return [{name: value for name, value in row.items() if name not in ("seconds", "rate")} for row in rows]


def stop_after(steps):
    left = [steps]

    def stop():
        left[0] -= 1
        return left[0] < 0

    return stop


def test_a_run_tells_its_story_in_order(tunebook, tmp_path):
    events = list(train(order(tunebook, tmp_path / "run")))
    assert isinstance(events[0], Begun)
    assert isinstance(events[1], Saved)
    assert isinstance(events[-1], Finished)
    kinds = [type(event) for event in events[2:-1]]
    per_epoch = kinds.index(Valid) + 3
    assert kinds == ([Step] * (per_epoch - 3) + [Valid, Saved, Sample]) * 4


def test_a_finished_run_leaves_a_model_its_history_and_its_curve(run_folder):
    assert {path.name for path in run_folder.iterdir()} >= {"best", "latest", "history.jsonl", "loss.png"}
    trained = load(find_model(str(run_folder)))
    assert trained.about["metrics"]["valid_nats"] == min(row["valid_nats"] for row in history(run_folder))
    assert trained.about["corpus"]["train"]["pieces"] == 54


@pytest.mark.parametrize("steps", [1, 37, 90])
def test_a_run_stopped_anywhere_and_resumed_is_bit_for_bit_the_run_that_was_not(tunebook, tmp_path, steps):
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    list(train(order(tunebook, whole)))
    events = list(train(order(tunebook, parted), stop_after(steps)))
    assert events[-2] == Finished(steps, "interrupted")
    assert events[-1].step == steps
    list(train(order(tunebook, parted, resume=True)))
    for name in ("best", "latest"):
        one, other = ((folder / (folder / name).read_text().strip()) for folder in (whole, parted))
        assert one.name == other.name
        left, right = (load_file(place / "weights.safetensors") for place in (one, other))
        assert all((left[key] == right[key]).all() for key in left)
    assert history(whole) == history(parted)


@pytest.mark.parametrize("recipe", ["note-rolls", "zhang-events", "notestate", "radulovic-chords"])
def test_a_run_of_windows_is_gone_on_with_bit_for_bit_too(tunebook, tmp_path, recipe):
    width = "model.time_width=4" if recipe == "notestate" else "model.width=6"
    settings = (width, "train.epochs=2", "train.rows=64" if recipe.endswith(("events", "chords")) else "train.rows=4")
    folders = tmp_path / "whole", tmp_path / "parted"
    orders = [Order(str(tunebook), recipe, "tiny", settings, folder) for folder in folders]
    list(train(orders[0]))
    list(train(orders[1], stop_after(5)))
    list(train(replace(orders[1], resume=True)))
    assert history(folders[0]) == history(folders[1])
    assert (folders[0] / "samples.jsonl").read_text() == (folders[1] / "samples.jsonl").read_text()
    left, right = (
        load_file(folder / (folder / "latest").read_text().strip() / "weights.safetensors") for folder in folders
    )
    assert all((left[key] == right[key]).all() for key in left)


def test_resuming_a_run_that_never_began_begins_it(tunebook, tmp_path):
    events = list(train(order(tunebook, tmp_path / "new", resume=True), stop_after(2)))
    assert events[-2] == Finished(2, "interrupted")


def test_resuming_on_another_corpus_is_refused(tunebook, run_folder, tmp_path):
    other = tmp_path / "other.abc"
    other.write_text(tunebook.read_text().replace("K:D", "K:Dm"))
    with pytest.raises(TrainingError, match="another corpus"):
        list(train(Order(str(other), "char-lstm", "tiny", (), run_folder, resume=True)))


def test_a_second_run_into_the_same_folder_is_refused(tunebook, run_folder):
    with pytest.raises(TrainingError, match="--resume"):
        list(train(order(tunebook, run_folder)))


@pytest.mark.parametrize(
    ("recipe", "size", "settings", "said"),
    [
        ("char-lsmt", "tiny", (), "char-lstm"),
        ("char-lstm", "huge", (), "size"),
        ("char-lstm", "tiny", ("train.rat=1",), "Did you mean 'rate'"),
        ("char-lstm", "tiny", ("train.rate=fast",), "a number"),
        ("char-lstm", "tiny", ("rate=1",), "train.rate=1e-3"),
        ("char-lstm", "tiny", ("model.cell=lsmt",), "lstm"),
    ],
)
def test_a_mistaken_recipe_or_setting_is_refused_with_the_nearest_name(
    tunebook, tmp_path, recipe, size, settings, said
):
    with pytest.raises(UsageError, match=said):
        list(train(Order(str(tunebook), recipe, size, settings, tmp_path / "run")))
    assert not (tmp_path / "run").exists()


def test_a_long_time_without_a_validation_is_saved_too(tunebook, tmp_path, monkeypatch):
    monkeypatch.setattr("songrnn.actions.train._LONGEST_UNSAVED", -1.0)
    events = list(train(order(tunebook, tmp_path / "often")))
    steps = [event.step for event in events if isinstance(event, Step)]
    assert [event.step for event in events if isinstance(event, Saved)] == [0, *steps]
    kinds = [type(event) for event in events if isinstance(event, Saved | Valid)]
    assert kinds[kinds.index(Valid) + 1] is Saved  # and none between the step and its validation


def test_it_is_said_that_a_run_that_goes_on_keeps_its_settings(tunebook, tmp_path):
    list(train(order(tunebook, tmp_path / "run"), stop_after(2)))
    other = replace(order(tunebook, tmp_path / "run", resume=True), settings=("train.epochs=9",))
    assert "keeps its settings" in next(train(other)).remarks[-1]
    same = next(train(order(tunebook, tmp_path / "run", resume=True)))
    assert not any("keeps its settings" in remark for remark in same.remarks)
