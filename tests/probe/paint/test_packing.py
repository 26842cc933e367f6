import base64
import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.match import THRESHOLD
from songrnn.probe.paint.packing import COARSEST, FINE, STEPS, letters, main_signal, pack, rounded
from songrnn.probe.signals import GATES, Layer, Trace, Unit


def noise(symbols=50, units=40, seed=0):
    """A layer of an lstm; unit k's output varies the more, the larger k is."""
    draw = np.random.default_rng(seed)
    size = (symbols, units)
    tall = np.linspace(0.1, 1, units)
    signals = {name: draw.uniform(0 if name in GATES else -1, 1, size).astype(np.float32) for name in "hcifgo"}
    return Layer("layer 1", {**signals, "h": signals["h"] * tall.astype(np.float32), "c": 5 * signals["c"]})


def unpacked(block, symbols):
    raw = np.frombuffer(gzip.decompress(base64.b64decode(block.data)), np.int8).reshape(len(block.units), symbols)
    return raw / block.steps * np.array(block.scales)[:, None]


def size(blocks):
    return sum(len(block.data) for block in blocks)


@given(st.lists(st.integers(-128, 127), max_size=50))
def test_letters_give_the_array_back_and_are_the_same_each_time(values):
    array = np.array(values, np.int16)
    assert np.frombuffer(gzip.decompress(base64.b64decode(letters(array))), "<i2").tolist() == values
    assert letters(array) == letters(array.copy())


def test_every_packed_value_is_within_half_a_step_of_what_was_said():
    trace = Trace((noise(),))
    blocks = pack(trace, (), 10**7)
    assert {block.signal for block in blocks} == set("hcifgo")
    for block in blocks:
        true = trace.matrix(1, block.signal)[:, list(block.units)].T
        half = np.array(block.scales)[:, None] / block.steps / 2
        assert (np.abs(unpacked(block, 50) - true) <= half * 1.001).all()


@pytest.mark.parametrize("steps", STEPS)
@given(st.lists(st.floats(-1, 1, width=32), min_size=1))
def test_rounding_switches_no_unit_on_or_off(steps, values):
    edges = [np.nextafter(np.float32(side * THRESHOLD), np.float32(to)) for side in (-1, 1) for to in (-1, 0, 1)]
    outputs = np.array([*values, *edges, THRESHOLD, -THRESHOLD], np.float32)
    found, _ = rounded("h", outputs[:, None], steps)
    for side in (-1, 1):
        assert ((side * found[:, 0] / steps >= THRESHOLD) == (side * outputs >= THRESHOLD)).all()


def test_coarser_steps_are_whole_numbers_of_the_finest():
    assert [FINE % steps for steps in STEPS] == [0] * len(STEPS)


@given(st.integers(0, 30_000))
def test_a_budget_is_never_exceeded(budget):
    assert size(pack(Trace((noise(), noise(seed=1))), (Unit(2, 3),), budget)) <= budget


def test_what_is_asked_for_comes_first_with_all_of_its_signals():
    blocks = pack(Trace((noise(), noise(seed=1))), (Unit(2, 3), Unit(2, 0)), 4_000)
    first = [block for block in blocks if 3 in block.units and block.layer == 2]
    assert [block.signal for block in first] == list("hcifgo")
    assert blocks[: len(first)] == tuple(first)
    assert {block.steps for block in first} == {FINE}


def test_outputs_come_before_memory_and_memory_before_gates():
    assert "".join(dict.fromkeys(block.signal for block in pack(Trace((noise(),)), (), 10**7))) == "hcifgo"


def test_units_that_vary_most_are_kept_where_there_is_no_room_for_all():
    trace = Trace((noise(500, 200),))
    blocks = pack(trace, (), 40_000)
    kept = {unit for block in blocks for unit in block.units if block.signal == "h"}
    assert 0 < len(kept) < 200
    assert {block.steps for block in blocks} == {COARSEST}
    variances = trace.matrix(1).var(axis=0)
    assert min(variances[list(kept)]) > max(np.delete(variances, list(kept)))


def test_nothing_is_packed_twice():
    blocks = pack(Trace((noise(),)), (Unit(1, 5), Unit(1, 5), Unit(1, 39)), 10**7)
    pairs = [(block.signal, unit) for block in blocks if block.signal == "h" for unit in block.units]
    assert sorted(pairs) == [("h", unit) for unit in range(40)]


def test_what_is_no_number_counts_as_nothing():
    layer = Layer("layer 1", {"h": np.array([[np.nan, 2.0], [np.inf, -2.0]], np.float32)})
    (block,) = pack(Trace((layer,)), (), 10**6)
    found = dict(zip(block.units, unpacked(block, 2).tolist(), strict=True))
    assert found == {0: [0.0, 0.0], 1: [1.0, -1.0]}


def test_weak_attention_is_kept_as_finely_as_its_largest_weight_allows():
    values = np.array([[0.0], [0.005], [0.01]], np.float32)
    (block,) = pack(Trace((Layer("attention", {"a": values}),)), (), 10**6)
    np.testing.assert_allclose(unpacked(block, 3)[0], values[:, 0], atol=0.0001)
    assert block.fulls == (0.01,)


@pytest.mark.parametrize(("names", "main"), [("hc", "h"), ("a", "a"), ("rzh", "h")])
def test_the_main_signal_is_the_output_or_else_the_first(names, main):
    assert main_signal(Layer("", {name: np.zeros((1, 1), np.float32) for name in names})) == main
