from dataclasses import replace

import pytest

from songrnn.evaluate.published import REPORTS, Published
from songrnn.evaluate.study.beside import duration, matching, ours, reports
from songrnn.evaluate.study.notes import Note


def figure(recipe, name):
    return next(one for one in REPORTS[recipe].figures if one.ours == name)


def test_a_figure_stands_beside_the_runs_with_its_settings_alone(make_run):
    published = next(one for one in REPORTS["szeto-lstm"].figures if one.value == "2.062")
    right = make_run(cell="rnn", width=150, model={"dropout": 0.1})
    assert matching(published, [make_run(), right]) == [right]
    assert ours(published, [make_run()]) == "no run with these settings"


def test_several_runs_give_a_mean_and_its_spread(make_run):
    runs = [
        make_run(width=150, model={"dropout": 0.1}, seed=seed, windows=1.8 + seed / 10, valid=(1.5,)) for seed in (1, 2)
    ]
    assert ours(REPORTS["szeto-lstm"].figures[0], runs) == "1.950 ± 0.071 (2); whole tunes 1.500 ± 0.000 (2)"


def test_a_run_whose_corpus_is_gone_was_not_measured_on_windows(make_run):
    run = make_run(width=150, model={"dropout": 0.1})
    assert ours(REPORTS["szeto-lstm"].figures[0], [run]) == "not measured; whole tunes 2.000"


def test_what_keras_would_count_is_told_where_it_is_known(make_run):
    known = replace(make_run(), keras=968)
    assert ours(figure("zhang-events", "keras_parameters"), [known, known]) == "968"
    assert ours(figure("zhang-events", "keras_parameters"), [make_run()]) == "not measured"


def test_short_notes_are_counted_among_the_first(make_run):
    first = [Note(60, 0.1, length, 0.0, length) for length in (0.0, 0.02, 0.5)]
    assert ours(figure("zhang-events", "short_notes"), [make_run()], first) == "2 of 3"
    assert ours(figure("zhang-events", "short_notes"), [make_run()]) == "not measured"


def test_the_validation_stands_beside_what_was_learned_by_heart(make_run):
    said = ours(figure("radulovic-chords", "train_nats"), [make_run(valid=(3.0, 2.0, 2.5))])
    assert said == "1.5000; validation at best 2.000, at the end 2.500"


def test_the_metric_stands_beside_its_f1(make_run):
    run = make_run(figures={"valid_metric": 0.25, "valid_f1": 0.5})
    assert ours(figure("rajaraman-rolls", "valid_metric"), [run]) == "0.250; F1 0.500"


def test_the_loss_of_a_song_is_that_of_its_timesteps(make_run):
    assert ours(figure("cha-notestate", "loss_a_song"), [make_run(measure="loss", valid=(2.0,))]) == "256.000"
    assert ours(figure("cha-notestate", "loss_a_song"), [make_run()]) == "not measured"


def test_runs_stand_under_their_report(make_run):
    runs = [make_run(recipe="szeto-lstm"), make_run(recipe="szeto-rnn"), make_run(recipe="char-lstm")]
    ((report, own),) = reports(runs).values()
    assert report is REPORTS["szeto-lstm"]
    assert own == runs[:2]


@pytest.mark.parametrize("published", [one for report in REPORTS.values() for one in report.figures])
def test_each_published_figure_has_one_of_ours(make_run, published):
    run = make_run(model=dict(published_settings(published)))
    assert ours(published, [run]) != "no run with these settings"


def published_settings(published: Published):
    return {name.removeprefix("model."): value for name, value in published.settings.items()}


@pytest.mark.parametrize(("seconds", "said"), [(1.25, "1.2 s"), (360, "6.0 minutes"), (7200, "2.0 hours")])
def test_durations_are_said_as_people_say_them(seconds, said):
    assert duration(seconds) == said


def test_what_is_known_by_heart_is_told_a_symbol_and_of_those_with_many_before_them(make_run):
    run = make_run(recipe="radulovic-chords", figures={"train_a_symbol": 0.02, "valid_a_symbol": 5.0})
    told = ours(figure("radulovic-chords", "train_nats"), [run])
    assert told == "0.0200; validation at best 5.000, at the end 5.000"
    known = ours(figure("radulovic-chords", "train_nats"), [replace(run, by_heart=0.0123)])
    assert known.startswith("0.0200; of symbols with 100 before them 0.0123; validation")
