import shutil
import sys

import pytest

from songrnn.errors import MusicError
from songrnn.notation.drawing import abcm2ps
from songrnn.notation.drawing.page import picture

TUNE = "X:7\nT:A title\nM:4/4\nL:1/8\nK:D\n|:dAFA dAFA|B2e2 e4:|\n"


@pytest.mark.parametrize(
    "order",
    [
        "%%format /etc/passwd", "%%abc-include x", " %%EPS x", "I:abc-include x", "%%ps (x) run", "%comment", "T:title",
        "CDEF [I:abc-include x] GABc", "CDEF [r:x] %%format x", "[I:format x]", "\\\n%%format x", "\t%%beginps\nx y",
    ],
)  # fmt: skip
def test_nothing_in_a_tune_orders_the_program_about(order):
    kept = abcm2ps.harmless(TUNE.replace("|:", order + "\n|:"))
    assert kept.startswith("%abc-2.1\nX:1\n")
    assert "%" not in kept[1:]
    assert not any(word in kept for word in ("I:", "include", "format", "T:", "\\"))


def test_the_music_is_kept_and_controls_are_not():
    assert abcm2ps.harmless(TUNE + "GA\x00\x1bB|\n") == (
        "%abc-2.1\nX:1\nM:4/4\nL:1/8\nK:D\n|:dAFA dAFA|B2e2 e4:|\nGA  B|\n\n"
    )


def stand_in(folder, monkeypatch, code):
    """An abcm2ps that runs that Python."""
    program = folder / "abcm2ps"
    program.write_text(f"#!{sys.executable}\nimport sys\n{code}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_the_program_is_run_on_the_harmless_tune(tmp_path, monkeypatch):
    stand_in(tmp_path, monkeypatch, "open('tune001.svg', 'w').write(repr(sys.argv[1:]) + open('tune.abc').read())")
    assert abcm2ps.can_draw()
    (page,) = abcm2ps.draw("%%format x\n" + TUNE)
    assert page == "['-S', '-g', '-q', '-O', 'tune.svg', 'tune.abc']" + abcm2ps.harmless(TUNE)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize("code", ["sys.exit(1)", "import os; os.abort()"])
def test_a_program_that_gives_up_is_said(tmp_path, monkeypatch, code):
    stand_in(tmp_path, monkeypatch, code)
    with pytest.raises(MusicError, match="abcm2ps gives up"):
        abcm2ps.draw(TUNE)


def test_without_the_program_it_cannot_draw(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not abcm2ps.can_draw()


@pytest.mark.skipif(shutil.which("abcm2ps") is None, reason="abcm2ps is not installed")
def test_the_real_program_draws_a_picture():
    assert picture(abcm2ps.draw(TUNE), "A title").height > 100
