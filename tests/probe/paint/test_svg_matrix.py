import numpy as np

from songrnn.probe.paint.matrix import panels
from songrnn.probe.paint.svg import paint
from songrnn.probe.signals import Unit

SVG = "{http://www.w3.org/2000/svg}"


def words(root):
    return [found.text for found in root.iter(f"{SVG}text")]


def test_layers_stand_beneath_each_other_with_their_names_unless_there_is_one(parsed, view):
    assert {"layer 1", "layer 2"} <= set(words(parsed(paint(view("abc"), "matrix"))))
    alone = parsed(paint(view("abc", units=(Unit(2, 0),)), "matrix"))
    assert "layer 2" not in words(alone)
    assert len(list(alone.iter(f"{SVG}image"))) == 2  # on white and on black paper


def test_symbols_stand_over_their_columns_and_units_beside_their_rows(parsed, view):
    seen = view("GAB", width=2, units=(Unit(1, 0),))
    root = parsed(paint(seen, "matrix"))
    (letters,) = (found for found in root.iter(f"{SVG}text") if found.text == "GAB")
    image = next(root.iter(f"{SVG}image"))
    middles = [float(x) - float(image.get("x")) for x in letters.get("x").split()]
    assert middles == [(at + 0.5) * float(image.get("width")) / 3 for at in range(3)]
    names = [word for word in words(root) if word.startswith("1:")]
    assert names == list(panels(seen, rows=9, columns=9)[0].names)


def test_of_many_units_every_so_many_has_its_name(parsed, view):
    shown = [
        word for word in words(parsed(paint(view("abc", width=300, units=(Unit(1, 0),)), "matrix"))) if ":" in word
    ]
    assert 30 < len(shown) < 150


def test_bars_are_numbered_where_they_begin(parsed, view):
    root = parsed(paint(view("ab|cd|", bars=[1, 1, 1, 2, 2, 2], units=(Unit(1, 0),)), "matrix"))
    places = {found.text: float(found.get("x").split()[0]) for found in root.iter(f"{SVG}text")}
    image = next(root.iter(f"{SVG}image"))
    assert places["1"] == float(image.get("x"))
    assert places["2"] == float(image.get("x")) + float(image.get("width")) / 2


def test_five_thousand_symbols_are_pooled_into_a_bounded_width_and_it_is_said(parsed, view):
    root = parsed(paint(view("a" * 5000, width=4, bars=np.arange(5000) // 9), "matrix"))
    assert float(root.get("width")) < 2600
    assert any("a cell stands for 3 symbols" in (word or "") for word in words(root))
