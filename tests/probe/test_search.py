from functools import cache

import numpy as np
import pytest
import torch

from songrnn.errors import CorpusError, UsageError
from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent
from songrnn.probe.features import read_features
from songrnn.probe.search import alarms, random_like, search
from tests.probe import planted


def asked(text):
    """Three questions whose answers planted units know, one of a place that none knows, and one with no answer."""
    body = text.index("\n", text.index("\nK:") + 1) + 1
    places = np.arange(len(text))
    since = [len(bar.rstrip("\n").replace(" ", "")) for bar in before(text[body:])]
    name = text[text.index("\nK:") + 3 : body - 1]
    sharps = sum(planted.KEYS[letter] for letter in name)
    chance = np.random.default_rng(len(text)).random(len(text)) < 0.5
    told = {
        "header": places < body,
        "counted": np.concatenate([np.full(body, np.nan), since]),
        "key": np.where(places < body, np.nan, sharps),
        "chance": chance,
        "never": np.zeros(len(text)),
    }
    return {feature: np.asarray(values, np.float32) for feature, values in told.items()}


def before(body):
    """What was read of a bar, after each character of a body."""
    out, bar = [], ""
    for character in body:
        bar = "" if character == "|" else bar + character
        out.append(bar)
    return out


@cache
def tunebook(count=24):
    made, texts = planted.planted(), planted.tunes(count)
    return made, planted.encode(made, texts), [asked(text) for text in texts]


@cache
def found():
    made, pieces, features = tunebook(60)
    return {finding.feature: finding for finding in search(made.network, pieces, features).findings}


@pytest.mark.parametrize(("feature", "name"), [("header", "header"), ("counted", "counter"), ("key", "key")])
def test_a_planted_unit_is_first_and_significant(feature, name):
    best = found()[feature].scores[0]
    assert best.unit == getattr(tunebook()[0], name)
    assert best.significant
    assert best.q < 0.02
    assert best.low <= best.effect <= best.high
    assert best.effect > 0.9
    assert best.found == pytest.approx(best.effect, abs=0.1)


def test_a_key_that_is_long_gone_is_out_of_reach_for_random_networks():
    assert max(found()["key"].control) < 0.3


def test_a_layer_knows_what_a_unit_of_it_does():
    assert found()["header"].knowledge[0] > 0.99
    assert found()["key"].knowledge[0] > 0.9
    assert abs(found()["chance"].knowledge[0]) < 0.2


def test_beside_what_a_layer_knows_stands_what_random_weights_know():
    assert 0.8 < found()["header"].knowledge_control[0] < found()["header"].knowledge[0]
    assert abs(found()["key"].knowledge_control[0]) < 0.3


