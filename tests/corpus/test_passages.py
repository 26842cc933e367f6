import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus.passages import NOTES, is_same, passages, sketch
from songrnn.corpus.preparation import transposed
from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span

LINES = st.lists(st.integers(50, 80), min_size=NOTES, max_size=60)


def played(pitches, unit=WHOLE // 8, start=0):
    spans = [Span(start + at * unit, start + (at + 1) * unit, pitch) for at, pitch in enumerate(pitches)]
    return NoteSequence((Part(tuple(spans)),))


@given(LINES, st.integers(-5, 6), st.sampled_from([WHOLE // 16, WHOLE // 4]))
def test_passages_are_the_same_in_every_key_unit_and_place(pitches, steps, unit):
    other = transposed(played(pitches, unit, start=3 * WHOLE), steps)
    assert np.array_equal(passages(played(pitches)), passages(other))


def test_each_passage_counts_once_and_a_piece_shorter_than_one_has_none():
    assert len(passages(played(range(40, 40 + NOTES + 4)))) == 1
    assert len(passages(played([60, 62, 65, 61] * 10))) == 4
    assert len(passages(played(range(NOTES - 1)))) == 0


def test_the_top_of_chords_is_the_line():
    line = [60, 64, 62, 67] * 6
    chords = NoteSequence((*played(line).parts, *played([40] * len(line)).parts))
    assert np.array_equal(passages(chords), passages(played(line)))


def test_sketches_of_pieces_with_another_beginning_meet_and_those_of_others_do_not():
    rng = np.random.default_rng(1)
    one, other = (rng.integers(55, 80, 100).tolist() for _ in range(2))
    later = rng.integers(55, 80, 12).tolist() + one[12:]
    sketches = [set(sketch(passages(played(line)))) for line in (one, later, other)]
    assert sketches[0] & sketches[1]
    assert not sketches[0] & sketches[2]


def test_short_pieces_have_no_sketch_and_are_never_the_same():
    short = passages(played(range(40, 40 + NOTES)))
    assert sketch(short) == []
    assert not is_same(short, len(short))


def test_more_than_half_of_the_passages_make_a_piece_the_same():
    own = np.arange(10, dtype=np.uint64)
    assert (is_same(own, 5), is_same(own, 6)) == (False, True)
