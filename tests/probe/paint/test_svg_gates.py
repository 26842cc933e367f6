import numpy as np

from songrnn.probe.paint.svg import paint
from songrnn.probe.signals import Layer, Unit

SVG = "{http://www.w3.org/2000/svg}"


def test_there_is_a_square_for_each_gate_and_in_it_a_dot_for_each_unit(parsed, view):
    root = parsed(paint(view("abc", width=5), "gates"))
    assert len(list(root.iter(f"{SVG}circle"))) == 2 * 3 * 5
    shown = [found.text for found in root.iter(f"{SVG}text")]
    assert {"layer 1, forget gate (f)", "layer 2, output gate (o)"} <= set(shown)


def test_a_dot_stands_as_far_right_as_the_gate_is_shut_and_as_high_as_it_is_open(parsed, view):
    gate = np.array([[0.0, 1.0, 0.5], [0.0, 1.0, 0.0], [0.0, 1.0, 0.5], [0.0, 1.0, 1.0]], np.float32)
    root = parsed(paint(view("abcd", (Layer("layer 1", {"f": gate}),)), "gates"))
    dots = {
        dot.find(f"{SVG}title").text: (float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")
    }
    shut, opened, between = (
        dots[name] for name in ("1:0, shut 100%, open 0%", "1:1, shut 0%, open 100%", "1:2, shut 25%, open 25%")
    )
    side = shut[0] - opened[0]
    assert side == shut[1] - opened[1] > 200
    assert between == (opened[0] + side / 4, shut[1] - side / 4)


def test_chosen_units_are_named_and_stand_over_the_others(parsed, view):
    root = parsed(paint(view("abc", width=5, units=(Unit(2, 1),)), "gates"))
    assert [found.text for found in root.iter(f"{SVG}text")].count("2:1") == 3
    assert [dot.get("class") for dot in root.iter(f"{SVG}circle")][-1] != "s8 t"
