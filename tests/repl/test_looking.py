"""What the words of /heatmap ask for."""

from pathlib import Path

import pytest

from songrnn.errors import UsageError
from songrnn.probe.signals import Unit
from songrnn.repl.looking import asked


def words(text):
    return asked(text.split(), Path)


@pytest.mark.parametrize(
    ("text", "units", "feature", "every", "kind", "file"),
    [
        ("", (), "", False, "text", None),
        ("2:37 1:5", (Unit(2, 37), Unit(1, 5)), "", False, "text", None),
        ("bar-line", (), "bar-line", False, "text", None),
        ("all", (), "", True, "matrix", None),
        ("all gates x.png", (), "", True, "gates", "x.png"),
        ("x.html", (), "", False, "text", "x.html"),
        ("folder:1/x.y.svg beliefs", (), "", False, "beliefs", "folder:1/x.y.svg"),
    ],
)
def test_words_are_units_a_feature_or_all_a_kind_and_a_file(text, units, feature, every, kind, file):
    found = words(text)
    assert (found.choice.units, found.choice.feature, found.every, found.picture) == (units, feature, every, kind)
    assert found.output == (Path(file) if file else None)


def test_the_order_of_words_is_free():
    assert words("x.png text 1:2") == words("1:2 text x.png")


@pytest.mark.parametrize("text", ["text gates", "a.png b.png", "bar-line pitch"])
def test_what_there_can_be_one_of_is_refused_twice(text):
    with pytest.raises(UsageError, match="cannot both be shown"):
        words(text)


@pytest.mark.parametrize("text", ["--all", "1:1 --signal c", "-o x.png"])
def test_options_of_a_shell_are_refused_with_what_there_is(text):
    with pytest.raises(UsageError, match=r"knows no '--?[a-z]+'; it takes LAYER:INDEX, a FEATURE or all"):
        words(text)


def test_what_is_no_unit_is_refused():
    with pytest.raises(UsageError, match="'x:y' is not a unit"):
        words("x:y")
