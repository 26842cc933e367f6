import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songrnn.corpus.dedupe import tune_key
from songrnn.corpus.split import NAMES, Shares, fingerprint, split
from songrnn.errors import CorpusError
from songrnn.music.piece import Piece

BODIES = st.lists(st.text("ABC", min_size=1, max_size=4), max_size=40)


def pieces(bodies):
    return [Piece(f"T:{n}\nK:C\n{body}") for n, body in enumerate(bodies)]


def letters(count):
    return ["".join("ABCDEFG"[at // 7**digit % 7] for digit in range(4)) for at in range(count)]


@settings(deadline=None)
@given(BODIES, st.integers(0, 9))
def test_splits_share_no_tune_and_lose_no_piece(bodies, seed):
    given_pieces = pieces(bodies)
    if len(set(bodies)) < 3:
        with pytest.raises(CorpusError, match="at least three"):
            split(given_pieces, Shares(seed=seed))
        return
    splits = split(given_pieces, Shares(seed=seed))
    keys = {name: {tune_key(piece.text) for piece in splits[name]} for name in NAMES}
    assert all(keys.values())
    assert len(set.union(*keys.values())) == sum(map(len, keys.values()))
    assert sorted((piece for name in NAMES for piece in splits[name]), key=given_pieces.index) == given_pieces


@settings(deadline=None)
@given(BODIES, st.randoms(use_true_random=False))
def test_a_piece_keeps_its_split_whatever_the_order_of_the_pieces(bodies, rng):
    if len(set(bodies)) < 3:
        return
    given_pieces = pieces(bodies)
    shuffled = rng.sample(given_pieces, len(given_pieces))
    one, other = split(given_pieces, Shares()), split(shuffled, Shares())
    assert {name: set(one[name]) for name in NAMES} == {name: set(other[name]) for name in NAMES}


def test_held_out_splits_have_their_shares_and_keep_the_order():
    splits = split(pieces(letters(200)), Shares(valid=0.1, test=0.2))
    assert {name: len(some) for name, some in splits.items()} == {"train": 140, "valid": 20, "test": 40}
    titles = [int(piece.text[2:].split("\n")[0]) for piece in splits["train"]]
    assert titles == sorted(titles)


def test_another_seed_gives_another_split():
    some = pieces(letters(50))
    assert split(some, Shares(seed=1)) == split(some, Shares(seed=1))
    assert split(some, Shares(seed=1)) != split(some, Shares(seed=2))


def test_the_splits_of_a_known_corpus_are_known_on_every_machine():
    splits = split(pieces(letters(40)), Shares())
    assert [piece.text.split("\n")[-1] for name in ("test", "valid") for piece in splits[name]] == [
        "EAAA",
        "GDAA",
        "DDAA",
        "BFAA",
    ]


def test_a_fingerprint_tells_other_texts_another_order_and_another_cut_apart():
    prints = {fingerprint([Piece(text) for text in texts]) for texts in (["a", "b"], ["b", "a"], ["ab"], ["a"], [])}
    assert len(prints) == 5
    assert fingerprint([Piece("a", "name", "source")]) == fingerprint([Piece("a")])
