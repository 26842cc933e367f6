from statistics import stdev

import pytest

from songrnn.evaluate.study.runs import grounds, settings, spread, varied


def test_a_run_is_judged_by_its_least_validation_figure(make_run):
    one = make_run(valid=(3.0, 2.0, 2.5))
    assert (one.reached, one.best["epoch"], one.learned) == (2.0, 2.0, 1.5)


def test_a_run_that_made_a_loss_smaller_is_judged_by_its_loss(make_run):
    one = make_run(measure="loss", valid=(0.5, 0.7))
    assert (one.reached, one.per) == (0.5, "loss a character")


def test_throughput_is_what_the_history_says_last(make_run):
    assert make_run(valid=(3.0, 2.0), figures={"rate": 30.5}).rate == 30.5
    assert make_run(valid=(3.0, 2.0)).rate == 0
    assert make_run(valid=(3.0, 2.0)).seconds_an_epoch == 4


def test_runs_of_one_setting_differ_by_their_seed_alone(make_run):
    found = settings([make_run(seed=1), make_run(seed=2), make_run(width=9, seed=1)])
    assert [one.varied for one in found] == [{"model.width": 8}, {"model.width": 9}]
    assert [len(one.runs) for one in found] == [2, 1]
    assert [one.name for one in found] == ["width 8", "width 9"]


def test_nothing_varies_between_seeds(make_run):
    assert varied([make_run(seed=1), make_run(seed=2)]) == []


def test_the_spread_of_runs_is_that_of_a_sample():
    found = spread([1.0, 2.0, 4.0])
    assert found.spread == pytest.approx(stdev([1.0, 2.0, 4.0]))
    assert str(found) == "2.333 ± 1.528 (3)"


def test_a_single_run_has_no_spread():
    assert str(spread([2.0])) == "2.000"


@pytest.mark.parametrize("other", [{"split": "b"}, {"measure": "loss"}])
def test_runs_on_another_split_or_of_another_measure_do_not_compare(make_run, other):
    assert len(grounds([make_run(), make_run(seed=2), make_run(**other)])) == 2


def test_losses_of_two_recipes_do_not_compare_but_their_nats_do(make_run):
    assert len(grounds([make_run(measure="loss"), make_run(measure="loss", recipe="char-lstm")])) == 2
    assert len(grounds([make_run(), make_run(recipe="char-lstm")])) == 1
