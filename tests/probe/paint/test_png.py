import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from songrnn.errors import UsageError
from songrnn.probe.paint import png
from songrnn.probe.paint.colours import rgb
from songrnn.probe.paint.png import paint

CELL, SMALLEST = png._SIZES[0], png._SIZES[-1]
TOP = png._MARGIN + png._HEADER
LIMIT = 6000
ROOT = Path(png.__file__).parents[3]


def drawn(folder, text, values, title="a title", **options):
    path = folder / "tune.png"
    paint(text, values, path, title=title, **options)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def cell(picture, row, column):
    """The pixels of a cell of the largest size, in the first column of rows."""
    top, left = TOP + row * (CELL.height + CELL.gap), png._MARGIN + column * CELL.width
    return picture[top : top + CELL.height, left : left + CELL.width]


def is_white(pixels):
    return bool((pixels == 255).all())


def test_every_cell_has_the_colour_of_its_value(tmp_path):
    text, values = "a b\n\n c", np.array([-1.0, -0.6, -0.2, 0.1, 0.3, 0.7, 1.0])
    picture = drawn(tmp_path, text, values)
    places = [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (2, 1)]
    for (row, column), colour in zip(places, rgb(values), strict=True):
        assert cell(picture, row, column)[0, 0].tolist() == colour.tolist()
        assert cell(picture, row, column)[-1, -1].tolist() == colour.tolist()
    assert is_white(cell(picture, 1, 1))
    assert is_white(cell(picture, 2, 2))


def test_letters_are_black_on_light_and_white_on_dark_and_spaces_are_plain(tmp_path):
    picture = drawn(tmp_path, "M M ", np.array([0.0, 0.0, -1.0, -1.0]))
    assert cell(picture, 0, 0).min() < 60
    assert cell(picture, 0, 2).max() > 230
    assert (cell(picture, 0, 1) == rgb(np.array(0.0))).all()
    assert (cell(picture, 0, 3) == rgb(np.array(-1.0))).all()


def test_a_letter_keeps_to_its_cell_and_upright(tmp_path):
    picture = drawn(tmp_path, "L█ ", np.zeros(3))
    dark = cell(picture, 0, 0)[..., 0] < 128
    assert dark.any(axis=1).argmax() > 2  # room above
    assert dark[dark.any(axis=1)][-1].sum() > dark[dark.any(axis=1)][0].sum()  # the foot of an L is below
    assert (cell(picture, 0, 2) == rgb(np.array(0.0))).all()


def test_dollars_and_backslashes_are_drawn_as_they_are(tmp_path):
    values = np.zeros(11)
    formula = drawn(tmp_path, r"$\frac{a}b$", values, title="$x^$ $\\bad{$")
    assert formula.shape == drawn(tmp_path, "x" * 11, values).shape
    alone = drawn(tmp_path, "$", np.zeros(1))
    assert (cell(formula, 0, 0) == cell(alone, 0, 0)).all()
    assert (cell(formula, 0, 10) == cell(alone, 0, 0)).all()


def test_the_scale_runs_from_full_blue_over_white_to_full_orange(tmp_path):
    picture = drawn(tmp_path, "ab", np.array([-7.5, 0.0]), scale=7.5)
    row = picture[png._MARGIN + png._BAR_BELOW + 2]
    bar = row[(row < 250).any(axis=1).nonzero()[0].min() :]
    start = next(at for at in range(len(bar)) if (bar[at] == rgb(np.array(-1.0))).all())
    bar = bar[start : start + png._BAR_WIDTH]
    assert (bar == rgb(np.linspace(-1, 1, png._BAR_WIDTH))).all()
    assert (cell(picture, 0, 0)[0, 0] == rgb(np.array(-1.0))).all()


def test_another_scale_is_written_beside_the_bar(tmp_path):
    one, other = (drawn(tmp_path, "ab", np.zeros(2), scale=scale)[:TOP] for scale in (1.0, 7.5))
    assert (one != other).any()


