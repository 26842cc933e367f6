"""The process that trains cells: what it answers, and that it ends when nobody wants it any more."""

import json
import subprocess
import sys

import pytest

from songrnn.actions.sweep_worker import answers


@pytest.fixture
def job(tunebook, tmp_path):
    settings = ["train.epochs=1", "train.rows=4", "train.steps=32", "model.width=8"]
    return {"corpus": str(tunebook), "recipe": "char-lstm", "size": "tiny", "settings": settings,
            "folder": str(tmp_path / "run")}  # fmt: skip


def run(job, stop=lambda: False):
    return list(answers(job, stop))


def test_a_cell_is_told_by_steps_validations_and_its_end(job):
    kinds = [answer["kind"] for answer in run(job)]
    assert kinds[0] == "step"
    assert kinds[-2:] == ["valid", "done"]


def test_a_cell_that_is_stopped_goes_on_from_there(job):
    assert [answer["kind"] for answer in run(job, lambda: True)] == ["stopped"]
    assert run(job)[-1]["kind"] == "done"


def test_a_finished_cell_is_told_again_without_training(job):
    first, again = run(job)[-1], run(job)
    assert [answer["kind"] for answer in again] == ["done"]
    assert again[0]["figures"] == first["figures"]


def test_what_a_killed_run_left_before_its_first_checkpoint_is_cleared(job, tmp_path):
    (tmp_path / "run" / "step-000000").mkdir(parents=True)
    assert run(job)[-1]["kind"] == "done"


def test_a_mistake_is_an_answer(job):
    assert run({**job, "settings": ["train.rat=1"]}) == [
        {"kind": "failed", "why": "No setting is called 'train.rat'. Did you mean 'rate'?"}
    ]


def test_any_other_error_is_an_answer_too(job):
    (answer,) = run({**job, "settings": [7]})
    assert answer["kind"] == "failed"
    assert "Error" in answer["why"]


def test_the_process_saves_and_ends_when_its_input_does(job, tmp_path):
    job["settings"] = [*job["settings"], "train.epochs=500", "train.patience=500"]
    with subprocess.Popen(
        [sys.executable, "-m", "songrnn.actions.sweep_worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["kind"] == "step"
        process.stdin.close()
        assert json.loads(process.stdout.read().splitlines()[-1]) == {"kind": "stopped"}
    assert process.returncode == 0
    assert (tmp_path / "run" / "latest").is_file()
