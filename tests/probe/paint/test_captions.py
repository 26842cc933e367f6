import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.paint.captions import KINDS, caption, check, full, shares, shown_layers, shown_units, surprise_shares
from songrnn.probe.signals import Layer, Unit


def test_values_are_shares_of_the_full_one_and_never_beyond_it():
    found = shares(np.array([-9.0, -1.0, 0.0, 1.0, 9.0, np.nan, -np.inf]), 2.0)
    assert found.tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0, 0.0, -1.0]


def test_a_surprise_is_coloured_by_the_logarithm_of_its_bits():
    bits = np.array([0.0, 1.0, 3.0, 7.0, 15.0, 99.0])
    np.testing.assert_allclose(surprise_shares(bits * np.log(2)), [0, -0.25, -0.5, -0.75, -1, -1])
    assert np.isnan(surprise_shares(np.array([np.nan]))).all()


def test_a_memory_is_as_strong_as_its_largest_value_and_what_is_bounded_by_one_is_not(view):
    seen = view("abc", units=(Unit(1, 0), Unit(2, 1)), signal="c")
    largest = max(np.abs(seen.trace.unit(unit, "c")).max() for unit in seen.units)  # of a few values
    assert full(seen, "text") == pytest.approx(largest)
    assert full(view("abc", signal="h"), "matrix") == 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_is(view, kind):
    said = caption(view("abc", units=(Unit(2, 1),), title="folk: a\njig\x1b[31m"), kind)
    assert said.about
    assert said.title == "folk: a\\njig\ufffd[31m"
    assert {legend.name for legend in said.legends} == {
        "text": {"output (h)"}, "matrix": {"output (h)"}, "beliefs": {"surprise, bits", "probability"}, "gates": set(),
    }[kind]  # fmt: skip


def test_legends_have_numbers_with_signs_and_gates_run_from_nought_to_one(unit):
    (memory,) = caption(unit("ab", [-7.5, 1.0], "c"), "text").legends
    assert [number for _, number in memory.marks] == ["≤ -7.5", "0", "≥ +7.5"]
    (gate,) = caption(unit("ab", [0.5, 1.0], "f"), "text").legends
    assert (gate.ends, gate.marks[0], gate.marks[-1]) == ((0.0, 1.0), (0.0, "0"), (1.0, "1"))
    (attention,) = caption(unit("ab", [0.0, 0.0625], "a"), "text").legends
    assert attention.marks == ((0.0, "0"), (0.5, "0.0312"), (1.0, "0.0625"))


def test_without_units_the_first_one_is_shown_and_all_layers_that_have_the_signal(view):
    values = np.zeros((3, 1), np.float32)
    layers = (Layer("layer 1", {"h": values}), Layer("attention", {"a": values}), Layer("layer 3", {"h": values}))
    assert shown_units(view("abc")) == (Unit(1, 0),)
    assert shown_layers(view("abc", layers)) == (1, 3)
    assert shown_layers(view("abc", layers, units=(Unit(3, 0),))) == (3,)
    assert shown_layers(view("abc", layers, units=(Unit(3, 0), Unit(1, 0), Unit(3, 0)))) == (1, 3)
    with pytest.raises(UsageError, match="'attention' of this model has no signal 'h'"):
        shown_layers(view("abc", layers, units=(Unit(3, 0), Unit(2, 0))))


def test_what_cannot_be_shown_is_refused_in_one_sentence(view):
    with pytest.raises(UsageError, match=r"No kind of picture is called 'matrx'\. Did you mean 'matrix'"):
        check(view("abc"), "matrx")
    with pytest.raises(UsageError, match="empty text"):
        check(view(""), "text")
    with pytest.raises(UsageError, match="no likelihood"):
        check(view("ab", surprises=[np.nan, np.nan]), "beliefs")
    with pytest.raises(UsageError, match="no signal 'x'"):
        shown_layers(view("abc", signal="x"))
