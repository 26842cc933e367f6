import importlib.util

import pytest

from songrnn.errors import MusicError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.drawing import engraver

TUNE = "M:4/4\nL:1/8\nK:D\n" + "|:dAFA dAFA|B2e2 e4:|\n" * 4


def test_a_score_becomes_svg_the_same_each_time():
    pytest.importorskip("verovio")
    pages = engraver.engrave(read_tune(TUNE).score)
    assert len(pages) == 1
    assert pages[0].count('class="note"') == 44
    assert pages == engraver.engrave(read_tune(TUNE).score)


@pytest.mark.parametrize("said", [None, b"", b"[]"])
def test_a_verovio_that_gives_up_is_said(monkeypatch, said):
    monkeypatch.setattr(engraver, "answer", lambda *_, **__: said)
    with pytest.raises(MusicError, match="verovio gives up"):
        engraver.engrave(read_tune(TUNE).score)


def test_it_says_whether_verovio_is_there():
    assert engraver.can_engrave() == (importlib.util.find_spec("verovio") is not None)
