"""The search of tests/probe, over a corpus: what is read, what is told, and in what order."""

from dataclasses import replace

import numpy as np
import pytest

from songrnn.actions.material import learned
from songrnn.actions.neurons import LEAST, Order, best, best_unit, beyond, neurons, summary
from songrnn.errors import CorpusError, UsageError
from songrnn.form import Fields
from songrnn.probe.findings import Finding, Score
from songrnn.probe.signals import Unit
from songrnn.session import Session

ORDER = Order(split="train", controls=3, features=("pitch", "header", "to-end"))


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


@pytest.fixture(scope="module")
def found(trained):
    return neurons(trained, ORDER)


def score(effect, *, significant, index=0):
    return Score(Unit(1, index), "h", effect, effect - 0.1, effect + 0.1, effect, 0.01, 0.02, significant)


def finding(name, control, *scores):
    return Finding(name, "yes/no", 9, 9, scores, control, (0.5,))


def test_features_come_in_the_order_of_their_table_each_with_a_value_a_symbol(found):
    assert [one.feature for one in found.findings.findings] == [*found.asked] == ["header", "pitch", "to-end"]
    for symbols, values in zip(found.tunes.symbols, found.tunes.features, strict=True):
        assert {row.shape for row in values.values()} == {symbols.shape}


def test_tunes_are_read_as_the_model_reads_them(found, trained):
    for symbols, text in zip(found.tunes.symbols, found.tunes.texts, strict=True):
        assert trained.codec.decode(symbols).value == text


def test_a_header_ends_where_its_last_line_does(found):
    header = found.tunes.features[0]["header"]
    assert found.tunes.texts[0][: int(header.sum())].splitlines()[-1].startswith("K:")


def test_a_model_that_has_learned_where_a_tune_ends_has_a_unit_for_it(found):
    (end,) = (one for one in found.told if one.feature == "to-end")
    assert abs(best(end).effect) > max(end.control)


def test_it_is_said_that_the_model_has_learned_from_the_tunes(found, trained, tunebook):
    assert any("learned from these" in remark for remark in found.remarks)
    others = neurons(trained, replace(ORDER, corpus=str(tunebook), split="train", tunes=12, controls=2))
    assert any("learned from these" in remark for remark in others.remarks)
    assert others.told == []  # six tunes to confirm show nothing beyond random networks that do well


def test_progress_is_told_to_the_end(trained):
    told = []
    neurons(trained, replace(ORDER, tunes=12, controls=2), lambda *one: told.append(one))
    assert ("tunes read", 12, 12) in told
    assert all(0 <= done <= total for _, done, total in told)


def test_as_many_tunes_are_drawn_as_are_asked_for_and_the_seed_says_which(trained):
    def drawn(seed):
        order = Order(split="train", tunes=LEAST, controls=2, features=("header",), seed=seed)
        return neurons(trained, order).tunes.names

    assert len(drawn(1)) == LEAST
    assert drawn(1) == drawn(1) != drawn(-2)


def test_of_fewer_tunes_all_are_read_and_the_summary_says_how_many(found, trained):
    there = len(learned(trained).splits["train"])
    assert (found.there, len(found.tunes.names)) == (there, there)
    assert f"{there} of {there} tunes" in summary(found)


def test_what_is_farthest_beyond_its_control_is_told_first(found):
    some = (
        finding("near", (0.9, 0.95), score(0.96, significant=True)),
        finding("low", (0.1, 0.2), score(-0.9, significant=True)),
        finding("weak", (0.1, 0.2), score(0.99, significant=False)),
        finding("late", (0.1, 0.2), score(0.99, significant=False), score(0.98, significant=True, index=1)),
        finding("empty", ()),
    )
    ranked = replace(found, findings=replace(found.findings, findings=some))
    assert [one.feature for one in ranked.told] == ["low", "near"]
    assert ranked.rest() == [
        ("Beyond random networks by a further unit, not by the first", ["late"]),
        ("Not beyond random networks", ["weak"]),
        ("Does not vary in these tunes", ["empty"]),
    ]
    assert beyond(some[1]) > beyond(some[0]) > 0


def test_the_confirming_half_has_no_say_in_which_unit_is_told():
    first, second = score(0.9, significant=False), score(0.95, significant=True, index=1)
    assert best(finding("one", (0.1, 0.2), first, second)) is first


def test_too_few_tunes_are_refused_with_the_least_number(trained):
    with pytest.raises(CorpusError, match=rf"There are 6 held-out tunes in .*takes {LEAST} or more") as refused:
        neurons(trained)
    assert "\n" not in str(refused.value)


def test_an_empty_corpus_is_refused(trained, tmp_path):
    (tmp_path / "empty.abc").touch()
    with pytest.raises(CorpusError, match="empty"):
        neurons(trained, Order(str(tmp_path / "empty.abc")))


@pytest.mark.parametrize(("name", "near"), [("barline", "'bar-line'"), ("\x1b[31m", "Known: ")])
def test_an_unknown_feature_is_refused_with_the_nearest_or_all(trained, name, near):
    with pytest.raises(UsageError, match="No feature is called") as refused:
        neurons(trained, Order(features=(name,)))
    assert near in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_model_that_reads_no_text_is_refused(trained, monkeypatch):
    monkeypatch.setattr(trained.codec, "form", Fields(("pitch",), (128,)))
    with pytest.raises(UsageError, match="notes or grids"):
        neurons(trained)


def test_a_corpus_in_another_notation_is_read_in_the_models_own(words_folder, tunebook):
    order = Order(str(tunebook), "train", controls=2, features=("pitch", "duration"))
    found = neurons(Session().model(str(words_folder)), order)
    assert found.tunes.texts[0].split()[0] in {"C4:1/4", "E4:1/4", "D4:1/8", "R:1/8", "C4:1"}
    assert "are not read as they are written" in found.remarks[0]


def test_a_model_that_has_learned_nothing_has_no_units_to_tell_of(words_folder, tunebook):
    found = neurons(Session().model(str(words_folder)), Order(str(tunebook), "train", controls=6))
    assert found.told == []


def test_the_best_unit_for_a_picture_is_that_of_a_search(trained):
    one = best_unit(trained, "header")
    assert abs(one.score.effect) > 0.5
    assert one.score.unit.layer == 1
    assert one.score is one.finding.scores[0]


def test_the_best_unit_comes_with_what_was_read_and_what_was_not_controlled(trained):
    learned_from, said = best_unit(trained, "header").remarks
    assert "learned from these tunes" in learned_from
    assert "54 train tunes" in said
    assert "random networks" in said
    assert "songrnn neurons" in said


def test_the_best_unit_for_what_does_not_vary_is_refused(trained):
    with pytest.raises(UsageError, match="varies as 'in-grace'"):
        best_unit(trained, "in-grace")


def test_values_have_a_sense_somewhere(found):
    for name in found.asked:
        assert any(np.isfinite(row[name]).any() for row in found.tunes.features)


def test_a_search_of_little_power_says_so(trained):
    found = neurons(trained, Order(split="train", tunes=16, controls=3, features=("header",)))
    assert any("3 random networks do not show well" in remark for remark in found.remarks)
    assert any("8 tunes to confirm are few" in remark for remark in found.remarks)
