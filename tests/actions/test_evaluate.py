"""Evaluating: a row a predictor, and warnings where figures do not compare."""

import math

import pytest

from songrnn.actions.evaluate import evaluate
from songrnn.errors import CorpusError
from songrnn.session import Session


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


def test_the_model_comes_first_and_its_figures_agree_with_each_other(trained, tunebook):
    result = evaluate(trained, str(tunebook))
    assert [row.name for row in result.rows] == ["model", "Kneser-Ney 5-gram", "Kneser-Ney 5-gram + copy"]
    for row in result.rows:
        assert row.figures["bits"] == pytest.approx(row.figures["nats"] / math.log(2))
    assert (result.pieces, result.windows, result.remarks) == (3, None, ())


def test_every_character_and_every_end_is_predicted_once(trained, tunebook):
    from songrnn.corpus.catalogue import find

    texts = find(str(tunebook)).texts("valid")
    result = evaluate(trained, str(tunebook), "valid", baselines=False)
    assert result.count == sum(len(text) + 1 for text in texts)


def test_windows_are_measured_only_if_asked_for(trained, tunebook):
    result = evaluate(trained, str(tunebook), baselines=False, windows=True)
    assert len(result.rows) == 1
    assert result.windows > 0


def test_the_training_split_is_the_easiest(trained, tunebook):
    nats = {
        name: evaluate(trained, str(tunebook), name, baselines=False).rows[0].figures["nats"]
        for name in ("train", "test")
    }
    assert nats["train"] < nats["test"]


def test_another_corpus_than_the_models_own_is_warned_of(trained, tunebook, tmp_path):
    other = tmp_path / "other.abc"
    other.write_text(tunebook.read_text().replace("K:D", "K:Dm"))
    remarks = evaluate(trained, str(other), baselines=False).remarks
    assert "learned from another corpus" in remarks[0]


def test_a_split_without_pieces_is_an_error(trained, tunebook, tmp_path):
    for name in ("train", "valid"):
        (tmp_path / f"{name}.abc").write_text(tunebook.read_text())
    with pytest.raises(CorpusError, match="no test split"):
        evaluate(trained, str(tmp_path))


def test_a_corpus_in_another_notation_is_turned_into_that_of_the_model(words_folder, tunebook):
    from songrnn.checkpoint import load
    from songrnn.session import find_model

    measured = evaluate(load(find_model(str(words_folder))), str(tunebook), "test")
    assert measured.pieces == 3
    assert any("symbols" in remark and "cannot write" in remark for remark in measured.remarks)
