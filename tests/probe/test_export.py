"""Views as data: what is written can be read, and says what the view says."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from songrnn.errors import UsageError
from songrnn.probe.export import FORMATS, arrays, finite, to_csv, to_json, write
from songrnn.probe.signals import Layer, Trace, Unit
from songrnn.probe.view import Beliefs, Guess, Places, View


@pytest.fixture
def view():
    h = np.array([[0.5, -1], [0.25, 1], [0, 1 / 3]], np.float32)
    attention = np.array([[1], [0.5], [0.25]], np.float32)
    trace = Trace((Layer("layer 1", {"h": h, "c": h * 4}), Layer("attention", {"a": attention})))
    guesses = ((Guess('"', 0.5), Guess("", 0.25)), (Guess("\n", 1.0),), ())
    beliefs = Beliefs(np.array([0.1, 2, np.nan]), guesses)
    places = Places(np.array([-1, 0, 1]), np.array([np.nan, 2.5, 1]))
    return View(("K:", ',"\n', ""), trace, beliefs, places, "h", (Unit(1, 1),), "a tune")


def test_json_holds_the_chosen_units_and_null_for_what_is_not_known(view):
    assert json.loads(to_json(view)) == {
        "version": 1, "title": "a tune", "signal": "h", "texts": ["K:", ',"\n', ""],
        "bars": [None, 0, 1], "beats": [None, 2.5, 1], "surprises": [0.1, 2, None],
        "guesses": [[['"', 0.5], ["", 0.25]], [["\n", 1.0]], []], "units": {"1:1": [-1, 1, 0.333333]},
    }  # fmt: skip


def test_without_chosen_units_all_that_have_the_signal_are_written(view):
    assert list(json.loads(to_json(replace(view, units=())))["units"]) == ["1:0", "1:1"]
    assert json.loads(to_json(replace(view, units=(), signal="a")))["units"] == {"2:0": [1, 0.5, 0.25]}


def test_csv_has_a_row_a_symbol_whatever_its_text(view):
    head, *rows = csv.reader(io.StringIO(to_csv(view), newline=""))
    assert head == ["index", "text", "bar", "beat", "surprise_nats", "guesses", "1:1"]
    assert rows[0] == ["0", "K:", "", "", "0.1", '[["\\"", 0.5], ["", 0.25]]', "-1.0"]
    assert rows[1][:5] == ["1", ',"\n', "0", "2.5", "2.0"]
    assert rows[2] == ["2", "", "1", "1.0", "", "[]", "0.333333"]


@pytest.mark.parametrize("text", ["=1+1", "+A", "-", "@x"])
def test_csv_leaves_texts_as_they_are_even_where_a_spreadsheet_sees_a_formula(view, text):
    _, row, *_ = csv.reader(io.StringIO(to_csv(replace(view, texts=(text, "", ""))), newline=""))
    assert row[1] == text


@pytest.mark.parametrize(("value", "kept"), [(0.5, 0.5), (float("nan"), None), (float("-inf"), None)])
def test_what_is_no_number_is_none(value, kept):
    assert finite(value) == kept


def test_npz_holds_every_signal_exactly_and_nothing_pickled(view, tmp_path):
    write(view, tmp_path / "x.npz")
    with np.load(tmp_path / "x.npz", allow_pickle=False) as file:
        assert sorted(file) == sorted(arrays(view))
        assert file["version"] == 1
        assert file["1.c"].tolist() == (view.trace.layers[0].signals["c"]).tolist()
        assert file["2.a"].dtype == np.float32
        assert file["texts"].tolist() == list(view.texts)
        assert file["bars"].tolist() == [-1, 0, 1]
        assert file["guess_texts"].tolist() == [['"', ""], ["\n", ""], ["", ""]]
        np.testing.assert_array_equal(file["guess_probabilities"], [[0.5, 0.25], [1, np.nan], [np.nan, np.nan]])


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written_whole_or_refused(view, suffix, tmp_path):
    path = tmp_path / f"X{suffix.upper()}"
    write(view, path)
    assert path.read_bytes() == FORMATS[suffix](view)
    with pytest.raises(UsageError, match="cannot be written"):
        write(view, tmp_path / "missing" / path.name)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_view_of_nothing_can_be_written(suffix):
    none = np.zeros((0, 2), np.float32)
    nothing = View(
        (), Trace((Layer("layer 1", {"h": none}),)), Beliefs(np.zeros(0), ()), Places(np.zeros(0, int), np.zeros(0))
    )
    assert FORMATS[suffix](nothing)