def test_a_line_too_long_goes_on_in_the_next_row(tmp_path):
    values = np.zeros(2000)
    values[png._WRAP] = 1.0
    picture = drawn(tmp_path, " " * 2000, values)
    assert picture.shape[1] == 2 * png._MARGIN + png._WRAP * CELL.width
    assert picture.shape[0] == TOP + png._MARGIN + 20 * (CELL.height + CELL.gap)
    assert (cell(picture, 1, 0) == rgb(np.array(1.0))).all()


@pytest.mark.parametrize(
    "text",
    ["abc|def gab|\n" * 385, "x" * 5000, "\n" * 5000, ("y" * 100 + "\n" * 284) * 13],
    ids=["tune", "one line", "empty lines", "lines of all lengths"],
)
def test_a_picture_of_five_thousand_characters_is_bounded_and_shows_all(tmp_path, text):
    picture = drawn(tmp_path, text, np.zeros(len(text)))
    assert max(picture.shape) < LIMIT
    painted = (picture[TOP:] < 255).any(axis=-1).sum()  # the colour of 0 is not quite white
    assert painted in {len(text) * size.width * size.height for size in png._SIZES}


def test_what_fits_in_no_way_is_left_out_and_said(tmp_path):
    text = ("y" * 100 + "\n" * 284) * 200
    plan = png._plan(png.lines(text, np.zeros(len(text)), 1.0))
    shown = sum(len(row.cells) for column in plan.columns for row in column)
    assert plan.left_out == len(text) - shown > 0
    picture = drawn(tmp_path, text, np.zeros(len(text)))
    assert max(picture.shape) < LIMIT
    assert (picture[TOP:] < 255).any(axis=-1).sum() == shown * SMALLEST.width * SMALLEST.height
    beside_the_bar = picture[png._MARGIN + png._BAR_BELOW : TOP, png._BAR_WIDTH + 150 : 800]
    assert not is_white(beside_the_bar)


def test_an_empty_tune_is_a_title_and_a_scale(tmp_path):
    picture = drawn(tmp_path, "", np.zeros(0))
    assert picture.shape == (TOP + png._MARGIN, png._NARROWEST, 3)
    assert not is_white(picture[: png._MARGIN + png._BAR_BELOW])


def test_a_long_title_ends_within_the_picture(tmp_path):
    picture = drawn(tmp_path, "abc", np.zeros(3), title="W" * 500)
    assert picture.shape[1] == png._NARROWEST
    assert is_white(picture[:, -png._MARGIN // 2 :])


def test_a_character_that_the_font_lacks_is_drawn_as_unknown_without_a_warning(tmp_path):
    values = np.zeros(1)
    assert (drawn(tmp_path, "日", values) == drawn(tmp_path, "\ufffd", values)).all()


def test_a_picture_replaces_an_old_one_and_leaves_nothing_else(tmp_path):
    (tmp_path / "tune.png").write_bytes(b"old")
    drawn(tmp_path, "abc", np.zeros(3))
    assert [path.name for path in tmp_path.iterdir()] == ["tune.png"]


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("matplotlib.image.imsave", fail)
    (tmp_path / "tune.png").write_bytes(b"old")
    with pytest.raises(UsageError, match="No space left on device"):
        paint("abc", np.zeros(3), tmp_path / "tune.png", title="")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("tune.png", b"old")]


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        paint("abc", np.zeros(3), tmp_path / "missing" / "tune.png", title="")
    with pytest.raises(UsageError, match="cannot be written"):
        paint("abc", np.zeros(3), tmp_path, title="")
    assert list(tmp_path.iterdir()) == []


def test_importing_the_painters_loads_no_matplotlib_and_no_torch():
    code = (
        "import sys, songrnn.probe.paint.png, songrnn.probe.paint.terminal\n"
        "sys.exit(any(name in sys.modules for name in ('matplotlib', 'torch')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": str(ROOT)}).returncode == 0
