"""What a run learns from: a corpus in memory, or one that was built with the recipe's codec, read from disk."""

import json
from dataclasses import replace

import numpy as np
import pytest

from songrnn.actions.build import Order as BuildOrder
from songrnn.actions.build import build
from songrnn.actions.material import batches, corpus_for, familiarity, gather, learned
from songrnn.actions.train import Begun, Order, train
from songrnn.corpus.preparation import Preparation
from songrnn.errors import CorpusError, UsageError
from songrnn.recipes import RECIPES
from songrnn.recipes.recipe import change, from_values
from songrnn.session import Session
from songrnn.train.batches import Stored
from songrnn.train.events import Finished
from songrnn.train.windows import Windows

TOY = ("train.epochs=2", "model.width=16", "train.rows=4", "train.steps=32", "train.keys=false")


def recipe(name="folk-tokens", *settings):
    return change(RECIPES.get(name)("tiny"), (*TOY, *settings))


@pytest.fixture
def built(tunebook, tmp_path):
    """The tunebook, built with the codec of tokens."""
    list(build(BuildOrder((str(tunebook),), tmp_path / "mine", Preparation(), codec="tokens", workers=1)))
    return tmp_path / "mine"


def test_a_corpus_with_the_symbols_of_the_recipe_is_read_from_disk(built):
    material = gather(corpus_for(str(built), recipe()), recipe(), None)
    assert isinstance(material.pieces, Stored)
    assert isinstance(material.pieces._rows, np.memmap)


def test_what_is_read_from_disk_is_what_would_be_encoded_in_memory(built):
    corpus = corpus_for(str(built), recipe())
    stored = gather(corpus, recipe(), None)
    encoded = [stored.codec.encode(text).symbols for text in corpus.texts("train")]
    rng = np.random.default_rng(1)
    read = [stored.pieces.pick(at, rng)[:-1].tolist() for at in range(len(encoded))]
    assert read == [symbols.tolist() for symbols in encoded]
    text = sum(map(len, corpus.texts("train"))) + len(encoded)
    assert stored.characters_a_symbol == pytest.approx(text / (sum(map(len, encoded)) + len(encoded)))


def test_a_corpus_with_symbols_of_another_codec_is_encoded_in_memory(built):
    material = gather(corpus_for(str(built), recipe("char-lstm")), recipe("char-lstm"), None)
    assert not isinstance(material.pieces, Stored)
    assert material.codec.form.size > 90


def test_it_is_said_that_stored_tunes_stay_in_their_keys(built):
    wants = recipe("folk-tokens", "train.keys=true")
    assert "corpus build --key all" in gather(corpus_for(str(built), wants), wants, None).remarks[-1]


def test_a_run_on_a_built_corpus_trains_and_goes_on(built, tmp_path):
    order = Order(str(built), "folk-tokens", "tiny", TOY, tmp_path / "run")
    first = list(train(order, stop=iter([False] * 3 + [True] * 9).__next__))
    assert [event.why for event in first if isinstance(event, Finished)] == ["interrupted"]
    again = list(train(Order(str(built), "folk-tokens", "tiny", TOY, tmp_path / "run", resume=True)))
    assert isinstance(again[0], Begun)
    assert again[0].step == 3
    assert [event.why for event in again if isinstance(event, Finished)] == ["done"]


def test_music_is_turned_into_the_notation_that_the_codec_takes(tunebook):
    corpus = corpus_for(str(tunebook), recipe("chorale-words"))
    assert corpus.notation == "words"
    assert corpus.texts("train")[0].split()[0].count(":") == 1


@pytest.mark.parametrize("harm", [lambda about: about["settings"].clear(), lambda about: about.update(name=7)])
def test_a_damaged_codec_is_told_in_a_sentence(built, harm):
    path = built / "codec" / "codec.json"
    about = json.loads(path.read_text())
    harm(about)
    path.write_text(json.dumps(about))
    corpus = corpus_for(str(built), recipe())
    if about["name"] == "tokens":
        with pytest.raises(CorpusError, match="build it anew"):
            gather(corpus, recipe(), None)
    else:
        assert not isinstance(gather(corpus, recipe(), None).pieces, Stored)


def test_symbols_that_the_codec_does_not_know_are_refused(built):
    path = built / "train.symbols"
    path.write_bytes(b"\xff" * path.stat().st_size)
    with pytest.raises(CorpusError, match="not its codec's"):
        gather(corpus_for(str(built), recipe()), recipe(), None)


