"""The table of a sweep: means, spread, and what failed."""

import math

import pytest

from songrnn.train.standings import standings, table
from songrnn.train.sweep import Outcome


def outcome(width, seed, nats, **further):
    name = f"width={width},seed={seed}"
    figures = {"valid_nats": nats, "train_nats": nats - 0.5}
    return Outcome(
        name, {"model.width": width}, seed, parameters=width * 10, epochs=2.0, rate=1000.0, figures=figures, **further
    )


SOME = [
    outcome(8, 1, 2.0), outcome(16, 1, 1.0), outcome(8, 2, 3.0),
    Outcome("width=16,seed=2", {"model.width": 16}, 2, failure="It burned."),
    Outcome("width=32,seed=1", {"model.width": 32}, 1, failure="It burned."),
]  # fmt: skip


def test_the_mean_and_the_spread_of_a_sample_are_those_over_seeds():
    eight, sixteen, none = standings(SOME)
    assert eight.figures["valid_nats"].mean == 2.5
    assert eight.figures["valid_nats"].spread == pytest.approx(math.sqrt(0.5))
    assert sixteen.figures["valid_nats"].spread is None
    assert [(row.seeds, row.failed) for row in (eight, sixteen, none)] == [(2, 0), (1, 1), (0, 1)]
    assert none.figures == {}


def test_the_setting_with_the_lowest_mean_is_the_best():
    assert [row.best for row in standings(SOME)] == [False, True, False]


def test_trials_stand_apart_even_where_their_settings_are_alike():
    rows = standings([Outcome(f"trial={n}", {"model.width": 8}, 1, n, figures={"valid_nats": n}) for n in (1, 2)])
    assert [(row.trial, row.best) for row in rows] == [(1, True), (2, False)]
    assert table(rows).startswith("trial  width")


def test_the_table_has_a_line_a_setting_and_a_star_for_the_best():
    head, eight, sixteen, none = table(standings(SOME)).splitlines()
    assert head.split()[:3] == ["width", "seeds", "parameters"]
    assert "2.500 ± 0.707" in eight
    assert sixteen.split()[:4] == ["16", "1", "(1", "failed)"]
    assert sixteen.endswith("*")
    assert not eight.endswith("*")
    assert none.split() == ["32", "0", "(1", "failed)", "-", "-", "-", "-", "-", "-"]


def test_what_is_compared_by_loss_is_shown_by_loss():
    rows = standings([Outcome("a", {"model.width": 8}, 1, figures={"valid_loss": 1.25})])
    assert "valid loss" in table(rows)
    assert rows[0].best


def test_a_sweep_without_outcomes_has_no_table():
    assert table(standings([])) == "no cell has ended yet"
