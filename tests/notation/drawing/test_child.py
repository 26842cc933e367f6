import os
import sys

import pytest

from songrnn.notation.drawing import child


def python(code):
    return [sys.executable, "-c", code]


def test_a_program_sees_nothing_but_what_it_is_given(monkeypatch):
    monkeypatch.setenv("SECRET", "1")
    code = """
import os, pathlib
names = sorted(path.name for path in pathlib.Path(".").iterdir())
said = [names, pathlib.Path("tune.abc").read_text(), "SECRET" in os.environ, os.environ["HOME"] == os.getcwd()]
pathlib.Path("out1.svg").write_text(repr(said))
pathlib.Path("out0.svg").write_text("first")
pathlib.Path("log.txt").write_text("not asked for")
"""
    made = child.files_made(python(code), {"tune.abc": b"K:C"}, "*.svg", seconds=30)
    assert made == [b"first", b"[['tune.abc'], 'K:C', False, True]"]


@pytest.mark.skipif(os.name == "nt", reason="no such limits there")
def test_a_program_that_is_not_ours_is_limited():
    code = "import resource; open('a.svg', 'w').write(str(resource.getrlimit(resource.RLIMIT_CPU)[0]))"
    assert child.files_made(python(code), {}, "*.svg", seconds=30) == [b"10"]


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "import os; os.abort()", "raise SystemExit(3)"])
def test_a_program_that_hangs_or_dies_made_nothing(code):
    assert child.files_made(python(code), {}, "*.svg", seconds=1) == []


def test_a_program_that_is_not_there_made_nothing():
    assert child.files_made(["/nowhere/abcm2ps"], {}, "*.svg", seconds=10) == []


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links there")
def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    code = f"import os; os.symlink({str(tmp_path / 'secret')!r}, 'a.svg')"
    assert child.files_made(python(code), {}, "*.svg", seconds=30) == []


def test_an_order_that_our_own_program_cannot_read_has_no_answer():
    assert child.answer(b"no JSON", seconds=30) is None


def test_an_answer_that_takes_too_long_is_none():
    assert child.answer(b"{}", seconds=0.001) is None
