import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from songrnn.errors import UsageError
from songrnn.probe.paint import png
from songrnn.probe.paint.captions import KINDS
from songrnn.probe.paint.colours import palette, steps
from songrnn.probe.signals import Unit

ROOT = Path(png.__file__).parents[3]


def pixels(content):
    with Image.open(BytesIO(content)) as image:
        return np.asarray(image.convert("RGB"))


def has(picture, colour):
    return bool((picture == colour).all(axis=-1).any())


@pytest.mark.parametrize("dark", [False, True])
def test_values_have_their_colours_on_white_and_on_black_paper(unit, dark):
    values = np.array([-1.0, -0.3, 0.6, 1.0])
    found = pixels(png.picture(unit("    ", values), "text", dark=dark))
    cells = found[-40:]  # below the legend
    assert all(has(cells, colour) for colour in palette(dark=dark)[steps(values)])
    assert (found[0, 0] < 30).all() if dark else (found[0, 0] == 255).all()


def test_letters_are_drawn(unit):
    blank, written = (pixels(png.picture(unit(text, [0.0] * 3), "text")) for text in ("   ", "GAB"))
    assert (blank != written).sum() > 100


def test_a_matrix_has_a_sharp_cell_for_each_value(unit):
    values = np.array([-1.0, -0.3, 0.6, 1.0])
    found = pixels(png.picture(unit("abcd", values, units=(Unit(1, 0),)), "matrix"))
    colours = palette()[steps(values)]
    row = next(row for row in found[140:] if has(row, colours[0]) and has(row, colours[2]))
    painted = row[(row != 255).any(axis=-1)]
    assert set(map(tuple, painted.tolist())) >= set(map(tuple, colours.tolist()))
    assert np.count_nonzero((painted == colours[1]).all(axis=-1)) == 14


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_picture(view, kind, dark):
    found = pixels(png.picture(view("GAB|c|\n日\x1b", title="<&>"), kind, dark=dark))
    assert found.shape[0] > 100
    assert len(np.unique(found.reshape(-1, 3), axis=0)) > 10


def test_five_thousand_characters_make_a_bounded_picture(unit):
    text = ("abc|def gab|\n" * 385)[:5000]
    assert max(pixels(png.picture(unit(text, np.zeros(5000)), "text")).shape) <= 5000


def test_a_picture_replaces_an_old_one_and_leaves_nothing_else(unit, tmp_path):
    path = tmp_path / "tune.png"
    path.write_bytes(b"old")
    png.paint(unit("abc", [0.0] * 3), "text", path, dark=True)
    assert path.read_bytes() == png.picture(unit("abc", [0.0] * 3), "text", dark=True)
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_painted_leaves_the_old_file_as_it_was(unit, tmp_path):
    path = tmp_path / "tune.png"
    path.write_bytes(b"old")
    with pytest.raises(UsageError, match="no gates"):
        png.paint(unit("abc", [0.0] * 3), "gates", path)
    assert path.read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_refused(unit, tmp_path):
    for place in (tmp_path / "missing" / "tune.png", tmp_path):
        with pytest.raises(UsageError, match="cannot be written"):
            png.paint(unit("abc", [0.0] * 3), "text", place)
    assert list(tmp_path.iterdir()) == []


def test_importing_the_painters_loads_no_matplotlib_and_no_torch():
    code = (
        "import sys, songrnn.probe.paint.png, songrnn.probe.paint.svg, songrnn.probe.paint.terminal\n"
        "sys.exit(any(name in sys.modules for name in ('matplotlib', 'torch', 'resvg_py')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": str(ROOT)}).returncode == 0
