from songrnn.evaluate.study.study import MOST_SHOWN, to_show


def test_all_of_a_few_runs_are_shown(make_run):
    runs = [make_run(seed=seed) for seed in range(MOST_SHOWN)]
    assert to_show(runs) == runs


def test_of_many_runs_the_best_of_each_cell_is_shown(make_run):
    runs = [make_run(cell=cell, seed=seed, valid=(3 - seed / 10,)) for cell in ("lstm", "rnn") for seed in range(4)]
    assert to_show(runs) == [runs[3], runs[7]]


def test_there_is_room_for_a_few_only(make_run):
    assert len(to_show([make_run(recipe=f"r{n}") for n in range(9)])) == MOST_SHOWN
