import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.study.difference import differences, student

# 95 % points of Student's t as printed in tables
TABLE = {1: 12.706, 2: 4.303, 5: 2.571, 8: 2.306, 30: 2.042}


@pytest.mark.parametrize(("freedom", "reach"), TABLE.items())
def test_students_interval_is_that_of_the_printed_tables(freedom, reach):
    assert student(freedom) == pytest.approx(reach, abs=6e-4)


@given(st.floats(1, 300), st.floats(1.01, 3))
def test_more_degrees_of_freedom_make_a_narrower_interval_but_never_narrower_than_the_normal(freedom, more):
    assert 1.9599 < student(freedom * more) < student(freedom)


def cells(make_run, reached):
    """Runs of lstm and rnn by (width, seed)."""
    return [
        make_run(cell=cell, width=width, seed=seed, valid=(value,), recipe=f"szeto-{cell}")
        for (cell, width, seed), value in reached.items()
    ]


def test_runs_are_paired_by_setting_and_seed_and_seeds_are_first_made_into_one(make_run):
    reached = {
        ("lstm", 8, 1): 1.0, ("rnn", 8, 1): 1.3, ("lstm", 8, 2): 1.2, ("rnn", 8, 2): 1.3,
        ("lstm", 9, 1): 2.0, ("rnn", 9, 1): 2.4, ("lstm", 9, 2): 2.0, ("rnn", 9, 2): 2.4,
    }  # fmt: skip
    (found,) = differences(cells(make_run, reached))
    # of width 8 the mean of -.3 and -.1, of width 9 that of -.4 and -.4: -.2 and -.4, whose standard error is .1
    assert found.mean == pytest.approx(-0.3)
    assert (found.low, found.high) == (pytest.approx(-0.3 - 1.2706, abs=1e-3), pytest.approx(-0.3 + 1.2706, abs=1e-3))
    assert "do not tell them apart" in found.sentence("nats a character")
    assert "2 settings" in found.how
    assert "1 degree of freedom" in found.how


def test_seeds_of_one_setting_are_pairs_too(make_run):
    reached = {(cell, 8, seed): base + seed / 10 for cell, base in (("lstm", 1.0), ("rnn", 2.0)) for seed in (1, 2, 3)}
    (found,) = differences(cells(make_run, reached))
    assert found.low == pytest.approx(-1.0)
    assert found.sentence("nats a character") == (
        "The best validation of lstm is 1.000 nats a character lower than that of rnn "
        "(difference -1.000, 95 % interval -1.000 to -1.000): lstm is better."
    )


def test_runs_without_pairs_are_compared_by_welch(make_run):
    reached = {("lstm", 8, 1): 1.0, ("lstm", 8, 2): 2.0, ("rnn", 8, 3): 3.0, ("rnn", 8, 4): 4.0}
    (found,) = differences(cells(make_run, reached))
    # standard error sqrt(.25 + .25), two degrees of freedom
    half = 4.3027 * math.sqrt(0.5)
    assert (found.low, found.high) == (pytest.approx(-2 - half, abs=1e-3), pytest.approx(-2 + half, abs=1e-3))
    assert "not paired; Welch" in found.how


def test_one_run_of_each_kind_says_nothing_of_certainty(make_run):
    (found,) = differences(cells(make_run, {("lstm", 8, 1): 1.0, ("rnn", 8, 1): 1.5}))
    assert found.low is None
    assert "cannot be told" in found.sentence("nats a character")


def test_a_single_pair_goes_before_runs_of_other_settings(make_run):
    reached = {("lstm", 8, 1): 1.0, ("rnn", 8, 1): 1.5, ("lstm", 9, 1): 0.1, ("rnn", 10, 1): 9.0}
    (found,) = differences(cells(make_run, reached))
    assert (found.mean, found.low) == (-0.5, None)


def test_where_nothing_varies_but_the_seed_there_is_no_difference_to_tell(make_run):
    assert differences([make_run(seed=1), make_run(seed=2)]) == []


def test_recipes_are_compared_without_pairs(make_run):
    runs = [make_run(recipe=recipe, seed=seed) for recipe in ("char-lstm", "folk-rnn") for seed in (1, 2)]
    (found,) = differences(runs)
    assert (found.name, found.mean, found.low) == ("recipe", 0, 0)