def test_a_codec_of_notes_learns_note_sequences_of_a_tunebook(tunebook):
    from songrnn.form import Grid

    rolls = replace(recipe(), codec="rolls", coding={"locations": 8})
    corpus = corpus_for(str(tunebook), rolls)
    found = gather(corpus, rolls, None)
    assert corpus.notation == "notes"
    assert isinstance(found.codec.form, Grid)
    assert found.valid.characters == [len(piece) for piece in found.valid.symbols]
    assert found.characters_a_symbol == 1


def test_lanes_cannot_hold_pieces_that_have_no_end(tunebook):
    rolls = replace(recipe(), codec="rolls", coding={})
    found = gather(corpus_for(str(tunebook), rolls), rolls, None)
    with pytest.raises(UsageError, match=r"train\.reading=windows"):
        batches(found, rolls.train)
    assert isinstance(batches(found, replace(rolls.train, reading="windows")), Windows)


def test_only_single_symbols_can_be_balanced(tunebook):
    balanced = replace(recipe(), train=replace(recipe().train, balanced=True))
    found = gather(corpus_for(str(tunebook), balanced), balanced, None)
    weights = batches(found, balanced.train).weights
    assert weights.shape == (found.codec.form.size,)
    notes = replace(balanced, codec="events", coding={})
    with pytest.raises(UsageError, match="Only single symbols"):
        batches(gather(corpus_for(str(tunebook), notes), notes, None), notes.train)


def test_a_corpus_of_note_sequences_is_turned_into_what_the_recipe_learns(tunebook, tmp_path):
    from songrnn.form import Ids

    list(build(BuildOrder((str(tunebook),), tmp_path / "notes", Preparation("notes"), codec="events", workers=1)))
    corpus = corpus_for(str(tmp_path / "notes"), recipe())
    assert corpus.notation == "abc"
    assert isinstance(gather(corpus, recipe(), None).codec.form, Ids)


def test_it_is_said_that_symbols_of_another_codec_are_not_used(built):
    wants = recipe("char-lstm")
    assert "the codec 'tokens'" in gather(corpus_for(str(built), wants), wants, None).remarks[-1]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("codec.locations=32", "give both the same"), ("train.stride=5", "train.stride of 16"),
        ("train.reading=excerpts", "train.reading=windows"),
    ],
)  # fmt: skip
def test_a_network_that_counts_bars_counts_those_of_its_codec(tunebook, tmp_path, setting, said):
    order = Order(str(tunebook), "rajaraman-rolls", "tiny", ("model.width=8", setting), tmp_path / "run")
    with pytest.raises(UsageError, match=said):
        next(train(order))


def test_the_corpus_that_was_learned_from_is_found_again_or_refused(run_folder):
    from songrnn.session import Session

    trained = Session().model(str(run_folder))
    assert learned(trained).record()["train"]["sha256"] == trained.about["corpus"]["train"]["sha256"]
    changed = {**trained.about, "corpus": {**trained.about["corpus"], "train": {"sha256": "0"}}}
    with pytest.raises(CorpusError, match="not what the model learned from"):
        learned(replace(trained, about=changed))
    with pytest.raises(UsageError, match="does not say"):
        learned(replace(trained, about={}))


def test_what_was_left_out_of_a_folder_is_said(tunebook, tmp_path):
    import shutil

    shutil.copy(tunebook, tmp_path / "reels.abc")
    (tmp_path / "broken.mid").write_bytes(b"MThd but no more")
    words = RECIPES.get("chorale-words")("tiny")
    found = gather(corpus_for(str(tmp_path), words), words, None)
    assert any(remark.startswith("1 of 61 pieces are left out, most often: ") for remark in found.remarks)
    alone = gather(corpus_for(str(tunebook), words), words, None)
    assert not any("left out" in remark for remark in alone.remarks)


def test_a_remark_says_whose_tunes_are_read(run_folder, tmp_path):
    trained = Session().model(str(run_folder))
    own = learned(trained)
    assert familiarity(trained, own, "test") == ()
    assert "learned from these tunes" in familiarity(trained, own, "train")[0]
    other = tmp_path / "other.abc"
    other.write_text("".join(f"X:{n}\nM:4/4\nL:1/8\nK:G\n{'GABc' * n}|\n\n" for n in range(1, 30)))
    (remark,) = familiarity(trained, corpus_for(str(other), from_values(trained.about["recipe"])), "train")
    assert "another corpus" in remark
