"""Ablation: what a model loses without a unit, beside other units, and what it writes."""

import dataclasses
import itertools
from functools import cache

import pytest
import torch

from songrnn.actions.ablate import Ablation, Order, _controls, _instead, ablate, altered, can_be_traced
from songrnn.actions.generate import Wish, Written, generate_many
from songrnn.actions.material import learned
from songrnn.actions.writing import Counted
from songrnn.checkpoint import Trained
from songrnn.errors import CorpusError, SongrnnError, UsageError
from songrnn.models.window import Window
from songrnn.notation.abc.check import check_tune
from songrnn.notation.abc.diagnostic import Severity
from songrnn.probe.change import Change
from songrnn.probe.signals import Unit
from songrnn.session import Session
from tests.probe import planted

SHORT = Wish(seed=1, length=60, rules="off")
QUICK = {"controls": 2, "tunes": 5, "samples": 1, "validity": 2, "wish": SHORT, "split": "train"}


def measured(trained, order):
    *counted, found = ablate(trained, order)
    assert isinstance(found, Ablation)
    assert all(isinstance(event, Counted) for event in counted)
    return found


@pytest.fixture(scope="module")
def tiny(run_folder):
    """The tiny model."""
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def counter(tmp_path_factory):
    """A network with a planted bar counter among enough other units, and the tunes that it can read."""
    book = tmp_path_factory.mktemp("even") / "even.abc"
    book.write_text("\n".join(planted.tunes(60, even=True)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planted, "WIDTH", 100)
        made = planted.bar_counter()
    return made, Trained(made.network, made.codec), str(book)


def read(counter, change, seed=4):
    made, trained, book = counter
    order = Order((change(made),), book, split="train", samples=0, validity=0, wish=Wish(seed=seed, rules="off"))
    return measured(trained, order)


def harmed(counter, change):
    return {one.name: one for one in read(counter, change).losses}


@pytest.fixture(scope="module")
def without(counter):
    """What was measured without the counter, by seed, which draws the tunes and the other units."""
    return cache(lambda seed: read(counter, lambda made: Change(made.counter), seed))


def starred(found):
    return {one.name for one in found.losses if one.significant}


def test_without_the_planted_bar_counter_only_bar_lines_are_harmed_whatever_the_seed(without):
    found = [starred(without(seed)) for seed in range(1, 7)]
    assert set().union(*found) == {"all", "bar line"}
    assert sum("bar line" in names for names in found) >= 4


def test_what_is_harmed_as_much_without_two_of_the_draws_has_no_star(without):
    """The counter hears two units, the newline's and the key line's; without either, it counts nothing too."""
    needed = {Unit(1, planted.IN_KEY), Unit(1, planted.NEWLINE)}
    for seed in range(1, 7):
        found = without(seed)
        drawn = sum(units[0] in needed for units in found.controls)
        row = next(one for one in found.losses if one.name == "bar line")
        assert (row.significant, row.reached <= drawn) == (drawn < 2, True)


def test_without_the_planted_bar_counter_bar_lines_cost_more_and_nothing_else_does(without):
    rows = {one.name: one for one in without(4).losses}
    assert rows["bar line"].plain < 0.01
    assert rows["bar line"].difference > 10
    assert all(abs(rows[name].difference) < 1e-4 for name in ("header", "pitch", "other"))


def test_the_counter_is_missed_as_much_if_its_memory_is_emptied_at_every_step(counter):
    rows = harmed(counter, lambda made: Change(made.counter, "c"))
    assert {name for name, row in rows.items() if row.significant} == {"all", "bar line"}


def test_a_counter_that_is_scaled_by_one_is_not_missed(counter):
    rows = harmed(counter, lambda made: Change(made.counter, scale=1.0))
    assert [row.difference for row in rows.values()] == [0.0] * len(rows)


def test_a_random_unit_beside_the_counter_is_not_missed(counter):
    rows = harmed(counter, lambda made: Change(Unit(made.counter.layer, 20)))
    assert not any(row.significant for row in rows.values())


def test_every_unit_scaled_by_one_changes_neither_losses_nor_tunes(tiny):
    every = tuple(Change(Unit(1, index), scale=1.0) for index in range(32))
    found = measured(tiny, Order(every, **QUICK))
    assert [one.difference for one in found.losses] == [0.0] * len(found.losses)
    assert found.pairs[0].plain == found.pairs[0].changed
    assert found.plain == found.changed


def test_what_was_measured_says_on_what(tiny):
    found = measured(tiny, Order((Change(Unit(1, 3)),), **QUICK))
    assert (found.read, found.there, len(found.controls)) == (5, 54, 2)
    assert all(unit != Unit(1, 3) for units in found.controls for unit in units)
    assert found.losses[0].count == sum(one.count for one in found.losses[1:])
    assert next(one for one in found.losses if one.name == "end").count == 5
    assert any("nothing is called significant" in remark for remark in found.remarks)
    assert any("of the 20 tunes that it takes" in remark for remark in found.remarks)
    assert found.plain.tunes == 2
    assert found.temperature == 0.8


def test_the_same_order_gives_the_same_and_the_model_stays_as_it_was(tiny):
    before = {name: value.clone() for name, value in tiny.network.state_dict().items()}
    order = Order((Change(Unit(1, 3), clamp=0.5), Change(Unit(1, 5), "c")), **QUICK)
    first, again = (measured(tiny, order) for _ in range(2))
    assert first.losses[0].difference == again.losses[0].difference
    assert first.pairs == again.pairs
    assert all(torch.equal(value, before[name]) for name, value in tiny.network.state_dict().items())


def test_words_are_compared_by_their_own_classes_and_have_no_verdict(words_folder, tmp_path):
    piece = "C4:1/4 E4:1/{} C4.E4.G4:1/2 R:1/8 D4:1/8 G4:1/{} C4:1/4 E4:1/4 D4:1/4 C4:1"
    (tmp_path / "all.words").write_text("\n".join(piece.format(n, m) for n in (2, 4, 8) for m in (4, 8, 16)))
    order = Order((Change(Unit(2, 1)),), str(tmp_path / "all.words"), **QUICK)
    found = measured(Session().model(str(words_folder)), order)
    assert {one.name for one in found.losses} <= {"all", "note", "chord", "rest", "end", "other"}
    assert found.plain is found.pairs[0].plain.verdict is None


def test_other_units_are_drawn_from_the_same_layers_each_draw_another(words_folder):
    trained = Session().model(str(words_folder))
    changes = (Change(Unit(1, 0)), Change(Unit(2, 1)), Change(Unit(2, 2)))
    draws = _controls(trained, Order(changes, controls=30))
    assert len({frozenset(draw) for draw in draws}) == 30
    for draw in draws:
        assert sorted(unit.layer for unit in draw) == [1, 2, 2]
        assert not {change.unit for change in changes} & {*draw}


def test_no_more_draws_are_made_than_there_are(words_folder):
    trained = Session().model(str(words_folder))
    assert len(_controls(trained, Order((Change(Unit(1, 0)),), controls=30))) == 7
    assert _controls(trained, Order(tuple(Change(Unit(1, at)) for at in range(5)), controls=30)) == []


def test_a_unit_whose_output_and_memory_change_is_replaced_by_one_unit():
    changes = [Change(Unit(1, 0)), Change(Unit(1, 0), "c", clamp=2.0), Change(Unit(2, 3))]
    instead = _instead(changes, [Unit(2, 9), Unit(1, 7)])
    assert instead == [Change(Unit(1, 7)), Change(Unit(1, 7), "c", clamp=2.0), Change(Unit(2, 9))]


@pytest.mark.parametrize(
    ("changes", "settings", "why"),
    [
        ((), {}, "No unit is given"), ((Change(Unit(1, 99)),), {}, "no unit 99"),
        ((Change(Unit(1, 1), clamp=2.0),), {}, "cannot be 2"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_in_one_sentence_before_anything_is_read(tiny, changes, settings, why):
    with pytest.raises(UsageError, match=why):
        next(ablate(tiny, Order(changes, **settings)))


def test_a_split_without_tunes_is_an_error(tiny, monkeypatch):
    corpus = learned(tiny)
    empty = dataclasses.replace(corpus, splits={**corpus.splits, "test": []})
    monkeypatch.setattr("songrnn.actions.ablate.learned", lambda *_: empty)
    with pytest.raises(CorpusError, match="has no test split; choose another with --split"):
        next(ablate(tiny, Order((Change(Unit(1, 1)),))))


def test_a_mistaken_prompt_is_said_before_the_tunes_are_read(tiny):
    with pytest.raises(SongrnnError):
        next(ablate(tiny, Order((Change(Unit(1, 1)),), prompt="K:D\n", wish=Wish(threshold=0.5))))


def test_another_family_is_refused(tiny):
    other = Trained(Window.build(tiny.codec.form, {}), tiny.codec)
    with pytest.raises(UsageError, match="Only units of a recurrent model"):
        altered(other, [Change(Unit(1, 1))])


def test_shares_are_of_tunes_as_the_wish_has_them(tiny):
    def shared(heat, top_k):
        wish = Wish(heat, top_k=top_k, seed=3, length=60, rules="off")
        found = measured(tiny, Order((Change(Unit(1, 3)),), **{**QUICK, "validity": 6, "wish": wish}))
        texts = [event.tune for event in generate_many(tiny, "", wish, 6) if isinstance(event, Written)]
        valid = sum(not any(one.severity == Severity.ERROR for one in check_tune(text)) for text in texts)
        assert (found.temperature, found.plain.valid) == (heat, valid)
        return valid

    assert shared(5.0, 0) < shared(0.0, 1)  # noise against the likeliest


def test_a_changed_model_can_be_looked_into_unless_a_memory_is_scaled(tiny):
    assert can_be_traced(tiny)
    assert can_be_traced(altered(tiny, [Change(Unit(1, 1)), Change(Unit(1, 2), "c", clamp=3.0)]))
    assert not can_be_traced(altered(tiny, [Change(Unit(1, 2), "c", scale=0.5)]))


def test_progress_counts_up_to_its_end(tiny):
    counted = [event for event in ablate(tiny, Order((Change(Unit(1, 3)),), **QUICK)) if isinstance(event, Counted)]
    for _, events in itertools.groupby(counted, key=lambda event: event.what):
        *_, last = events
        assert last.done == last.total
