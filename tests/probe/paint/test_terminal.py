import re
from dataclasses import replace

import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.paint.captions import KINDS
from songrnn.probe.paint.colours import indexed, rgb
from songrnn.probe.paint.matrix import panels
from songrnn.probe.paint.terminal import paint
from songrnn.probe.signals import Layer, Unit

ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
TUNE = "X:1\nK:G\n\nGAB c2"
RISING = np.linspace(-1, 1, len(TUNE))
PALETTES = ("truecolor", "256", "none")


def plain(painted):
    return ESCAPE.sub("", painted)


def body(painted):
    """The lines between the head and the legend, without colours."""
    return plain(painted).split("\n")[2:-2]


def grounds(painted):
    """(character, background code) of each character shown."""
    found, ground = [], None
    for at, part in enumerate(ESCAPE.split(painted)):
        if at % 2:
            ground = part.partition("48;")[2] or None
        else:
            found += [(character, ground) for character in part]
    return found


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_without_its_colours_a_painting_is_the_tune_with_its_line_breaks_shown(unit, colours):
    assert body(paint(unit(TUNE, RISING), "text", colours=colours)) == ["X:1⏎", "K:G⏎", "⏎", "GAB c2"]


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_every_character_stands_on_the_colour_of_its_value(unit, colours):
    shown = grounds(paint(unit(TUNE, RISING), "text", colours=colours))
    found = [ground for character, ground in shown if ground and character != "\n"][: len(TUNE)]
    wanted = {
        "truecolor": [f"2;{r};{g};{b}" for r, g, b in rgb(RISING.astype(np.float32))],
        "256": [f"5;{index}" for index in indexed(RISING.astype(np.float32))],
    }
    assert found == wanted[colours]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_no_colour_reaches_over_the_end_of_a_line(view, kind, colours):
    painted = paint(view("GAB|c|\nd|e|\n"), kind, colours=colours)
    assert all(ground is None for character, ground in grounds(painted) if character == "\n")


def test_without_colours_a_sign_stands_beneath_every_character(unit):
    values = np.array([-1.0, -0.5, -0.125, 0.0, 0.125, 0.5, 1.0])
    painted = paint(unit("|:GA:|\n", values, title="folk"), "text", colours="none")
    assert painted.split("\n") == [
        "folk",
        "unit 1:0",
        "",
        "|:GA:|⏎",
        "841·▁▄█",
        "",
        "-1 87654321·▁▂▃▄▅▆▇█ +1  output (h)",
    ]


def test_a_sign_beneath_a_wide_character_fills_its_columns(unit):
    assert body(paint(unit("a日b", np.ones(3)), "text", colours="none")) == ["a日b", "██ █"]


def test_bar_lines_stand_in_columns_and_long_lines_go_on_below(unit):
    text = "GABc|d|\nG|d|\n"
    assert body(paint(unit(text, np.zeros(len(text))), "text", colours="none"))[::2] == ["GABc|d|⏎", "G   |d|⏎"]
    assert body(paint(unit("a" * 50, np.zeros(50)), "text", colours="none", width=30))[::2] == ["a" * 30, "a" * 20]


@pytest.mark.parametrize("colours", PALETTES)
def test_the_legend_has_numbers(unit, colours):
    def legend(signal, values):
        return plain(paint(unit("ab", values, signal), "text", colours=colours)).split("\n")[-1]

    memory, gate = legend("c", [-3.5, 1.0]), legend("f", [0.5, 0.25])
    assert memory.startswith("≤ -3.5 ")
    assert memory.endswith(" ≥ +3.5  memory (c)")
    assert gate.startswith("0 ")
    assert gate.endswith(" 1  forget gate (f)")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("colours", PALETTES)
def test_escapes_of_a_tune_stay_in_the_tune(view, believing, kind, colours):
    tune = "T:\x1b]0;owned\x07\x9b31m\u202etab\there\rend"
    guesses = ((replace(believing.beliefs.guesses[0][0], text="\x1b[2J\x07"),),) * len(tune)
    seen = view(tune, guesses=guesses, title=tune, bars=range(1, len(tune) + 1))
    shown = plain(paint(seen, kind, colours=colours))
    assert not set("\x1b\x07\x9b\u202e\r\t") & set(shown)


def test_only_a_line_feed_ends_a_line_so_that_no_value_slips(unit):
    tune = "a\x0bb\x1cc\u2028d\x85e\r\nf"
    painted = body(paint(unit(tune, np.ones(len(tune))), "text", colours="none"))
    assert painted == ["a�b�c�d�e�⏎", "█" * 11, "f", "█"]


def test_beliefs_stand_beneath_their_characters(believing):
    assert body(paint(believing, "beliefs", colours="none"))[:-1] == ["ab", "2·", "b∎", "▆▄", "|⏎", "▂▁"]


def test_two_units_share_a_line_of_half_blocks(view):
    seen = view("GAB", width=2, units=(Unit(1, 0),))
    (panel,) = panels(seen, rows=80, columns=93)
    painted = paint(seen, "matrix", colours="truecolor")
    line = next(line for line in painted.split("\n") if "▀" in line)
    assert plain(line) == panel.names[0].rjust(6) + " ▀▀▀"
    over = ["38;2;{};{};{}".format(*colour) for colour in rgb(panel.shares[0])]
    under = ["48;2;{};{};{}".format(*colour) for colour in rgb(panel.shares[1])]
    codes = [code for code in ESCAPE.findall(line) if code and not code.startswith("0")]
    assert [code for code in codes if ";48;2;" not in code] == over
    assert [f"48;2;{code.partition(';48;2;')[2]}" for code in codes if ";48;2;" in code] == under


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize("width", [40, 100])
def test_a_large_matrix_fits_the_terminal_and_says_what_a_cell_is(view, colours, width):
    seen = view("a" * 5000, width=200, units=(Unit(1, 0),), bars=np.arange(5000) // 50)
    lines = plain(paint(seen, "matrix", colours=colours, width=width)).split("\n")
    assert len(lines) < 50
    assert max(map(len, lines)) <= width
    said = " ".join(lines)
    assert "units of 200 that vary most" in said
    assert "by the value farthest from 0" in said


def test_without_colours_a_matrix_is_signs(unit):
    painted = paint(unit("abc", [-1.0, 0.0, 1.0]), "matrix", colours="none")
    assert "   1:0 8·█" in painted.split("\n")


def test_units_of_a_gate_are_counted_where_they_are(view):
    gate = np.tile(np.array([0.0, 0.0, 1.0], np.float32), (4, 1))  # two always shut, one always open
    lines = paint(view("abcd", (Layer("layer 1", {"f": gate}),)), "gates", colours="none").split("\n")
    assert "100% 1" + "·" * 23 in lines
    assert "  0% " + "·" * 23 + "2" in lines


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_tune_is_refused(view, kind):
    with pytest.raises(UsageError, match="empty text"):
        paint(view(""), kind, colours="none")
