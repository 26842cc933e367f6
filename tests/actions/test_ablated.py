"""What is said of an ablation."""

import dataclasses

import pytest

from songrnn.actions.ablate import Ablation, Order, Sample, Share, Verdict
from songrnn.actions.ablated import HEADS, row, shares, star, summary, verdict
from songrnn.actions.generate import Written
from songrnn.probe.change import Change
from songrnn.probe.losses import Loss
from songrnn.probe.signals import Unit

NAN = float("nan")
LOSS = Loss("bar line", 30, 1234, 1.0, 1.25, 0.1, 0.4, (0.0, 0.5, 0.1), 1, 0.05, significant=True)


def measured(controls=39, plain=None, changed=None):
    draws = tuple((Unit(1, at),) for at in range(1, controls + 1))
    order = Order((Change(Unit(1, 0), clamp=0.5),))
    return Ablation(order, "a\x1b", 20, 9, draws, (LOSS,), (), plain, changed, 0.8, ())


def test_a_row_has_a_cell_for_each_head():
    cells = ("bar line", "1,234", "1.000", "1.250", "+0.250 *", "+0.100 … +0.400", "+0.200", "+0.500", "1", "0.050")
    assert row(LOSS) == cells
    assert len(cells) == len(HEADS)


def test_without_other_units_their_cells_are_empty_and_without_an_interval_that_is_said():
    bare = row(dataclasses.replace(LOSS, controls=(), reached=0, p=NAN, low=NAN, high=NAN, significant=False))
    assert bare[-4:] == ("",) * 4
    assert bare[4:6] == ("+0.250  ", "too few tunes")


def test_the_summary_says_what_was_read_and_changed():
    said = summary(measured())
    assert "9 of 20 tunes read with 1:0 at 0.5, beside 39 draws of other units; nats a symbol" in said
    assert said.isprintable()


@pytest.mark.parametrize(("controls", "reached"), [(19, "none"), (38, "none"), (39, "at most 1"), (100, "at most 4")])
def test_a_star_says_how_many_draws_may_do_as_much(controls, reached):
    assert f"of {controls} draws of other units {reached} does as much" in star(measured(controls))


def test_shares_that_so_few_tunes_do_not_tell_apart_are_said_to_be_that():
    *told, compared = shares(measured(plain=Share(20, 20, 19), changed=Share(20, 19, 15)))
    assert [line.partition(", ")[0] for line in told] == ["20 tunes written from nothing at temperature 0.8"] * 2
    assert told[1].endswith("changed: 19 can be read, 15 are in order")
    assert "so few do not tell the two apart" in compared


def test_shares_that_differ_have_their_p():
    *_, compared = shares(measured(plain=Share(20, 20, 19), changed=Share(20, 19, 4)))
    assert compared == "By Fisher's exact test: those that can be read p 1.000, those that are in order p < 0.001."


def test_nothing_is_said_of_shares_where_nothing_was_written():
    assert shares(measured()) == []


@pytest.mark.parametrize(
    ("tune", "judged", "finished", "said"),
    [
        (" \n", Verdict(1, 0), True, "empty"),
        ("C4:1/4 R:1", None, False, "2 words, not ended"),
        ("K:C\nc|]", Verdict(0, 0), True, "in order"),
        ("K:C\nc|]", Verdict(1, 2), False, "1 error, 2 warnings, not ended"),
    ],
)
def test_a_verdict_is_a_few_words(tune, judged, finished, said):
    assert verdict(Sample(Written(tune, finished=finished, seed=1), judged)) == said
