import pytest

from songrnn.errors import MusicError, UsageError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.drawing import abcm2ps, engraver, write_picture, writing
from songrnn.notation.drawing.page import SVG

TUNE = "T:<script> & Co\nM:4/4\nL:1/8\nQ:1/4=100\nK:D\n|:dAFA dAFA|B2e2 e4:|\n"
PAGE = f'<svg xmlns="{SVG}" viewBox="0 0 500 200"><path d="M0 0"/></svg>'


def score(abc=TUNE):
    return read_tune(abc).score


@pytest.fixture
def drawing(monkeypatch):
    """An engraver that draws the same page of everything, whatever is installed."""
    monkeypatch.setattr(engraver, "can_engrave", lambda: True)
    monkeypatch.setattr(engraver, "engrave", lambda _: [PAGE])


@pytest.mark.usefixtures("drawing")
def test_a_tune_becomes_a_picture_with_its_title(tmp_path):
    write_picture(score(), tmp_path / "tune.SVG")
    text = (tmp_path / "tune.SVG").read_text()
    assert "&lt;script&gt; &amp; Co" in text
    assert "<script" not in text
    assert [path.name for path in tmp_path.iterdir()] == ["tune.SVG"]


def test_the_real_programs_draw_a_png(tmp_path):
    pytest.importorskip("verovio")
    pytest.importorskip("resvg_py")
    write_picture(score(), tmp_path / "tune.png")
    assert (tmp_path / "tune.png").read_bytes().startswith(b"\x89PNG")


def test_abcm2ps_draws_the_text_where_it_is(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(engraver, "engrave", lambda _: pytest.fail("verovio was asked"))
    monkeypatch.setattr(abcm2ps, "can_draw", lambda: True)
    monkeypatch.setattr(abcm2ps, "draw", lambda abc: drawn.append(abc) or [PAGE])
    write_picture(score(), tmp_path / "tune.svg", abc=TUNE)
    assert drawn == [TUNE]


@pytest.mark.usefixtures("drawing")
def test_what_abcm2ps_gives_up_on_is_engraved(tmp_path, monkeypatch):
    def give_up(_):
        raise MusicError("no")

    monkeypatch.setattr(abcm2ps, "can_draw", lambda: True)
    monkeypatch.setattr(abcm2ps, "draw", give_up)
    write_picture(score(), tmp_path / "tune.svg", abc=TUNE)
    assert "M0 0" in (tmp_path / "tune.svg").read_text()


@pytest.mark.parametrize("abc", ["", TUNE])
def test_without_anything_that_draws_it_says_what_to_install(tmp_path, monkeypatch, abc):
    monkeypatch.setattr(engraver, "can_engrave", lambda: False)
    monkeypatch.setattr(abcm2ps, "can_draw", lambda: False)
    with pytest.raises(UsageError, match="pip install verovio"):
        write_picture(score(), tmp_path / "tune.svg", abc=abc)


@pytest.mark.usefixtures("drawing")
def test_a_tune_without_anything_or_with_too_much_is_refused(tmp_path):
    with pytest.raises(MusicError, match="nothing to draw"):
        write_picture(score("K:C\n"), tmp_path / "tune.svg")
    with pytest.raises(MusicError, match="1,001 bars, more than 1,000"):
        write_picture(score("K:C\n" + "C|" * 1001), tmp_path / "tune.svg")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("drawing")
def test_a_drawing_that_is_no_picture_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(engraver, "engrave", lambda _: ["<html/>"])
    with pytest.raises(MusicError, match="is no picture"):
        write_picture(score(), tmp_path / "tune.svg")


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"give one of \.svg, \.png"):
        write_picture(score(), tmp_path / "tune.gif")


def test_the_missing_png_maker_is_told_before_anything_is_drawn(tmp_path, monkeypatch):
    def missing():
        raise UsageError("missing")

    monkeypatch.setattr(writing, "check_raster", missing)
    with pytest.raises(UsageError, match="missing"):
        write_picture(score("K:C\n"), tmp_path / "tune.png")
