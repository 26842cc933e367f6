from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.statistics import count, spread
from songrnn.music.piece import Piece

PIECES = [
    Piece("R:reel\nM:4/4\nL:1/4\nK:D\nDEFG|A4|", source="a"), Piece("R:Reel\nM:4/4\nL:1/4\nK:D\nD4|", source="a"),
    Piece("M:3/4\nL:1/4\nK:G\nGAB|", source="b"),
]  # fmt: skip


def test_counts_are_those_one_counts_by_hand():
    found = count(PIECES, "abc")
    assert (found.pieces, found.notes) == (3, 9)
    assert found.sources == Counter(a=2, b=1)
    assert found.keys == Counter(D=2, G=1)
    assert found.meters == Counter({"4/4": 2, "3/4": 1})
    assert found.rhythms == Counter({"reel": 2, "not said": 1})
    assert found.sizes == Counter({5: 1, 1: 1, 3: 1})
    assert found.lengths == Counter({2: 1, 1: 2})
    assert found.durations == Counter({12: 7, 48: 2})
    assert found.pitches == Counter({62: 2, 64: 1, 66: 1, 67: 2, 69: 2, 71: 1})


def test_values_are_the_commonest_first_and_durations_say_their_unit():
    values = count(PIECES, "abc").values()
    assert list(values["keys"].items()) == [("D", 2), ("G", 1)]
    assert values["durations"] == {"1/4": 7, "1": 2}
    assert values["pitch"] == {"least": 62, "middle": 67, "greatest": 71}


def test_nothing_counts_to_nothing():
    assert count([], "words").values()["length"] == {}


@given(st.lists(st.integers(-50, 50), min_size=1))
def test_half_of_all_lie_on_each_side_of_the_middle(values):
    found = spread(Counter(values))
    assert (found["least"], found["greatest"]) == (min(values), max(values))
    assert found["middle"] == sorted(values)[(len(values) - 1) // 2]
