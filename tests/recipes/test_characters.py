"""The character recipes: their sizes, and what the one for tunes asks of a corpus."""

import json

import pytest

from songrnn.actions.train import Begun, Order, train
from songrnn.checkpoint import load
from songrnn.corpus import catalogue
from songrnn.corpus.build import Corpus, Report
from songrnn.corpus.keys import in_other_keys
from songrnn.errors import UsageError
from songrnn.models.recurrent import Settings
from songrnn.music.piece import Piece
from songrnn.recipes.characters import char_lstm, tune_lstm
from songrnn.recipes.recipe import SIZES
from songrnn.session import find_model

RECIPES = (char_lstm, tune_lstm)
BARS = ("ABcd efga", "d2f2 a2f2", "gfed cBAG", "F2A2 d4")


@pytest.mark.parametrize("recipe", RECIPES)
def test_sizes_grow(recipe):
    shapes = [recipe(size).model for size in SIZES]
    weights = [shape["layers"] * shape["width"] ** 2 for shape in shapes]
    assert weights == sorted(set(weights))


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_an_lstm_whose_settings_are_all_stated(recipe, size):
    model = recipe(size).model
    assert Settings(**model).cell == "lstm"
    assert set(model) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("recipe", RECIPES)
def test_base_is_the_size_where_none_is_said_two_layers_of_512(recipe):
    assert recipe() == recipe("base")
    assert (recipe().model["layers"], recipe().model["width"]) == (2, 512)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_mistaken_size_is_answered_with_the_nearest(recipe):
    with pytest.raises(UsageError, match=r"No size is called 'smal'. Did you mean 'small'"):
        recipe("smal")


@pytest.mark.parametrize("size", SIZES)
def test_the_recipe_for_tunes_is_the_other_one_with_more_patience(size):
    plain, tunes = char_lstm(size), tune_lstm(size)
    assert (plain.train.keys, tunes.train.keys) == (True, True)
    assert tunes.train.epochs > plain.train.epochs
    assert tunes.model == plain.model


TOY = ("train.epochs=1", "model.width=6", "model.embedding=4", "train.rows=2", "train.steps=16")


def test_text_that_is_no_music_is_learned_as_it_is(tmp_path):
    words = [f"{first * 9} and {second} words" for first in "abcdefg" for second in "abcdef"]
    (tmp_path / "prose.txt").write_text("".join(f"<start>\n{some}.\n<end>\n" for some in words))
    events = list(train(Order(str(tmp_path / "prose.txt"), "char-lstm", "tiny", TOY, tmp_path / "run")))
    assert events[-1].why == "done"


def test_the_recipe_for_tunes_learns_from_a_cleaned_corpus_in_its_keys(tmp_path, monkeypatch):
    def tune(n):
        return f"R:reel\nM:4/4\nL:1/8\nK:{'DG'[n % 2]}\n" + "|".join(BARS[(n >> at) % 4] for at in range(4)) + "|]"

    pieces = [Piece(tune(n), str(n)) for n in range(24)]
    splits = {"train": pieces[:20], "valid": pieces[20:22], "test": pieces[22:]}
    corpus = Corpus("toy", "Toy", "none", splits, Report(), ("R", "M", "L", "K"))
    asked = []
    monkeypatch.setattr("songrnn.actions.material.find", lambda *_: corpus)
    monkeypatch.setattr(
        "songrnn.actions.material.in_other_keys", lambda texts: asked.append(texts) or in_other_keys(texts)
    )
    events = list(train(Order("toy", "tune-lstm", "tiny", TOY, tmp_path / "run")))
    assert asked == [[piece.text for piece in pieces[:20]]]
    assert isinstance(events[0], Begun)
    about = load(find_model(str(tmp_path / "run"))).about
    assert about["recipe"] == json.loads(json.dumps(events[0].recipe.values()))
    assert about["corpus"]["header"] == ["R", "M", "L", "K"]


def test_every_cleaned_corpus_that_songrnn_ships_is_clean_enough_for_the_recipe_for_tunes():
    cleaned = [one for one in map(catalogue.manifest, catalogue.names()) if one.preparation is None]
    assert [one.name for one in cleaned] == ["folk"]
    assert all(one.rules.header[-1] == "K" for one in cleaned)
