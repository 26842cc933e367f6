"""The suffix array: what it finds is what a search of everything finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.suffixes import Found, Suffixes

RUNS = st.lists(st.integers(0, 2), max_size=12)


def symbols(numbers):
    return np.array(numbers, np.uint64)


def stands(run, sequence):
    return any(sequence[at : at + len(run)] == run for at in range(len(sequence) - len(run) + 1))


def places(run, sequences):
    return [
        (number, at)
        for number, sequence in enumerate(sequences)
        for at in range(len(sequence) - len(run) + 1)
        if sequence[at : at + len(run)] == run
    ]


@given(sequences=st.lists(RUNS, max_size=6), query=st.lists(st.integers(0, 3), max_size=12))
def test_the_longest_run_from_every_place_is_that_of_a_search_of_everything(sequences, query):
    longest = [
        max(n for n in range(len(query) - at + 1) if n == 0 or any(stands(query[at : at + n], s) for s in sequences))
        for at in range(len(query))
    ]
    assert Suffixes.build([*map(symbols, sequences)]).search(symbols(query)).tolist() == longest


@given(sequences=st.lists(RUNS, max_size=6), run=st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_a_run_is_found_where_it_stands_first_and_counted_everywhere(sequences, run):
    expected = places(run, sequences)
    found = Suffixes.build([*map(symbols, sequences)]).find(symbols(run))
    assert found == (Found(*expected[0], len(expected)) if expected else None)


@given(sequences=st.lists(RUNS, max_size=6))
def test_suffixes_are_in_order(sequences):
    built = Suffixes.build([*map(symbols, sequences)])
    suffixes = [built.text[at:].tolist() for at in built.order]
    assert suffixes == sorted(suffixes)
    assert len(suffixes) == sum(map(len, sequences)) + len(sequences)


def test_no_run_goes_on_from_one_sequence_into_the_next():
    built = Suffixes.build([symbols([1, 2]), symbols([3, 4])])
    assert built.search(symbols([1, 2, 3, 4])).tolist() == [2, 1, 2, 1]


@pytest.mark.parametrize("values", [[0, 2**64 - 1], [2**63, 2**63 + 1]])
def test_all_numbers_of_64_bits_are_symbols(values):
    built = Suffixes.build([symbols(values)])
    assert built.search(symbols([*values, 7])).tolist() == [2, 1, 0]


def test_one_symbol_repeated_for_ever_is_indexed_and_found():
    built = Suffixes.build([symbols([5] * 3000), symbols([5] * 10)])
    assert built.search(symbols([5] * 2000))[0] == 2000
    assert built.find(symbols([5] * 2999)) == Found(0, 0, 2)
