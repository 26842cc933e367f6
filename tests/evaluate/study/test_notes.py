import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.study.notes import Note, distributions, first, notes
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span, Speed


def piece(*spans, **further):
    return NoteSequence((Part(tuple(sorted(Span(*span) for span in spans))),), **further)


def test_notes_are_told_in_seconds_with_the_step_from_the_onset_before():
    quarter = WHOLE // 4
    found = notes(piece((0, quarter, 60), (quarter, 2 * quarter, 62), (quarter, 4 * quarter, 65)))
    assert found == [
        Note(60, 0.0, 0.5, 0.0, 0.5), Note(62, 0.5, 0.5, 0.5, 1.0), Note(65, 0.0, 1.5, 0.5, 2.0)
    ]  # fmt: skip


def test_a_faster_tempo_makes_shorter_notes():
    assert notes(piece((0, WHOLE, 60), speeds=(Speed(0, 240.0),)))[0].duration == pytest.approx(1.0)


def test_the_first_ten_notes_are_ten():
    many = piece(*((at * 100, at * 100 + 50, 60) for at in range(30)))
    assert first(many) == notes(many)[:10]


def test_drums_are_no_notes():
    assert notes(NoteSequence((Part((Span(0, 100, 35),), drums=True),))) == []


def test_distributions_are_shares_of_bins():
    quarter = WHOLE // 4
    found = distributions([piece((0, quarter, 60), (quarter, 20 * quarter, 72)), NoteSequence(())])
    assert found.pieces == 1
    assert (found.pitch[60], found.pitch[72]) == (0.5, 0.5)
    assert found.step[10] == 1.0  # half a second, in bins of a twentieth
    assert (found.duration[10], found.duration[-1]) == (0.5, 0.5)


def test_nothing_is_spread_nowhere():
    found = distributions([])
    assert found.pieces == 0
    assert found.pitch.sum() == 0


pieces = st.lists(
    st.lists(st.tuples(st.integers(0, 9_000), st.integers(1, 90_000), st.integers(0, 127)), min_size=1, max_size=8),
    min_size=1, max_size=3,
)  # fmt: skip


@given(pieces, pieces)
def test_the_shared_area_is_whole_with_itself_and_the_same_from_both_sides(ones, others):
    one, other = (
        distributions([piece(*((onset, onset + length, pitch) for onset, length, pitch in spans)) for spans in some])
        for some in (ones, others)
    )
    assert one.overlaps(one)["pitch"] == pytest.approx(1)
    assert one.overlaps(other) == other.overlaps(one)
    assert all(0 <= area <= 1 + 1e-9 for area in one.overlaps(other).values())
    assert np.isclose(one.duration.sum(), 1)
