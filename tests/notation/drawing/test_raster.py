import io
import json

import numpy as np
import pytest
from PIL import Image

from songrnn.errors import MusicError, UsageError
from songrnn.notation.drawing import raster
from songrnn.notation.drawing.page import SVG, picture


def drawn(inside="", height=100, title=""):
    return picture([f'<svg xmlns="{SVG}" viewBox="0 0 200 {height}">{inside}</svg>'], title)


def pixels(content):
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("L"))


def text(letters, font):
    return f'<text x="20" y="80" font-size="60" font-family="{font}">{letters}</text>'


def test_a_picture_is_twice_its_size_on_white():
    pytest.importorskip("resvg_py")
    found = pixels(raster.png(drawn('<rect x="50" y="50" width="50" height="50"/>')))
    assert found.shape == (2 * 160, 2 * 260)
    assert found[:100].min() == 255
    assert found[170:250, 170:250].max() == 0


def test_titles_are_drawn_with_our_own_font():
    pytest.importorskip("resvg_py")
    found = pixels(raster.png(drawn(title="Sláinte")))
    assert (found[:160] < 128).sum() > 300


def test_the_signs_of_verovios_font_are_drawn_in_their_shapes():
    pytest.importorskip("resvg_py")
    pytest.importorskip("verovio")
    quarter, half = (pixels(raster.png(drawn(text(sign, "Leipzig")))) < 128 for sign in "\ueca5\ueca3")
    assert quarter.sum() > half.sum() > 300
    assert 60 < quarter.sum(axis=0).max() < 90  # the stem
    assert 10 < np.flatnonzero(quarter.any(axis=0)).size < 45  # narrower than the box for a missing letter


def test_a_very_tall_picture_is_drawn_smaller_and_a_taller_one_refused(monkeypatch):
    zooms = []
    monkeypatch.setattr(raster, "answer", lambda order, **_: zooms.append(json.loads(order)["options"]["zoom"]) or b"x")
    raster.png(drawn(height=1000))
    raster.png(drawn(height=20_000))
    assert zooms[0] == 2
    assert 1 < zooms[1] < 1.5
    with pytest.raises(MusicError, match="too long for one PNG"):
        raster.png(drawn(height=40_000))


def test_letters_that_our_font_lacks_are_looked_for_in_the_system(monkeypatch):
    skipped = []
    monkeypatch.setattr(
        raster, "answer", lambda order, **_: skipped.append(json.loads(order)["options"]["skip_system_fonts"]) or b"x"
    )
    raster.png(drawn(title="Sláinte"))
    raster.png(drawn(title="茉莉花"))
    assert skipped == [True, False]


def test_a_failure_is_said(monkeypatch):
    monkeypatch.setattr(raster, "answer", lambda *_, **__: None)
    with pytest.raises(MusicError, match=r"write it as \.svg"):
        raster.png(drawn())


def test_without_resvg_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(raster, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install resvg_py, or write \.svg"):
        raster.check_raster()
