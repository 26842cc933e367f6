"""Matching: which units mark a passage, and where else they do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from songrnn.errors import UsageError
from songrnn.probe.match import Match, Pattern, Place, elsewhere, match
from songrnn.probe.signals import Layer, Trace, Unit


def traced(*layers, signal="h"):
    """A trace of layers whose units are given as rows, one value a symbol."""
    return Trace(
        tuple(Layer(f"layer {at}", {signal: np.array(rows, np.float32).T}) for at, rows in enumerate(layers, 1))
    )


def pattern(*indices, length=2, **further):
    return Pattern(tuple(Match(Unit(1, index), 1, 1.0, 0.0) for index in indices), length, **further)


def bounds(*lengths):
    return np.cumsum([0, *lengths])


def test_units_that_are_on_in_the_passage_and_off_around_it_are_found_in_all_layers():
    below = [[0, 0.3, 0.4, 0, 0], [0.3, 0.3, 0.3, 0, 0], [0, 0.4, 0.4, 0.3, 0], [0, 0.3, 0.29, 0, 0]]
    above = [[0.9, -0.5, -0.7, 0.9, 0.9], [0, 0.3, -0.3, 0, 0]]
    found = match(traced(below, above), range(1, 3)).matches
    assert [(str(one.unit), one.side, round(one.level, 3)) for one in found] == [("2:0", -1, -0.6), ("1:0", 1, 0.35)]


def test_units_that_are_seldom_on_elsewhere_come_first():
    rows = [[1, 0, 1, 0, 1, 0], [0, 0, 0.4, 0, 0, 0], [0, 0, 0.5, 0, 0, 0], [1, 0, 1, 0, 0, 0]]
    found = match(traced(rows), range(2, 3)).matches
    assert [(one.unit.index, round(one.rest, 2)) for one in found] == [(2, 0), (1, 0), (3, 0.2), (0, 0.4)]


def test_at_either_end_of_the_piece_nothing_is_asked_of_what_is_not_there():
    rows = [[1, 0, 1]]
    for span in (range(1), range(2, 3)):
        assert [one.rest for one in match(traced(rows), span).matches] == [0.5]
    assert match(traced([[1, 1]]), range(2)).matches == (Match(Unit(1, 0), 1, 1.0, 0.0),)


def test_the_threshold_and_the_signal_are_those_asked_for():
    trace = traced([[0, 2, 0]], signal="c")
    assert match(trace, range(1, 2), "c", 2).matches
    assert not match(trace, range(1, 2), "c", 2.1).matches
    with pytest.raises(UsageError, match="no signal 'h'; give one of: c"):
        match(trace, range(1, 2))


@pytest.mark.parametrize("span", [range(3, 4), range(1, 1), range(2, 1), range(-1, 2), range(2, 9)])
def test_a_passage_outside_of_the_tune_is_refused(span):
    with pytest.raises(UsageError, match=r"is not in the tune; give FROM:TO, of 0 to 3"):
        match(traced([[0, 1, 0]]), span)


def test_elsewhere_is_where_most_units_do_it_for_about_as_long():
    first = [0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1]
    second = [0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1]
    third = [0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    found = elsewhere(traced([first, second, third]), bounds(4, 6, 6), pattern(0, 1, 2))
    # The five at the end are too many for two; the one alone is half of two.
    assert found == [Place(0, 1, 3, 3), Place(1, 0, 3, 2), Place(1, 4, 5, 2)]


def test_a_place_ends_with_its_piece():
    found = elsewhere(traced([[1, 1, 1, 1]]), bounds(2, 0, 2, 0), pattern(0))
    assert found == [Place(0, 0, 2, 1), Place(2, 0, 2, 1)]


def test_a_unit_that_marks_by_being_low_is_sought_low():
    low = Pattern((Match(Unit(1, 0), -1, -1.0, 0.0),), 1)
    assert elsewhere(traced([[1, -1, 1, -0.2, -0.3]]), bounds(5), low) == [Place(0, 1, 2, 1), Place(0, 4, 5, 1)]


@given(arrays(np.float32, (12, 3), elements=st.sampled_from([-1, 0, 1])), st.integers(0, 11), st.integers(1, 4))
def test_a_passage_that_is_marked_is_found_again_and_no_places_overlap(values, start, length):
    trace, span = Trace((Layer("layer 1", {"h": values}),)), range(start, min(start + length, 12))
    found = match(trace, span)
    if not found.matches:
        return
    places = elsewhere(trace, bounds(12), found)
    assert places[0].units == len(found.matches)
    assert Place(0, span.start, span.stop, len(found.matches)) in places
    covered = [at for place in places for at in range(place.start, place.end)]
    assert len(covered) == len(set(covered))
