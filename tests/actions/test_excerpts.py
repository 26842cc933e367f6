"""Excerpts: passages of what was learned, to begin with."""

from dataclasses import replace

import pytest

from songrnn.actions.excerpts import excerpt
from songrnn.errors import UsageError
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
