import json
import shutil

import pytest

from songrnn.actions.runs import read_run, read_runs
from songrnn.errors import CheckpointError, TrainingError


@pytest.fixture
def copy(run_folder, tmp_path):
    """A copy of the finished run, to be damaged."""
    return shutil.copytree(run_folder, tmp_path / "copy")


def test_a_run_is_read_with_its_history_and_what_it_wrote(run_folder):
    (found,), remarks = read_runs([str(run_folder)])
    run = found.run
    assert remarks == []
    assert run.name == "tiny"
    assert run.recipe["name"] == "char-lstm"
    assert len(run.rows) == len(run.written) == 6
    assert f"step-{run.best['step']:06}" == found.checkpoint.name
    assert run.rate > 0
    assert run.per == "nats a character"


def test_a_run_that_is_named_twice_is_read_once(run_folder):
    assert len(read_runs([str(run_folder), str(run_folder)])[0]) == 1


def test_a_run_as_it_was_at_its_end_says_so_in_its_name(run_folder):
    (found,), _ = read_runs([str(run_folder / "latest")])
    assert found.run.name == "tiny, latest"
    assert found.checkpoint.name == (run_folder / "latest").read_text().strip()
    assert len(found.run.rows) == 6


def test_a_checkpoint_alone_has_its_own_history(run_folder, tmp_path):
    (found,), _ = read_runs([str(run_folder)])
    alone = shutil.copytree(found.checkpoint, tmp_path / "alone")
    assert read_run(str(alone), "alone").run.best == found.run.best


def test_the_cells_of_a_sweep_are_runs_and_one_that_cannot_be_read_is_named(run_folder, tmp_path):
    (tmp_path / "sweep.json").write_text("{}")
    shutil.copytree(run_folder, tmp_path / "cells" / "a,b")
    (tmp_path / "cells" / "torn").mkdir()
    found, remarks = read_runs([str(tmp_path)])
    assert [one.run.name for one in found] == ["a, b"]
    assert len(remarks) == 1
    assert "'torn' is left out" in remarks[0]


def test_a_sweep_without_a_run_is_refused(tmp_path):
    (tmp_path / "sweep.json").write_text("{}")
    (tmp_path / "cells").mkdir()
    with pytest.raises(TrainingError, match="No cell of the sweep"):
        read_runs([str(tmp_path)])


def test_a_sweep_whose_cells_are_gone_is_refused(tmp_path):
    (tmp_path / "sweep.json").write_text("{}")
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_runs([str(tmp_path)])


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="holds no model"):
        read_runs([str(tmp_path)])


@pytest.mark.parametrize(
    "history",
    ["", "garbage\n", "[1]\n", '{"step": 1}\n', '{"step": "1", "epoch": 1, "train_nats": 1, "valid_nats": 1}\n',
     '{"step": 1, "epoch": 1, "train_nats": 1, "valid_nats": NaN}\n'],
)  # fmt: skip
def test_a_run_whose_history_is_empty_or_garbage_is_refused(copy, history):
    (copy / "history.jsonl").write_text(history)
    with pytest.raises(TrainingError, match="no history yet, or a damaged one"):
        read_runs([str(copy)])


def test_rows_that_lack_a_figure_are_passed_over(copy):
    with (copy / "history.jsonl").open("a") as file:
        file.write('{"step": 900, "epoch": 9.0}\n')
    assert len(read_run(str(copy), "c").run.rows) == 6


@pytest.mark.parametrize("damage", [{"recipe": None}, {"recipe": {"name": "x"}}, {"corpus": [1]}])
def test_a_model_that_does_not_say_what_it_is_is_refused(copy, damage):
    path = copy / (copy / "best").read_text().strip() / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | damage))
    with pytest.raises(CheckpointError, match=r"does not say its|is not whole"):
        read_runs([str(copy)])
