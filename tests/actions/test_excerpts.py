"""Excerpts: passages of what was learned, to begin with."""

from dataclasses import replace

import pytest

from songrnn.actions.excerpts import excerpt
from songrnn.actions.material import learned
from songrnn.actions.train import Order, train
from songrnn.errors import UsageError
from songrnn.evaluate.data import encode_split
from songrnn.session import Session


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


def test_an_excerpt_of_a_tune_is_its_beginning(trained, tunebook):
    text = trained.codec.decode(excerpt(trained, 40, 1)).value
    assert len(text) == 40
    assert text in tunebook.read_text()
    assert text[1] == ":"


def test_the_seed_decides_which(trained):
    found = {trained.codec.decode(excerpt(trained, 60, seed)).value for seed in range(12)}
    assert len(found) > 3
    assert (excerpt(trained, 60, 5) == excerpt(trained, 60, 5)).all()


def test_what_no_piece_is_long_enough_for_is_refused(trained):
    with pytest.raises(UsageError, match="ask for fewer"):
        excerpt(trained, 100_000, 1)


def test_a_corpus_that_is_gone_is_said(trained):
    about = {**trained.about, "corpus": {**trained.about["corpus"], "name": "/nowhere/at/all"}}
    with pytest.raises(UsageError, match="not there to begin from"):
        excerpt(replace(trained, about=about), 10, 1)


def test_any_whole_number_is_a_seed(trained):
    assert len(excerpt(trained, 10, -1)) == len(excerpt(trained, 10, 2**70)) == 10


def test_a_grid_is_begun_at_a_bar(tunebook, tmp_path):
    order = Order(str(tunebook), "note-rolls", "tiny", ("train.epochs=1", "model.width=8"), tmp_path / "run")
    list(train(order))
    rolls = Session().model(str(tmp_path / "run"))
    pieces = encode_split(rolls.codec, learned(rolls).texts("train"), "notes").symbols
    bars = {piece[at : at + 20].tobytes() for piece in pieces for at in range(0, len(piece) - 20, 16)}
    assert {excerpt(rolls, 20, seed).tobytes() for seed in range(20)} <= bars
