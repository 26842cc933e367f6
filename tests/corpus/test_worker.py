import json
import os
import subprocess
import sys
from dataclasses import asdict

from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.worker import answers

BOOK = "X:1\nK:C\nCDEF GABc|\n\nX:2\nT:no music\n\nX:3\nK:D\nz8|\n"


def test_a_job_is_answered_with_pieces_and_with_names_and_reasons(tmp_path):
    (tmp_path / "book.abc").write_text(BOOK)
    (job,) = jobs(tmp_path / "book.abc")
    piece, keyless, silent = answers(job, Preparation())
    assert (piece["name"], piece["source"], piece["text"]) == ("book.abc, tune 1", "book", "X:1\nK:C\nCDEF GABc|")
    assert keyless == {"name": "book.abc, tune 2", "reason": "has no K: line, so no music"}
    assert silent == {"name": "book.abc, tune 3", "reason": "nothing sounds in it"}
    assert json.loads(json.dumps(piece)) == {**piece, "others": [], "done": []} | {
        "others": list(piece["others"]), "done": list(piece["done"])
    }  # fmt: skip


def test_every_job_ends_with_an_empty_line_and_names_of_any_bytes_survive(tmp_path):
    strange = os.fsdecode(b"\xff\n\x1b[31m.abc")
    (tmp_path / strange).write_text("K:C\nCDEF GABc|")
    found = [*jobs(tmp_path / strange), Job(str(tmp_path / "none.abc"), "book", "none.abc", "")]
    lines = [json.dumps(Preparation().values()), *(json.dumps(asdict(job)) for job in found)]
    done = subprocess.run(
        [sys.executable, "-m", "songrnn.corpus.worker"], input="\n".join(lines) + "\n", text=True, capture_output=True,
        check=True,
    )  # fmt: skip
    first, gap, second, end = done.stdout.splitlines()
    assert "\x1b" not in json.loads(first)["name"]
    assert json.loads(first)["text"] == "K:C\nCDEF GABc|"
    assert json.loads(second) == {"name": "none.abc", "reason": "cannot be read (No such file or directory)"}
    assert (gap, end) == ("", "")
