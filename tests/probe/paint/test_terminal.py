import re

import numpy as np
import pytest

from songrnn.probe.paint.colours import indexed, rgb
from songrnn.probe.paint.terminal import paint

ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
TUNE = "X:1\nK:G\n\nGAB c2"
RISING = np.linspace(-1, 1, len(TUNE))


def grounds(painted):
    """(character, background code) of each character shown."""
    found, ground = [], None
    for at, part in enumerate(ESCAPE.split(painted)):
        if at % 2:
            ground = part.partition("48;")[2] or None
        else:
            found += [(character, ground) for character in part]
    return found


def legend(painted):
    return ESCAPE.sub("", painted.split("\n")[-1])


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_without_its_colours_a_painting_is_the_tune_with_its_line_breaks_shown(colours):
    painted = ESCAPE.sub("", paint(TUNE, RISING, colours=colours))
    assert painted.split("\n")[:-2] == ["X:1⏎", "K:G⏎", "⏎", "GAB c2"]


def test_every_character_stands_on_the_colour_of_its_value():
    cells = [pair for pair in grounds(paint(TUNE, RISING, colours="truecolor")) if pair[0] != "\n"]
    wanted = [f"2;{r};{g};{b}" for r, g, b in rgb(RISING)]
    assert cells[: len(TUNE)] == list(zip(TUNE.replace("\n", "⏎"), wanted, strict=True))


def test_every_character_stands_on_the_nearest_of_256_colours():
    cells = [pair for pair in grounds(paint(TUNE, RISING, colours="256")) if pair[0] != "\n"]
    assert [ground for _, ground in cells[: len(TUNE)]] == [f"5;{index}" for index in indexed(RISING)]


@pytest.mark.parametrize("colours", ["truecolor", "256"])
def test_no_colour_reaches_over_the_end_of_a_line(colours):
    assert all(ground is None for c, ground in grounds(paint(TUNE, RISING, colours=colours)) if c == "\n")


def test_without_colours_a_sign_stands_beneath_every_character():
    values = np.array([-1.0, -0.5, -0.125, 0.0, 0.125, 0.5, 1.0])
    painted = paint("|:GA:|\n", values, colours="none")
    assert painted.split("\n") == ["|:GA:|⏎", "841·▁▄█", "", "-1 87654321·▁▂▃▄▅▆▇█ +1"]


def test_a_sign_beneath_a_wide_character_fills_its_columns():
    painted = paint("a日b", np.ones(3), colours="none")
    assert painted.split("\n")[:2] == ["a日b", "██ █"]


@pytest.mark.parametrize("colours", ["truecolor", "256", "none"])
def test_the_scale_is_said_and_values_beyond_it_count_as_full(colours):
    painted = paint("abc", np.array([-9.0, 3.5, 9.0]), colours=colours, scale=3.5)
    full = paint("abc", np.array([-3.5, 3.5, 3.5]), colours=colours, scale=3.5)
    assert painted == full
    assert legend(painted).startswith("-3.5 ")
    assert legend(painted).endswith(" +3.5")


@pytest.mark.parametrize("colours", ["truecolor", "256", "none"])
def test_escapes_of_a_tune_stay_in_the_tune(colours):
    tune = "T:\x1b]0;owned\x07\x9b31m\u202etab\there\rend"
    shown = ESCAPE.sub("", paint(tune, np.zeros(len(tune)), colours=colours))
    assert not set("\x1b\x07\x9b\u202e\r\t") & set(shown)
    assert "tab here" in shown


def test_only_a_line_feed_ends_a_line_so_that_no_value_slips():
    tune = "a\x0bb\x1cc\u2028d\x85e\r\nf"
    assert paint(tune, np.ones(len(tune)), colours="none").split("\n")[:4] == ["a�b�c�d�e�⏎", "█" * 11, "f", "█"]


def test_what_is_no_number_is_painted_as_zero():
    assert paint("ab", np.array([np.nan, np.inf]), colours="none").split("\n")[1] == "·█"


def test_a_combining_mark_has_a_cell_of_its_own():
    assert paint("e\u0301", np.array([1.0, -1.0]), colours="none").split("\n")[:2] == ["e◌\u0301", "█8"]


def test_an_empty_tune_is_a_scale_alone():
    assert paint("", np.zeros(0), colours="none").split("\n") == ["", "-1 87654321·▁▂▃▄▅▆▇█ +1"]


def test_a_value_too_few_is_a_programmers_mistake():
    with pytest.raises(AssertionError):
        paint("abc", np.zeros(2), colours="none")
