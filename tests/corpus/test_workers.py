import os
from itertools import islice

import pytest

from songrnn.corpus import workers
from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.workers import Done, available, work

GOOD = "K:C\nCDEF GABc|"
SAID = ["good", "abort", "good", "exit", "half", "noise", "good"]


def running(processes):
    return [process for process in processes if process.poll() is None]


@pytest.fixture
def started(monkeypatch):
    """The processes that a test starts."""
    found = []
    popen = workers.subprocess.Popen

    def start(*arguments, **named):
        found.append(popen(*arguments, **named))
        return found[-1]

    monkeypatch.setattr(workers.subprocess, "Popen", start)
    return found


@pytest.fixture(scope="module")
def done(dangerous_readers, tmp_path_factory):
    """What becomes of files some of which kill the process that reads them."""
    found = dangerous_readers(tmp_path_factory.mktemp("files"), SAID)
    return found, list(work(iter(found), Preparation(), workers=2))


def test_answers_come_in_the_order_of_the_jobs(done):
    asked, answers = done
    assert [one.job for one in answers] == asked


def test_a_job_that_kills_its_worker_is_refused_by_name_with_the_signal_and_the_others_are_done(done):
    _, answers = done
    refused = {one.job.name: one.refused for one in answers if one.refused}
    assert refused == {
        "1-abort.mid": [("1-abort.mid", "makes its reader crash (SIGABRT)")],
        "3-exit.mid": [("3-exit.mid", "makes its reader crash (exit code 3)")],
        "4-half.mid": [("4-half.mid", "makes its reader crash (SIGABRT)")],
    }
    assert [len(one.pieces) for one in answers] == [1, 0, 1, 0, 0, 1, 1]


def test_what_a_library_prints_is_no_answer(done):
    _, answers = done
    assert answers[5].pieces[0]["text"] == GOOD


def test_a_job_that_hangs_is_given_up_after_its_seconds_and_the_next_one_is_done(dangerous_readers, tmp_path, started):
    found = dangerous_readers(tmp_path, ["hang", "good"])
    hung, good = work(found, Preparation(), workers=1, seconds=2)
    assert hung.refused == [("0-hang.mid", "takes more than 2 s to read; it must be broken")]
    assert good.pieces
    assert len(started) == 2
    assert not running(started)


def test_ending_early_leaves_no_process_behind(dangerous_readers, tmp_path, started):
    answers = work(dangerous_readers(tmp_path, ["good", *["hang"] * 12]), Preparation(), workers=2)
    assert [one.job.name for one in islice(answers, 1)] == ["0-good.mid"]
    assert running(started)
    answers.close()
    assert not running(started)


def test_a_mistake_in_the_list_of_jobs_leaves_no_process_behind(dangerous_readers, tmp_path, started):
    def broken():
        yield from dangerous_readers(tmp_path, ["hang"])
        raise OSError(os.strerror(5))

    with pytest.raises(OSError, match=os.strerror(5)):
        list(work(broken(), Preparation(), workers=1))
    assert not running(started)


def test_what_is_done_already_passes_through_in_its_place_and_starts_nobody(started):
    before = [Done(Job(str(number), "midi", str(number), ""), [], []) for number in range(20)]
    assert list(work(before, Preparation(), workers=2)) == before
    assert started == []


def test_only_a_few_jobs_are_under_way_at_a_time():
    listed = []

    def many():
        for number in range(100):
            listed.append(number)
            yield Done(Job(str(number), "midi", "", ""), [], [])

    answers = work(many(), Preparation(), workers=2)
    next(answers)
    assert len(listed) <= 8
    answers.close()


def test_a_file_that_is_gone_before_it_is_read_is_refused(tmp_path):
    (tmp_path / "a.abc").write_text(GOOD)
    found = list(jobs(tmp_path))
    (tmp_path / "a.abc").unlink()
    (one,) = work(found, Preparation(), workers=1)
    assert one.refused == [("a.abc", "cannot be read (No such file or directory)")]


def test_there_is_a_processor():
    assert available() >= 1
