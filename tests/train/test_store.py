"""A run on disk: started, pruned, resumed."""

import json

import pytest

from songrnn.errors import TrainingError
from songrnn.train.store import Store


def test_a_folder_that_holds_something_is_not_taken(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(TrainingError, match="--resume"):
        Store(tmp_path).start()
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_folder_of_a_run_killed_before_its_first_checkpoint_is_taken_and_cleaned(tmp_path):
    (tmp_path / "history.jsonl").write_text('{"st')
    (tmp_path / ".unfinished-x").mkdir()
    Store(tmp_path).start()
    assert [path.name for path in tmp_path.iterdir()] == ["history.jsonl"]
    assert (tmp_path / "history.jsonl").read_text() == ""


def test_samples_that_were_written_behind_the_step_that_is_gone_on_from_are_left_out(tmp_path):
    store = Store(tmp_path)
    for step in (10, 20, 30):
        store.keep_sample({"step": step, "text": "abc"})
    store.keep_sample({"step": 20, "text": "def"})
    kept = [json.loads(line) for line in (tmp_path / "samples.jsonl").read_text().splitlines()]
    assert kept == [{"step": 10, "text": "abc"}, {"step": 20, "text": "def"}]


def test_there_is_nothing_to_resume_without_a_checkpoint(tmp_path):
    assert Store(tmp_path).resume() is None
