import xml.etree.ElementTree as ET

import pytest

from songrnn.evaluate.study import pictures
from songrnn.evaluate.study.notes import distributions
from songrnn.evaluate.study.runs import settings
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span

TUNE = NoteSequence((Part((Span(0, WHOLE, 60), Span(WHOLE, 2 * WHOLE, 67))),))


def is_picture(content):
    return ET.fromstring(content).tag.endswith("svg")  # noqa: S314  it is our own


@pytest.mark.parametrize("count", [1, 3, 12])
def test_curves_of_few_and_of_many_runs_are_drawn(make_run, count):
    assert is_picture(pictures.curves([make_run(name=f"<r{seed}>", seed=seed) for seed in range(count)]))


def test_curves_are_the_same_each_time_and_others_for_other_runs(make_run):
    one, other = make_run(), make_run(valid=(4.0, 1.0))
    assert pictures.curves([one]) == pictures.curves([one])
    assert pictures.curves([one]) != pictures.curves([other])


def test_standings_have_a_row_for_what_varies_and_a_colour_for_each_column(make_run):
    runs = [
        make_run(cell=cell, width=width, seed=seed) for cell in ("lstm", "rnn") for width in (8, 9) for seed in (1, 2)
    ]
    found = settings(runs)
    assert {pictures.row_name(one, ["model.cell"]) for one in found} == {"width 8", "width 9"}
    assert {pictures.column_name(one, ["model.cell"]) for one in found} == {"lstm", "rnn"}
    assert is_picture(pictures.standings(found, ["model.cell"]))


def test_figures_that_some_rows_lack_are_drawn(make_run):
    assert is_picture(pictures.figures(make_run(figures={"valid_f1": 0.5}), ["f1", "gone"]))


def test_rolls_show_a_piece_and_silence():
    drawn = pictures.rolls({"first": NoteSequence(()), "best": TUNE})
    assert is_picture(drawn)
    assert drawn != pictures.rolls({"first": TUNE, "best": TUNE})


def test_distributions_are_drawn_where_one_of_them_is_empty():
    assert is_picture(pictures.spread_out(distributions([TUNE]), distributions([])))
