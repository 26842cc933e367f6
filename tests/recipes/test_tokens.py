"""The recipes over symbols of several characters: what they share with the one for tunes, and a run of each."""

import json

import pytest

from songrnn.actions.evaluate import evaluate
from songrnn.actions.generate import Wish, Written, generate
from songrnn.actions.train import Order, train
from songrnn.checkpoint import load
from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.notation.abc.check import check_tune
from songrnn.recipes.characters import tune_lstm
from songrnn.recipes.recipe import SIZES, change
from songrnn.recipes.tokens import folk_subwords, folk_tokens
from songrnn.session import find_model
from songrnn.train.events import Step, Valid
from songrnn.train.loop import Loop

TOY = ("train.epochs=2", "model.width=12", "model.embedding=6", "train.rows=2", "train.steps=32")
SMALL = {"folk-tokens": "codec.most=150", "folk-subwords": "codec.size=320"}


@pytest.mark.parametrize("recipe", [folk_tokens, folk_subwords])
@pytest.mark.parametrize("size", SIZES)
def test_networks_are_those_of_the_recipe_for_tunes(recipe, size):
    assert recipe(size).model == tune_lstm(size).model
    assert recipe(size).train.keys


@pytest.mark.parametrize("recipe", [folk_tokens, folk_subwords])
def test_what_a_codec_can_be_told_is_what_the_recipe_states(recipe):
    made = recipe("tiny")
    CODECS.get(made.codec).fit(["K:D\nabc"], **made.coding)
    with pytest.raises(UsageError):
        CODECS.get(made.codec).fit(["K:D\nabc"], **made.coding, other=1)


def test_a_setting_of_the_codec_is_changed_like_any_other():
    assert change(folk_subwords(), ["codec.size=1000", "codec.algorithm=bpe"]).coding == {
        "algorithm": "bpe", "size": 1000,
    }  # fmt: skip
    with pytest.raises(UsageError, match="Did you mean 'size'"):
        change(folk_subwords(), ["codec.sise=1000"])


@pytest.mark.parametrize("name", SMALL)
def test_what_a_run_tells_is_a_characters_though_the_loop_counts_symbols(tunebook, tmp_path, monkeypatch, name):
    counted = []
    monkeypatch.setattr(Loop, "run", lambda loop, stop, run=Loop.run: map(kept(counted), run(loop, stop)))
    order = Order(str(tunebook), name, "tiny", (*TOY, "train.epochs=1", SMALL[name]), tmp_path / "run")
    told = [event for event in train(order) if isinstance(event, (Step, Valid))]
    steps = [(one, other) for one, other in zip(told, counted, strict=False) if isinstance(one, Step)]
    held = steps[0][1].loss / steps[0][0].loss
    assert held > 1.2
    assert all(other.loss == pytest.approx(held * one.loss) for one, other in steps)
    assert all(one.rate == pytest.approx(held * other.rate) for one, other in steps)
    assert counted[len(steps)].train == pytest.approx(held * told[len(steps)].train)


def kept(into):
    def keep(event):
        into.append(event)
        return event

    return keep


@pytest.fixture(scope="module", params=SMALL)
def run(request, tunebook, tmp_path_factory):
    """The folder of a run of each recipe."""
    folder = tmp_path_factory.mktemp("runs") / request.param
    list(train(Order(str(tunebook), request.param, "tiny", (*TOY, SMALL[request.param]), folder)))
    return folder


def test_the_codec_is_fitted_as_asked_and_comes_back_with_the_checkpoint(run):
    trained = load(find_model(str(run)))
    asked = int(SMALL[run.name].partition("=")[2])
    assert trained.codec.form.size <= asked
    assert trained.about["recipe"]["coding"].get("size", asked) == asked
    text = "M:6/8\nK:D\nabc é"
    assert trained.codec.decode(trained.codec.encode(text).symbols).value[:-1] == text[:-1]


def test_nats_in_the_history_and_of_an_evaluation_are_a_characters(run, tunebook):
    rows = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    measured = evaluate(load(find_model(str(run))), str(tunebook), "valid", windows=True)
    assert measured.rows[0].figures["nats"] == pytest.approx(min(row["valid_nats"] for row in rows), abs=1e-4)
    assert measured.windows is None
    assert any("Windows of 30 characters" in remark for remark in measured.remarks)


def test_tunes_are_written_under_rules(run):
    trained = load(find_model(str(run)))
    *_, last = generate(trained, "X:1\nM:4/4\nL:1/8\nK:D\n|:AB", Wish(seed=2, length=300))
    assert isinstance(last, Written)
    assert [one for one in check_tune(last.tune) if one.severity != "remark"] == []
