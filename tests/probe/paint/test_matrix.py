import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from songrnn.errors import UsageError
from songrnn.probe.order import order
from songrnn.probe.paint.matrix import bars, panels, pool, with_room
from songrnn.probe.signals import Layer, Unit


def test_rows_are_units_in_clustered_order_and_columns_symbols(view):
    seen = view("abcdefgh", width=5)
    first, second = panels(seen, rows=9, columns=9)
    values = seen.trace.layers[1].signals["h"]
    np.testing.assert_allclose(second.shares, values.T[order(values)])
    assert second.names == tuple(f"2:{index}" for index in order(values))
    assert (first.name, first.letters, first.remark) == ("layer 1", tuple("abcdefgh"), "")


def test_the_layer_of_the_first_unit_is_shown_alone(view):
    assert [panel.name for panel in panels(view("abc", units=(Unit(2, 0),)), rows=9, columns=9)] == ["layer 2"]
    with pytest.raises(UsageError, match="no layer 3"):
        panels(view("abc", units=(Unit(3, 0),)), rows=9, columns=9)


def test_more_symbols_than_columns_are_pooled_and_it_is_said(view):
    panel = panels(view("abcdefgh" * 4), rows=9, columns=10)[0]
    assert panel.shares.shape == (3, 8)
    assert (panel.symbols, panel.letters) == (4, ())
    assert panel.remark == "a cell stands for 4 symbols, by the value farthest from 0"


def test_of_more_units_than_rows_those_that_vary_most_are_shown_and_it_is_said(view):
    values = np.random.default_rng(0).uniform(-1, 1, (50, 6)).astype(np.float32) * [0.1, 1, 0.1, 1, 0.1, 1]
    (panel,) = panels(view("a" * 50, (Layer("layer 1", {"h": values}),)), rows=3, columns=99)
    assert set(panel.names) == {"1:1", "1:3", "1:5"}
    assert panel.remark == "the 3 units of 6 that vary most"


def test_attention_keeps_the_order_of_its_distances(view):
    values = np.random.default_rng(0).uniform(0, 1, (9, 6)).astype(np.float32)
    (panel,) = panels(view("a" * 9, (Layer("attention", {"a": values}),), signal="a"), rows=9, columns=9)
    assert panel.names == tuple(f"1:{distance}" for distance in range(6))


@given(arrays(np.float64, (3, 17), elements=st.floats(-1, 1)), st.integers(1, 20))
def test_pooling_keeps_the_value_farthest_from_zero_with_its_sign(values, size):
    pooled = pool(values, size)
    for at in range(pooled.shape[1]):
        block = values[:, at * size : (at + 1) * size]
        assert (np.abs(pooled[:, at]) == np.abs(block).max(axis=1)).all()
        assert all(value in row for value, row in zip(pooled[:, at], block, strict=True))


def test_a_tick_stands_where_a_bar_begins(view):
    seen = view("K:G\nab|cd", bars=[-1, -1, -1, -1, 0, 0, 0, 1, 2])
    assert list(bars(seen.places)) == [(7, "1"), (8, "2")]
    assert panels(seen, rows=9, columns=5)[0].ticks == ((3, "1"), (4, "2"))


def test_numbers_that_would_run_into_each_other_are_left_out():
    ticks = [(0, "9"), (1, "10"), (2, "11"), (5, "12")]
    assert list(with_room(ticks, 1.0)) == [(0, "9"), (2, "11"), (5, "12")]
    assert list(with_room(ticks, 9.0)) == ticks


def test_letters_are_safe_and_there_are_none_where_symbols_are_longer(view):
    assert panels(view("a\n\x1b"), rows=9, columns=9)[0].letters == ("a", "⏎", "�")
    assert panels(view(["C4", "D4"]), rows=9, columns=9)[0].letters == ()