def test_the_layer_is_chosen_without_the_half_that_confirms():
    _, pieces, features = tunebook()
    network = Recurrent.build(Ids(200), {"width": 12, "embedding": 8, "layers": 3})
    halved = [{name: told[name] for name in ("header", "counted")} for told in features]
    whole = search(network, pieces, halved, controls=0, seed=3)
    order = np.random.default_rng(3).permutation(len(pieces))
    for at in order[len(order) // 2 :]:  # the confirming half, with other answers
        halved[at] = {name: values[::-1].copy() for name, values in halved[at].items()}
    other = search(network, pieces, halved, controls=0, seed=3)
    assert [each.layer for each in whole.findings] == [each.layer for each in other.findings]
    assert whole.findings[0].knowledge != other.findings[0].knowledge
    assert all(each.layer in {1, 2, 3} for each in whole.findings)


def test_without_random_networks_nothing_stands_beside_what_a_layer_knows():
    made, pieces, features = tunebook()
    assert search(made.network, pieces, features, controls=0).findings[0].knowledge_control == ()


def test_few_tunes_show_nothing_beyond_what_random_networks_do_well():
    made, pieces, features = tunebook(12)
    header = search(made.network, pieces, features).findings[0]
    assert header.scores[0].effect > 0.9
    assert not header.scores[0].significant


def test_nothing_follows_chance():
    assert not any(score.significant for score in found()["chance"].scores)


def test_what_never_varies_has_no_scores():
    assert found()["never"].scores == ()
    assert found()["never"].control == (0,) * 8


def test_a_feature_is_counted_where_it_has_a_sense():
    _, pieces, features = tunebook()
    result = search(tunebook()[0].network, pieces, features, controls=0)
    header, counted = result.findings[:2]
    assert result.pieces == (12, 12)
    assert result.units == 2 * planted.WIDTH
    assert (header.kind, header.pieces) == ("yes/no", 12)
    assert (counted.kind, counted.pieces) == ("number", 12)
    assert counted.count < header.count < sum(map(len, pieces))


def test_each_unit_is_named_once_and_the_best_first():
    for finding in found().values():
        units = [score.unit for score in finding.scores]
        assert len(units) == len(set(units)) <= 5
        effects = [abs(score.found) for score in finding.scores]
        assert effects == sorted(effects, reverse=True)


def test_the_same_seed_finds_the_same_and_leaves_the_world_s_chance_alone():
    made, pieces, features = tunebook()
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first = search(made.network, pieces, features, controls=2, seed=3)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert search(made.network, pieces, features, controls=2, seed=3) == first
    assert search(made.network, pieces, features, controls=2, seed=4) != first


def test_without_controls_a_unit_has_to_beat_chance():
    made, pieces, features = tunebook()
    findings = search(made.network, pieces, features, controls=0).findings
    assert findings[0].control == ()
    assert findings[0].scores[0].significant
    assert not any(score.significant for score in findings[3].scores)


def test_a_feature_that_some_tunes_lack_is_asked_of_the_others():
    made, pieces, features = tunebook()
    some = [told if at % 3 else {"chance": told["chance"]} for at, told in enumerate(features)]
    findings = {each.feature: each for each in search(made.network, pieces, some, controls=0).findings}
    assert findings["header"].pieces < 12
    assert findings["header"].scores[0].unit == made.header


def test_a_tune_without_symbols_is_no_trouble():
    made, pieces, features = tunebook()
    nothing = {name: values[:0] for name, values in features[0].items()}
    result = search(made.network, [*pieces, pieces[0][:0]], [*features, nothing], controls=0)
    assert sum(result.pieces) == 25


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_a_network_without_memories_is_searched_by_its_outputs(cell):
    _, pieces, features = tunebook()
    network = Recurrent.build(Ids(200), {"cell": cell, "width": 6, "embedding": 5, "layers": 2})
    result = search(network, pieces, features, controls=2, top=2)
    assert result.units == 12
    assert {score.signal for finding in result.findings for score in finding.scores} == {"h"}
    assert len(result.findings[0].knowledge) == 2


def test_progress_is_told_from_nothing_to_all():
    made, pieces, features = tunebook()
    told = []
    search(made.network, pieces, features, controls=2, tell=lambda *each: told.append(each))
    assert [done for _, done, _ in told] == [0, 1, 2, 3, 4]
    assert {total for *_, total in told} == {4}


def test_too_few_pieces_are_refused():
    made, pieces, features = tunebook()
    with pytest.raises(CorpusError, match="3 pieces cannot be searched"):
        search(made.network, pieces[:3], features[:3])


def test_a_single_control_is_refused():
    made, pieces, features = tunebook()
    with pytest.raises(UsageError, match="give 2 or more, or 0"):
        search(made.network, pieces, features, controls=1)


def test_a_network_whose_training_broke_is_refused():
    made = planted.planted()
    _, pieces, features = tunebook()
    with torch.no_grad():
        next(made.network.cell_weights()).W_hh[:] = torch.nan
    with pytest.raises(UsageError, match="its training broke"):
        search(made.network, pieces, features)


def test_pieces_without_symbols_hold_nothing():
    nothing = np.zeros(0, np.float32)
    (finding,) = search(
        planted.planted().network, [np.zeros(0, np.int64)] * 4, [{"x": nothing}] * 4, controls=2
    ).findings
    assert (finding.count, finding.scores, finding.control) == (0, (), (0, 0))


def test_a_random_network_has_the_shape_and_not_the_weights():
    network = tunebook()[0].network
    other = random_like(network, 1)
    assert other.settings() == network.settings()
    assert not torch.equal(other.softmax.weight, network.softmax.weight)
    assert torch.equal(other.softmax.weight, random_like(network, 1).softmax.weight)


def test_random_networks_have_nothing_significant():
    made, pieces, features = tunebook()
    results = list(alarms(made.network, pieces, features, range(20)))
    alarmed = [any(score.significant for each in result.findings for score in each.scores) for result in results]
    assert len(results) == 20
    assert sum(alarmed) <= 1  # 5 %


def test_planted_units_are_found_for_the_features_that_the_parser_sees():
    made, texts = planted.planted(), planted.tunes(60)
    features = [read_features(text, "abc") for text in texts]
    result = search(made.network, planted.encode(made, texts), features)
    best = {finding.feature: finding.scores[0] for finding in result.findings if finding.scores}
    wanted = {"header": made.header, "bar-position": made.counter, "key-sharps": made.key}
    assert {feature: best[feature].unit for feature in wanted} == wanted
    assert all(best[feature].significant for feature in wanted)
