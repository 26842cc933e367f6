import pytest

from songrnn.actions import distance as action
from songrnn.actions.distance import distance, heard
from songrnn.corpus.build import Corpus, Report
from songrnn.errors import CorpusError, UsageError
from songrnn.music.piece import Piece

TUNES = [f"M:4/4\nL:1/8\nK:C\n{body}|" for body in ("CDEF GABc", "c2B2 A2G2", "EGEC DFDB,", "G4 E4", "cegc' bagf")]


def corpus(**splits):
    pieces = {name: [Piece(text) for text in splits.get(name, [])] for name in ("train", "valid", "test")}
    return Corpus("ours", "Ours", "none", pieces, Report(0, {}, {}))


def test_written_pieces_are_compared_with_training_ones_beside_held_out_ones():
    found = distance(corpus(train=TUNES[:3], test=TUNES[3:]), heard([*TUNES[:2], "K:C\nz8|"], "abc"))
    assert (found.corpus.name, found.held_out.name) == ("ours, train", "ours, test")
    assert (found.corpus.pieces, found.output.pieces, found.output.silent, found.held_out.pieces) == (3, 2, 1, 2)


def test_of_very_many_pieces_some_are_taken_and_this_is_said(monkeypatch):
    monkeypatch.setattr(action, "MOST_PIECES", 3)
    whole = corpus(train=TUNES, valid=TUNES[:2])
    found = distance(whole, heard(TUNES, "abc"), split="valid")
    assert (found.corpus.name, found.corpus.pieces) == ("ours, train, 3 of 5 pieces", 3)
    assert found == distance(whole, heard(TUNES, "abc"), split="valid", seed=1)


def test_a_corpus_without_the_split_is_refused():
    with pytest.raises(CorpusError, match=r"Of 'ours, test' 0 pieces have notes"):
        distance(corpus(train=TUNES), heard(TUNES, "abc"))


def test_texts_that_cannot_be_read_are_silent():
    assert [len(one.spans) for one in heard(["{", "C4 E4"], "notes")] == [0, 0]
    assert [len(one.spans) for one in heard(["C4 E4"], "words")] == [2]


def test_the_training_split_is_no_yardstick():
    with pytest.raises(UsageError, match="held-out"):
        distance(corpus(train=["K:C\nCDEF|"] * 3), [], split="train")
