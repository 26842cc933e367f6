import re
from dataclasses import replace

import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.paint.captions import KINDS
from songrnn.probe.paint.svg import draw, paint
from songrnn.probe.signals import Unit

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "T:</svg><script>alert(1)</script>&\x1b]0;x\x07\x00\ufffe\n"


def words(root):
    return [found.text for found in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_stands_alone_and_is_for_both_papers(parsed, view, kind):
    painted = paint(view("GAB|c|", width=4, title="a title"), kind)
    root = parsed(painted)
    assert (root.tag, root.find(f"{SVG}title").text.startswith("a title: ")) == (f"{SVG}svg", True)
    assert "@media(prefers-color-scheme:dark)" in root.find(f"{SVG}style").text
    addresses = [value for element in root.iter() for name, value in element.items() if name.endswith("href")]
    assert all(address.startswith("data:image/png;base64,") for address in addresses)
    assert re.findall(r"https?://[^\"]*", painted) == ["http://www.w3.org/2000/svg"]
    assert "url(" not in painted


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_tune_holds_stays_text(parsed, view, believing, kind):
    guesses = tuple(tuple(replace(guess, text="<&>") for guess in after) for after in believing.beliefs.guesses)
    seen = view([HOSTILE, "<b>"], guesses=guesses, title=HOSTILE, signal="c")
    root = parsed(paint(seen, kind))
    assert root.find(f".//{SVG}script") is None
    assert not set("\x1b\x07\x00\ufffe") & set("".join(root.itertext()))


@pytest.mark.parametrize("kind", ["text", "matrix", "beliefs"])
def test_legends_have_their_numbers(parsed, view, kind):
    shown = words(parsed(paint(view("abc", signal="f" if kind == "matrix" else "h"), kind)))
    numbers = {"text": ["-1", "0", "+1"], "matrix": ["0", "0.5", "1"], "beliefs": ["0", "1", "3", "7", "15", "0.5"]}
    assert set(numbers[kind]) <= set(shown)


def test_a_long_title_ends_within_the_picture(parsed, view):
    root = parsed(paint(view("abc", title="W" * 500), "text"))
    (title,) = (found.text for found in root.iter(f"{SVG}text") if found.get("font-size") == "18")
    assert len(title) < 60
    assert title.endswith("…")


def test_all_words_are_within_the_picture(parsed, view):
    for kind in KINDS:
        root = parsed(paint(view("GABc|" * 60, width=40, bars=np.arange(300) // 5), kind))
        width, height = float(root.get("width")), float(root.get("height"))
        for found in root.iter(f"{SVG}text"):
            assert all(0 <= float(x) <= width for x in found.get("x").split())
            assert 0 <= float(found.get("y")) <= height


@pytest.mark.parametrize(
    ("kind", "units", "signal", "said"),
    [
        ("text", (Unit(1, 99),), "h", "no unit 99"),
        ("text", (Unit(7, 0),), "h", "no layer 7"),
        ("matrix", (Unit(7, 0),), "h", "no layer 7"),
        ("matrix", (), "a", "no signal 'a'"),
        ("nonsense", (), "h", "No kind of picture"),
    ],
)
def test_what_cannot_be_shown_is_refused(view, kind, units, signal, said):
    with pytest.raises(UsageError, match=said):
        draw(view("abc", units=units, signal=signal), kind, "light")
