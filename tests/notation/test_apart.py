"""Programs kept apart: what they see, what they may take, and how their end is told."""

import sys

import pytest

from songrnn.notation.apart import Limits, run, run_own

LIMITS = Limits(seconds=30, processor=5, memory=1 << 30)
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")


def python(code, folder, limits=LIMITS, given=b""):
    return run([sys.executable, "-c", code], folder, limits, given)


def test_a_program_reads_what_is_given_and_its_answers_come_back(tmp_path):
    ended = python("import sys; print(input()[::-1]); print('no', file=sys.stderr); sys.exit(3)", tmp_path, given=b"ab")
    assert (ended.code, ended.out.strip(), ended.said.strip(), ended.late) == (3, b"ba", b"no", False)


def test_its_home_and_its_folder_are_the_one_that_it_was_given(tmp_path):
    ended = python("import os; print(os.getcwd(), os.path.expanduser('~'), os.listdir())", tmp_path)
    assert ended.out.decode().split() == [str(tmp_path), str(tmp_path), "[]"]


def test_it_sees_nothing_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SONGRNN_SECRET", "x")
    assert b"SONGRNN" not in python("import os; print(*os.environ)", tmp_path).out


@posix
def test_its_answer_grows_no_longer_than_allowed(tmp_path):
    ended = python("print('x' * 5000)", tmp_path, Limits(30, 5, 1 << 30, largest=1000))
    assert len(ended.out) <= 1000


@posix
def test_one_that_never_ends_is_ended(tmp_path):
    assert python("while True: pass", tmp_path, Limits(30, 1, 1 << 30)).code < 0


def test_one_that_waits_for_ever_is_late(tmp_path):
    assert python("import time; time.sleep(99)", tmp_path, Limits(0.5, 5, 1 << 30)).late


def test_a_program_of_our_own_is_a_file_of_python(tmp_path):
    (tmp_path / "own.py").write_text("print(open(0).read().upper())")
    assert run_own(tmp_path / "own.py", tmp_path, LIMITS, b"abc").out.strip() == b"ABC"
