"""Pointers name checkpoints of their own run, and nothing else."""

import pytest

from songrnn.errors import CheckpointError
from songrnn.train.pointers import point


def test_a_pointer_names_a_checkpoint_beside_it(tmp_path):
    (tmp_path / "best").write_text("step-000012\n")
    assert point(tmp_path, "best") == tmp_path / "step-000012"


@pytest.mark.parametrize("target", ["../../etc", "/etc", "elsewhere"])
def test_a_pointer_out_of_its_run_is_refused(tmp_path, target):
    (tmp_path / "latest").write_text(target)
    with pytest.raises(CheckpointError):
        point(tmp_path, "latest")
