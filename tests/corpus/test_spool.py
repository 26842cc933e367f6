import json
import os
from dataclasses import replace
from itertools import islice

import pytest

from songrnn.corpus.layouts import jobs
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.spool import Spool

NAMES = [f"{number}.abc" for number in range(6)]


@pytest.fixture
def files(tmp_path, tune):
    folder = tmp_path / "files"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_text(tune(number))
    return folder


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def fill(folder, files, how=None):
    spool = Spool(folder, how or Preparation())
    return spool, [one.job.name for one in spool.fill(jobs(files), workers=1)]


def texts(spool):
    return [piece["text"] for done in spool for piece in done.pieces]


@pytest.fixture
def filled(folder, files):
    return fill(folder, files)


def test_the_results_are_those_of_the_jobs_in_their_order_again_and_again(filled, files):
    spool, names = filled
    assert names == NAMES
    assert spool.reused == 0
    assert [done.job.name for done in spool] == NAMES
    assert texts(spool) == texts(spool) == [(files / name).read_text() for name in NAMES]


def test_a_second_fill_does_nothing_anew(filled, folder, files, monkeypatch):
    monkeypatch.setattr("songrnn.corpus.workers._Worker", None)  # nobody is started
    again, names = fill(folder, files)
    assert (again.reused, names) == (6, NAMES)
    assert texts(again) == texts(filled[0])


@pytest.mark.usefixtures("filled")
def test_a_file_that_changed_is_done_anew_and_stands_in_its_place(folder, files, tune):
    (files / "2.abc").write_text(tune(40) + "c8|")
    again, names = fill(folder, files)
    assert (again.reused, names) == (5, NAMES)
    assert texts(again)[2] == tune(40) + "c8|"


@pytest.mark.usefixtures("filled")
def test_a_file_of_the_same_size_at_another_time_is_done_anew(folder, files, tune):
    (files / "2.abc").write_text(tune(2).replace("C", "D", 1))
    os.utime(files / "2.abc", (1, 1))
    assert fill(folder, files)[0].reused == 5


@pytest.mark.usefixtures("filled")
def test_files_that_are_gone_leave_the_results(folder, files):
    (files / "0.abc").unlink()
    again, names = fill(folder, files)
    assert (again.reused, names) == (5, NAMES[1:])
    assert len(texts(again)) == 5


@pytest.mark.usefixtures("filled")
def test_another_preparation_does_all_anew(folder, files):
    assert fill(folder, files, Preparation("words"))[0].reused == 0


@pytest.mark.usefixtures("filled")
def test_another_source_of_the_same_file_is_another_job(folder, files):
    spool = Spool(folder, Preparation())
    job = replace(next(jobs(files)), source="another")
    (found,) = spool.fill([job], workers=1)
    assert spool.reused == 0
    assert found.pieces[0]["source"] == "another"


def test_a_fill_that_is_ended_is_gone_on_with(folder, files):
    spool = Spool(folder, Preparation())
    begun = spool.fill(jobs(files), workers=1)
    assert [one.job.name for one in islice(begun, 3)] == NAMES[:3]
    begun.close()
    again, names = fill(folder, files)
    assert again.reused >= 3
    assert names == NAMES
    assert len(texts(again)) == 6


@pytest.mark.usefixtures("filled")
def test_a_fill_that_is_ended_loses_nothing_of_an_earlier_one(folder, files):
    begun = Spool(folder, Preparation()).fill(jobs(files), workers=1)
    next(begun)
    begun.close()
    assert fill(folder, files)[0].reused == 6


@pytest.mark.usefixtures("filled")
def test_lines_that_were_torn_or_spoilt_are_done_anew(folder, files):
    path = folder / "prepared.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b"\xff nonsense\n"
    lines[3] = json.dumps(["no", "entry"]).encode() + b"\n"
    path.write_bytes(b"".join(lines[:-1]) + lines[-1][:30])
    again, names = fill(folder, files)
    assert (again.reused, names) == (3, NAMES)


@pytest.mark.usefixtures("filled")
def test_a_spool_ends_whole_or_not_at_all(folder):
    assert sorted(path.name for path in folder.iterdir()) == ["prepared.jsonl"]
