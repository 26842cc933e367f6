from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.sifting import COPY, NEAR, Sifter
from songrnn.corpus.split import Shares
from songrnn.errors import CorpusError


def piece(number, source="ours", split="", sketch=(), key=None):
    key = key or f"key {number}"
    return {"text": f"text {number}", "key": key, "source": source, "split": split, "sketch": list(sketch)}


def places(pieces, shares=None, near="dropped"):
    sifter = Sifter(near)
    said = [sifter.add(one) for one in pieces]
    return said, list(sifter.split(shares or Shares(0.2, 0.2)))


def test_each_text_and_each_music_stays_once():
    alike = [piece(1), piece(1), piece(2), piece(3, key="key 2"), piece(4), piece(5)]
    said, placed = places(alike)
    assert said == ["", COPY, "", NEAR, "", ""]
    assert [not place for place in placed] == [False, True, False, True, False, False]


def test_near_copies_that_are_grouped_stay_and_stand_on_one_side():
    alike = [piece(number, key=f"key {number // 3}") for number in range(60)]
    said, placed = places(alike, near="grouped")
    assert set(said) == {""}
    assert all(len(set(placed[at : at + 3])) == 1 for at in range(0, 60, 3))
    assert set(placed) == {"train", "valid", "test"}


def test_pieces_that_share_a_passage_stand_on_one_side_over_whatever_others():
    chained = [piece(number, sketch=[f"passage {number // 2}", f"other {(number + 1) // 2}"]) for number in range(10)]
    _, placed = places([*chained, *(piece(number) for number in range(20, 60))])
    assert len(set(placed[:10])) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_splits_hold_their_shares_of_every_source(seed):
    several = [piece(at, source) for at, source in enumerate("a" * 200 + "b" * 100 + "c" * 10)]
    _, placed = places(several, Shares(0.1, 0.2, seed))
    assert Counter(placed) == {"train": 310 - 62 - 24, "test": 62, "valid": 24}
    assert Counter(placed[:200])["test"] == 40
    assert Counter(placed[200:300])["test"] == 20


def test_the_same_seed_gives_the_same_splits_and_another_one_does_not():
    many = [piece(number) for number in range(60)]
    one, again, other = (places(many, Shares(0.2, 0.2, seed))[1] for seed in (1, 1, 2))
    assert one == again != other


def test_what_stands_on_which_side_does_not_hang_on_the_order_of_the_pieces():
    many = [piece(number) for number in range(60)]
    one, other = places(many)[1], places(many[::-1])[1]
    assert one == other[::-1]


def test_splits_that_a_data_set_comes_with_are_kept_and_a_missing_one_is_drawn_from_training():
    given = [piece(number, "theirs", "test" if number % 4 == 0 else "train") for number in range(40)]
    _, placed = places(given)
    assert [place == "test" for place in placed] == [number % 4 == 0 for number in range(40)]
    assert placed.count("valid") == 6


def test_a_source_without_splits_is_split_beside_one_that_has_them():
    given = [piece(number, "theirs", ("train", "valid", "test")[number % 3]) for number in range(30)]
    _, placed = places([*given, *(piece(number, "ours") for number in range(30, 80))])
    assert placed[:30] == ["train", "valid", "test"] * 10
    assert Counter(placed[30:]) == {"train": 32, "test": 10, "valid": 8}


def test_music_of_a_split_that_is_given_takes_its_kin_along():
    kin = [piece(0, split="test", sketch=["same"]), piece(1, sketch=["same"]), *(piece(at) for at in range(2, 20))]
    assert places(kin)[1][:2] == ["test", "test"]


@given(st.integers(3, 30), st.floats(0, 0.45), st.floats(0, 0.45), st.integers(0, 5))
def test_every_split_has_a_piece_and_every_piece_a_split(count, valid, test, seed):
    _, placed = places([piece(number) for number in range(count)], Shares(valid, test, seed))
    assert set(placed) == {"train", "valid", "test"}
    assert len(placed) == count


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_pieces_cannot_be_split(count):
    with pytest.raises(CorpusError, match=f"^{count} different piece"):
        places([piece(number) for number in range(count)])


def test_pieces_that_are_all_held_out_by_their_names_cannot_be_split():
    with pytest.raises(CorpusError, match="give pieces for training too"):
        places([piece(number, split="test") for number in range(9)])


def test_shares_that_leave_nothing_for_training_are_refused():
    with pytest.raises(CorpusError, match="make them smaller"):
        places([piece(0, split="test"), piece(1, "more"), piece(2, "more")], Shares(0, 0.9))


def test_no_text_is_kept():
    sifter = Sifter("dropped")
    for number in range(5):
        sifter.add(piece(number) | {"text": f"{number} a text that is long enough to be told from a hash"})
    assert "long enough" not in repr([getattr(sifter, name) for name in vars(sifter)])
