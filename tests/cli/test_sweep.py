"""songrnn sweep: the table on standard output, a line a cell on standard error, exit codes, Ctrl-C."""

import json
import os
import pty
import signal
import subprocess
import sys

import pytest

from songrnn.actions.sweep import Ended, Planned, Working
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.cli.sweep import _Watcher
from songrnn.errors import TrainingError, UsageError
from songrnn.train.sweep import Outcome

TINY = ("--size", "tiny", "--set", "train.epochs=1", "--set", "train.rows=8", "--grid", "model.width=8,9")


def test_the_table_is_all_that_standard_output_gets_and_json_says_the_same(songrnn, tunebook):
    done = songrnn("sweep", tunebook, "-o", "s", "--seeds", "1", *TINY)
    assert done.exit_code == 0
    head, *rows = done.stdout.splitlines()
    assert head.split()[:3] == ["width", "seeds", "parameters"]
    assert [row.split()[0] for row in rows] == ["8", "9"]
    assert sum(row.endswith("*") for row in rows) == 1
    first, *ended = done.stderr.splitlines()
    assert first in ("2 cells; 2 at once", "2 cells; 1 at once")
    assert sorted(line.split()[1] for line in ended) == ["width=8,seed=1", "width=9,seed=1"]

    again = songrnn("sweep", tunebook, "-o", "s", "--seeds", "1", "--json", *TINY)
    found = json.loads(again.stdout)
    assert again.stderr.startswith("2 cells, 2 finished before")
    assert [cell["settings"] for cell in found["cells"]] == [{"model.width": 8}, {"model.width": 9}]
    assert found["settings"][0]["figures"]["valid_nats"]["mean"] == found["cells"][0]["figures"]["valid_nats"]


def test_a_cell_that_fails_makes_the_exit_code_1(songrnn, tunebook):
    rates = ("--grid", "train.rate=1e-3,1e30", "--set", "train.clip=0", "--set", "train.warmup=0")
    done = songrnn("sweep", tunebook, "-o", "s", "--seeds", "1", *TINY[:-2], "--set", "model.width=8", *rates)
    assert done.exit_code == 1
    assert "failed: The loss is no longer a number" in done.stderr
    assert "(1 failed)" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ((), UsageError, "--grid"),
        (("--grid", "width"), UsageError, "150,200"),
        (("--grid", "model.width=8", "--range", "train.rate=1e-4..1e-2"), UsageError, "--trials"),
        (("--grid", "model.width=0"), UsageError, "With model.width=0"),
        (("--grid", "model.width=8", "--set", "train.seed=1"), UsageError, "--seeds"),
    ],
)
def test_a_mistaken_order_is_refused_before_anything_is_made(songrnn, tunebook, away, arguments, error, said):
    raised = songrnn("sweep", tunebook, "-o", "s", *arguments).exception
    assert isinstance(raised, error)
    assert said in str(raised)
    assert not (away / "s").exists()


def test_a_folder_in_use_is_refused(songrnn, tunebook, run_folder):
    assert isinstance(songrnn("sweep", tunebook, "-o", run_folder, *TINY).exception, TrainingError)


def test_ctrl_c_saves_ends_with_130_and_the_same_command_goes_on(tunebook, away):
    command = [sys.executable, "-m", "songrnn", "sweep", str(tunebook), "-o", "s", "--seeds", "1", *TINY,
               "--set", "train.epochs=300", "--set", "train.patience=300", "--jobs", "2"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not list((away / "s" / "cells").glob("*/best")):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()
    assert process.returncode == INTERRUPTED
    assert stdout == "no cell has ended yet\n"
    assert stderr == "2 cells; 2 at once\n"
    run = away / "s" / "cells" / "width=8,seed=1"
    assert (run / "latest").is_file()


def test_a_terminal_shows_the_cells_under_way(tunebook):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "songrnn", "sweep", str(tunebook), "-o", "s", "--seeds", "1", *TINY]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "160"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=follower, text=True, env=environment) as process:
        os.close(follower)
        shown = b""
        while chunk := _read(leader):
            shown += chunk
        assert process.stdout.read().startswith("width")
    os.close(leader)
    assert "0/2 cells" in shown.decode()
    assert "width=8,seed=1" in shown.decode()


def _read(leader):
    try:
        return os.read(leader, 1 << 16)
    except OSError:  # the other end is closed
        return b""


def test_the_time_left_is_that_of_the_cells_so_far(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("songrnn.cli.sweep.time.monotonic", lambda: now[0])
    watcher = _Watcher()
    watcher.see(Planned(5, 1, 1))
    assert watcher.left() == ""
    watcher.see(Working("b", 50, 100, 1.0, {}))  # a run that goes on from there: nothing is known of its pace yet
    assert watcher.left() == ""
    now[0] = 10.0
    watcher.see(Working("b", 75, 100, 1.0, {}))
    assert watcher.left() == "  2 min left"
    now[0] = 20.0
    watcher.see(Ended(Outcome("b", {}, 1), 2, 5))
    assert watcher.left() == "  60 s left"
