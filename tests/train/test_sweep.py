"""What cells a sweep has, how they are called, and what its folder keeps."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.errors import TrainingError, UsageError
from songrnn.train.sweep import (
    Axis,
    Cell,
    Listed,
    Outcome,
    Place,
    Range,
    Sweep,
    best_row,
    cells,
    figures_of,
    measure,
    read_axis,
    read_outcomes,
    read_range,
    score,
    short_names,
)

WIDTHS, CELLS = Axis("model.width", ("150", "200")), Axis("model.cell", ("rnn", "lstm"))


def order(*axes, **further):
    return Sweep("reels.abc", "char-lstm", "tiny", ("train.epochs=1",), axes or (WIDTHS, CELLS), **further)


def test_every_setting_comes_once_before_any_comes_with_a_second_seed():
    names = [cell.name for cell in cells(order(seeds=2))]
    assert names[:4] == [f"width={w},cell={c},seed=1" for w in (150, 200) for c in ("rnn", "lstm")]
    assert names[4:] == [name.replace("seed=1", "seed=2") for name in names[:4]]
    assert order(seeds=2).total == 8


def test_a_cell_says_its_settings_as_they_are_given_to_a_run():
    assert Cell({"model.width": "150"}, 3).changes == ("model.width=150", "train.seed=3")


def test_settings_of_one_name_in_two_groups_keep_the_group():
    assert list(short_names({"model.size": 1, "codec.size": 2})) == ["model.size", "codec.size"]


@given(st.lists(st.text(max_size=200), min_size=2, max_size=5, unique=True))
def test_names_are_safe_as_those_of_files_and_differ_as_their_cells_do(values):
    names = [Cell({"model.cell": value}, 1).name for value in values]
    assert len(set(names)) == len(values)
    assert all(len(name) <= 140 and not set(name) & set('/\\:*?"<>|\0 ') for name in names)


def test_axes_and_ranges_are_read_as_they_are_written():
    assert read_axis("model.width=150, 200") == Axis("model.width", ("150", "200"))
    assert read_range("train.rate=1e-4..1e-2") == Range("train.rate", 1e-4, 1e-2)


@pytest.mark.parametrize("text", ["model.width", "model.width=", "=1,2", "model.width=1,,2", "model.width=1,1"])
def test_a_line_of_a_grid_without_name_or_values_is_refused(text):
    with pytest.raises(UsageError, match=r"150,200|once"):
        read_axis(text)


@pytest.mark.parametrize("text", ["train.rate", "train.rate=1..", "train.rate=2..1", "train.rate=a..b", "=1..2",
                                  "train.rate=1..inf", "train.rate=nan..1"])  # fmt: skip
def test_a_range_without_two_numbers_in_their_order_is_refused(text):
    with pytest.raises(UsageError, match="range"):
        read_range(text)


def test_a_range_is_searched_by_its_logarithm_where_its_ends_are_far_apart():
    assert Range("train.rate", 1e-3, 1e-2).log
    assert not Range("train.rate", 1e-3, 9e-3).log
    assert not Range("model.dropout", 0, 0.5).log


@pytest.mark.parametrize(
    ("axes", "further", "said"),
    [
        ((WIDTHS, WIDTHS), {}, "varies twice"),
        ((Axis("train.seed", ("1", "2")),), {}, "--seeds"),
        ((WIDTHS,), {"ranges": (Range("train.rate", 1, 2),)}, "--trials"),
        ((WIDTHS,), {"seeds": 0}, "from 1"),
        ((WIDTHS,), {"seeds": 5001}, "10,002 cells"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(axes, further, said):
    with pytest.raises(UsageError, match=said):
        order(*axes, **further)


def test_an_order_in_which_nothing_varies_is_refused():
    with pytest.raises(UsageError, match="--grid"):
        Sweep("reels.abc", "char-lstm", "tiny", (), ())


def test_a_seed_among_the_settings_is_refused():
    with pytest.raises(UsageError, match="--seeds"):
        Sweep("reels.abc", "char-lstm", "tiny", ("train.seed=4",), (WIDTHS,))


def test_a_folder_takes_the_same_order_again_and_no_other(tmp_path):
    Place(tmp_path / "s").open(order(seeds=2))
    Place(tmp_path / "s").open(order(seeds=2))
    with pytest.raises(TrainingError, match="seeds 2, not 3"):
        Place(tmp_path / "s").open(order(seeds=3))


def test_a_search_may_go_on_with_more_trials(tmp_path):
    Place(tmp_path / "s").open(order(trials=2))
    Place(tmp_path / "s").open(order(trials=5))
    assert json.loads((tmp_path / "s" / "sweep.json").read_text())["trials"] == 5
    with pytest.raises(TrainingError, match="trials 5, not 0"):
        Place(tmp_path / "s").open(order())


@pytest.mark.parametrize("content", ["{", "[1]", "3", "[" * 100_000])
def test_a_damaged_order_is_said_to_be_damaged(tmp_path, content):
    (tmp_path / "sweep.json").write_text(content)
    with pytest.raises(TrainingError, match="damaged"):
        Place(tmp_path).open(order())


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(TrainingError, match="not empty"):
        Place(tmp_path).open(order())
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_outcomes_are_kept_and_the_later_one_of_a_cell_counts(tmp_path):
    place, (first, second, *_) = Place(tmp_path), cells(order())
    place.open(order())
    place.record(Outcome(first.name, {"model.width": 150}, 1, failure="It burned."))
    place.record(Outcome(second.name, {"model.width": 150}, 1, figures={"valid_nats": 2.0}))
    assert [place.finished(cell) for cell in (first, second)] == [False, True]
    place.record(Outcome(first.name, {"model.width": 150}, 1, figures={"valid_nats": 1.0}))
    again = Place(tmp_path)
    again.open(order())
    assert again.outcomes == place.outcomes
    assert [outcome.figures["valid_nats"] for outcome in read_outcomes(tmp_path)] == [1.0, 2.0]


def test_lines_that_are_no_outcomes_are_left_out(tmp_path):
    row = {"cell": "a", "settings": {}, "seed": 1, "unheard": 5}
    (tmp_path / "results.jsonl").write_text(f'3\n{{"cell": "b"}}\n{json.dumps(row)}\n{{"cell')
    assert read_outcomes(tmp_path) == [Outcome("a", {}, 1)]


def test_trials_are_kept(tmp_path):
    place = Place(tmp_path)
    assert place.tried() == {}
    place.record_trials({1: {"model.width": "8"}, 2: {"model.width": "9"}})
    assert Place(tmp_path).tried() == {1: {"model.width": "8"}, 2: {"model.width": "9"}}


def test_the_row_of_the_best_checkpoint_is_the_one_its_pointer_names(tmp_path):
    assert best_row(tmp_path) == {}
    (tmp_path / "history.jsonl").write_text('{"step": 5, "valid_nats": 1}\n{"step": 10, "valid_nats": 2}\n')
    (tmp_path / "best").write_text("step-000005\n")
    assert best_row(tmp_path)["valid_nats"] == 1


def test_figures_are_numbers_of_training_and_validation():
    row = {"step": 1, "seconds": 2.0, "valid_nats": 1.5, "train_loss": 2, "valid_bits": math.nan, "valid_x": "y"}
    assert figures_of(row) == {"valid_nats": 1.5, "train_loss": 2}


def test_cells_are_compared_by_nats_unless_some_have_none():
    exact, rough = (
        Outcome("a", {}, 1, figures={"valid_nats": 2, "valid_loss": 3}),
        Outcome("b", {}, 1, figures={"valid_loss": 5}),
    )
    assert (measure([exact]), measure([exact, rough])) == ("valid_nats", "valid_loss")
    assert score([exact, rough]) == 4
    assert math.isnan(score([exact, Outcome("c", {}, 2, failure="It burned.")]))


def test_the_cells_of_a_grid_are_handed_out_one_by_one():
    supply = Listed(cells(order()))
    assert [supply.take() for _ in range(5)] == [*cells(order()), None]
