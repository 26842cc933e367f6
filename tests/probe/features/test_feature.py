import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.probe.features.feature import Feature, copies, ordered, table


def test_a_copy_is_a_run_that_stood_earlier_and_goes_on_alike():
    assert copies("abcdabce", 2).nonzero()[0].tolist() == [5]
    assert copies(("x", "y", "x", "y", "x"), 1).nonzero()[0].tolist() == [2, 3]


@given(st.text(alphabet="ab", max_size=30), st.integers(1, 4))
def test_copies_are_those_that_a_search_by_hand_finds(text, run):
    found = [
        at + 1 >= run and at + 1 < len(text) and text[at + 1 - run : at + 2] in text[: at + 1]
        for at in range(len(text))
    ]
    assert copies(text, run).tolist() == found


def test_values_come_in_the_order_of_the_table_and_none_may_be_missing():
    features = table(Feature("b", "yes", "b"), Feature("a", "yes", "a"))
    assert [*ordered(features, {"a": np.zeros(2), "b": np.ones(2)})] == ["b", "a"]
    with pytest.raises(AssertionError):
        ordered(features, {"a": np.zeros(2)})
