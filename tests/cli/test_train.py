"""songrnn train: the checkpoint on standard output, progress on standard error, and signals that save."""

import json

from songrnn.cli import train as command
from songrnn.cli.train import INTERRUPTED
from songrnn.errors import TrainingError

TINY = ("--size", "tiny", "--set", "train.epochs=1", "--set", "model.width=8", "--set", "train.rows=8")


def test_the_best_checkpoint_is_all_that_standard_output_gets(songrnn, tunebook):
    done = songrnn("train", tunebook, "-o", "run", *TINY)
    assert done.exit_code == 0
    assert done.stdout.startswith("run/step-")
    assert done.stdout.count("\n") == 1
    assert "54 train" in done.stderr
    assert "ended at step" in done.stderr


def test_the_result_comes_as_json_too(songrnn, tunebook):
    record = json.loads(songrnn("train", tunebook, "-o", "run", "--json", *TINY).stdout)
    assert record["ended"] == "done"
    assert record["checkpoint"].startswith("run/step-")
    assert record["valid_nats"] > 0


def test_a_run_that_is_asked_to_stop_saves_ends_with_130_and_goes_on(songrnn, tunebook, monkeypatch):
    def stop_at_once(order, _stop):
        return run(order, lambda: True)

    run = command.run
    with monkeypatch.context() as patched:
        patched.setattr(command, "run", stop_at_once)
        done = songrnn("train", tunebook, "-o", "run", *TINY)
    assert done.exit_code == INTERRUPTED
    assert done.stdout == "run/step-000000\n"
    assert songrnn("train", tunebook, "-o", "run", "--resume").exit_code == 0


def test_a_folder_in_use_is_refused(songrnn, tunebook, run_folder):
    assert isinstance(songrnn("train", tunebook, "-o", run_folder).exception, TrainingError)
