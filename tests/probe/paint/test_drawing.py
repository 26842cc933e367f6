import re
from base64 import b64decode
from io import BytesIO
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from PIL import Image

from songrnn.probe.paint.colours import ZERO, palette, steps
from songrnn.probe.paint.drawing import Drawing

SVG = "{http://www.w3.org/2000/svg}"
SHARES = np.array([[-1.0, -0.5, 0.0], [0.25, 0.5, 1.0]])


def drawn(draw, theme="auto"):
    drawing = Drawing(theme)
    draw(drawing)
    return fromstring(drawing.document((100, 50), "a title"))  # noqa: S314  it is our own


def images(root):
    return {found.get("class"): found.get("href").partition(",")[2] for found in root.iter(f"{SVG}image")}


def test_cells_of_one_colour_beside_each_other_are_one_rectangle_and_paper_is_none():
    shares = np.array([0.5, 0.5, np.nan, -1.0])
    _, *cells = drawn(lambda drawing: drawing.cells((10, 5), (4, 8), shares)).iter(f"{SVG}rect")
    places = [(cell.get("class"), cell.get("x"), cell.get("width"), cell.get("height")) for cell in cells]
    assert places == [("s48", "10", "8", "8"), ("s0", "22", "4", "8")]


def test_letters_stand_in_the_middle_of_their_cells_and_spaces_are_not_drawn():
    root = drawn(lambda drawing: drawing.letters((10, 9), (4, 7), ["a", " ", "b", "◌\u0301"], np.zeros(4)))
    (letters,) = root.iter(f"{SVG}text")
    assert (letters.text, letters.get("x"), letters.get("y")) == ("ab◌\u0301", "12 20 24 24", "9")


def test_letters_are_black_or_white_as_reads_well_on_either_paper():
    root = drawn(lambda drawing: drawing.letters((0, 0), (4, 7), list("abc"), np.array([0.0, -1.0, np.nan])))
    assert {letters.text: letters.get("class") for letters in root.iter(f"{SVG}text")} == {
        "a": "k01",
        "b": "k10",
        "c": "i",
    }
    light, _, dark = root.find(f"{SVG}style").text.partition("@media(prefers-color-scheme:dark)")
    assert ".k01{fill:#000000}" in light
    assert ".k01{fill:#ffffff}" in dark


def test_an_image_has_a_pixel_for_each_cell_in_the_colours_of_either_paper():
    found = images(drawn(lambda drawing: drawing.image((0, 0), (30, 20), SHARES)))
    for theme in ("light", "dark"):
        with Image.open(BytesIO(b64decode(found[theme]))) as image:
            assert np.asarray(image.convert("RGB")).tolist() == palette(dark=theme == "dark")[steps(SHARES)].tolist()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_drawing_for_one_paper_has_no_other(theme):
    root = drawn(lambda drawing: drawing.image((0, 0), (30, 20), SHARES), theme)
    assert list(images(root)) == [theme]
    assert "@media" not in root.find(f"{SVG}style").text


def test_the_colours_that_are_used_are_those_of_the_palette_on_either_paper():
    style = drawn(lambda drawing: drawing.cells((0, 0), (4, 8), np.array([0.0, 1.0]))).find(f"{SVG}style").text
    named = re.findall(rf"\.s{ZERO}\{{fill:#(\w+)\}}", style)
    assert named == [palette(dark=dark)[ZERO].tobytes().hex() for dark in (False, True)]
    assert ".s1{" not in style


def test_words_are_escaped():
    words = "</text><script>&\"'"

    def draw(drawing):
        drawing.text((1, 2), words, 9)
        drawing.letters((0, 0), (4, 7), list(words), np.zeros(len(words)))
        drawing.dot((1, 1), 2, words, step=3)

    root = drawn(draw)
    assert [found.text for found in root.iter(f"{SVG}text")] == [words, words]
    assert root.find(f"{SVG}circle/{SVG}title").text == words
    assert root.find(f".//{SVG}script") is None
