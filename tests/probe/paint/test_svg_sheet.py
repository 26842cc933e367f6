import numpy as np
import pytest

from songrnn.probe.paint.sheet import Strip
from songrnn.probe.paint.svg import paint
from songrnn.probe.paint.svg_sheet import _LARGEST, _SIZES, _plan

SVG = "{http://www.w3.org/2000/svg}"


def cells(root):
    """How many cells are coloured: their area in cells, legends left out."""
    found = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") != "p" and rect.get("height") != "14"]
    return sum(float(rect.get("width")) * float(rect.get("height")) for rect in found)


@pytest.mark.parametrize(
    "text",
    ["abc|def gab|\n" * 385, "x" * 5000, "\n" * 5000, ("y" * 100 + "\n" * 284) * 13],
    ids=["tune", "one line", "empty lines", "lines of all lengths"],
)
def test_a_picture_of_five_thousand_characters_is_bounded_and_shows_all(parsed, unit, text):
    painted = paint(unit(text, np.linspace(-1, 1, len(text))), "text")
    root = parsed(painted)
    assert max(float(root.get("width")), float(root.get("height"))) < 5000
    assert cells(root) in {len(text) * size.width * size.height for size in _SIZES}
    assert len(painted) < 1_000_000


def test_what_fits_in_no_way_is_left_out_and_said(parsed, unit):
    text = ("y" * 100 + "\n" * 284) * 100
    root = parsed(paint(unit(text, np.zeros(len(text))), "text"))
    assert max(float(root.get("width")), float(root.get("height"))) < 5000
    assert any("without the last" in (found.text or "") for found in root.iter(f"{SVG}text"))


def test_columns_are_about_equally_high_and_none_is_too_high():
    stacks = [(Strip(("a",), np.zeros(1)),)] * 400
    size, columns = _plan(stacks)
    heights = [sum(size.height_of(stack) for stack in column) for column in columns]
    assert sum(len(column) for column in columns) == 400
    assert max(heights) <= _LARGEST
    assert max(heights) - min(heights) < 0.1 * max(heights)


def test_strips_of_a_stack_stand_close_beneath_each_other(parsed, believing):
    root = parsed(paint(believing, "beliefs"))
    letters = {found.text: float(found.get("y")) for found in root.iter(f"{SVG}text") if found.get("font-size") == "17"}
    assert letters["|⏎"] - letters["b∎"] == _SIZES[0].height
