"""Novelty: planted copies are found where they were planted, and nothing else is."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.evaluate.novelty import FEWEST, Index, copied
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span

EIGHTH = WHOLE // 8
PLANTED = 20  # notes
INTERVALS = [steps for steps in range(-11, 12) if steps]


def sequence(notes, name="", measures=()):
    """Notes one after the other: pitch and length in parts."""
    ends = np.cumsum([0] + [length for _, length in notes]).tolist()
    spans = [Span(*both, pitch) for both, (pitch, _) in zip(pairwise(ends), notes, strict=True)]
    return NoteSequence((Part(tuple(spans)),), measures, name=name)


def tune(rng, count=60):
    """Steps and small leaps, as tunes have them."""
    pitches = 66 + np.clip(np.cumsum(rng.integers(-4, 5, count)), -12, 12)
    return [
        (int(pitch), int(length) * EIGHTH) for pitch, length in zip(pitches, rng.integers(1, 5, count), strict=True)
    ]


def leaps(rng, count):
    """Low notes, more than an octave from each other and from all tunes: no two neighbours are in any tune."""
    return [(int(pitch), EIGHTH) for pitch in np.arange(count) % 2 * 20 + rng.integers(0, 6, count)]


@pytest.fixture(scope="module")
def training():
    rng = np.random.default_rng(1)
    return [tune(rng) for _ in range(120)]


@pytest.fixture(scope="module")
def index(training):
    return Index.build(sequence(notes, f"tune {number}") for number, notes in enumerate(training))


def plant(training, seed, semitones=0, times=1.0):
    """A piece with a run of a training tune in it: the piece, the tune, and the run's places in both."""
    rng = np.random.default_rng(1000 + seed)
    number, at, before = (int(rng.integers(below)) for below in (len(training), 60 - PLANTED, 20))
    run = [(pitch + semitones, int(length * times)) for pitch, length in training[number][at : at + PLANTED]]
    return sequence([*leaps(rng, before), *run, *leaps(rng, 15)]), number, at, before


def test_verbatim_copies_are_found_100_of_100(training, index):
    for seed in range(100):
        piece, number, at, before = plant(training, seed)
        found = index.novelty(piece)
        assert found.verbatim == found.invariant == found.nearest
        run = found.verbatim
        assert (run.notes, run.here.note, run.piece, run.there.note) == (PLANTED, before, number, at)
        assert (run.name, run.places, run.semitones, run.stretch) == (f"tune {number}", 1, 0, 1)


@pytest.mark.parametrize("semitones", INTERVALS)
def test_transposed_copies_are_found_100_of_100(training, index, semitones):
    for seed in range(100):
        piece, number, at, before = plant(training, seed, semitones)
        found = index.novelty(piece)
        run = found.invariant
        assert (run.notes, run.here.note, run.piece, run.there.note) == (PLANTED, before, number, at)
        assert (run.semitones, run.stretch) == (semitones, 1)
        assert found.nearest == run


@pytest.mark.parametrize(("semitones", "times"), [(0, 2.0), (0, 0.5), (5, 2.0), (-7, 3.0)])
def test_copies_at_another_speed_are_found_100_of_100(training, index, semitones, times):
    for seed in range(100):
        piece, number, at, before = plant(training, seed, semitones, times)
        run = index.novelty(piece).invariant
        assert (run.notes, run.here.note, run.piece, run.there.note) == (PLANTED, before, number, at)
        assert (run.semitones, run.stretch) == (semitones, times)


def test_random_notes_are_original(index):
    rng = np.random.default_rng(7)
    for _ in range(20):
        notes = [(int(pitch), int(length) * EIGHTH) for pitch, length in rng.integers((48, 1), (84, 9), (100, 2))]
        found = index.novelty(sequence(notes))
        assert found.longest < 8
        assert found.known_verbatim == 0
        assert found.fragments > 10


def test_a_training_piece_is_known_from_end_to_end(training, index):
    found = index.novelty(sequence(training[5]))
    assert found.longest == found.notes == 60
    assert found.nearest.piece == 5
    assert found.known_verbatim == found.known_invariant == found.fragments > 0
    assert found.figures() == {
        "longest_verbatim": 60, "longest_invariant": 60, "known_verbatim": 1, "known_invariant": 1,
    }  # fmt: skip


def runs(own, others):
    """The longest run of `own` that stands in one of the others, by looking everywhere."""
    return max(
        (n for n in range(1, len(own) + 1) for at in range(len(own) - n + 1)
         if any(own[at : at + n] == one[to : to + n] for one in others for to in range(len(one) - n + 1))),
        default=0,
    )  # fmt: skip


NOTES = st.lists(st.tuples(st.integers(60, 62), st.sampled_from((1, 2))), max_size=8)


@given(pieces=st.lists(NOTES, max_size=4), own=NOTES)
def test_the_longest_runs_are_those_of_a_search_of_everything(pieces, own):
    def moves(notes):
        return [(b - a, after / before) for (a, before), (b, after) in pairwise(notes)]

    def longer(notes):
        return sequence([(pitch, length * EIGHTH) for pitch, length in notes])

    found = Index.build(map(longer, pieces)).novelty(longer(own))
    assert (found.verbatim.notes if found.verbatim else 0) == runs(own, pieces)
    ways = runs(moves(own), [*map(moves, pieces)])
    assert (found.invariant.notes if found.invariant else 0) == (ways + 1 if ways else 0)
    assert copied(longer(own), Index.build(map(longer, pieces))) == (ways + 1 if ways else 0)


def test_a_run_says_its_bars_in_both_pieces():
    notes = [(60 + step, EIGHTH * 2) for step in (0, 4, 2, 5, 7, 3, 1, 6)]
    three = tuple(Measure(at * WHOLE // 4 * 3, (at + 1) * WHOLE // 4 * 3, 3, 4) for at in range(4))
    index = Index.build([sequence(notes)])
    run = index.novelty(sequence([(90, EIGHTH * 2), *notes], measures=three)).verbatim
    assert (run.here.bar, run.here.last_bar, run.there.bar, run.there.last_bar) == (1, 3, 1, 2)


def test_fragments_are_two_bars_with_enough_notes_and_known_if_all_of_them_are():
    known = [(60 + at, WHOLE // 4) for at in range(8)]
    index = Index.build([sequence(known)])
    unknown = [(90 - 2 * at, WHOLE // 4) for at in range(4)]
    found = index.novelty(sequence([*known, *unknown]))
    assert (found.fragments, found.known_verbatim, found.known_invariant) == (2, 1, 1)
    higher = [(pitch + 3, length) for pitch, length in known]
    assert (index.novelty(sequence(higher)).known_verbatim, index.novelty(sequence(higher)).known_invariant) == (0, 1)
    few = index.novelty(sequence([(60, WHOLE * 2 // (FEWEST - 1))] * (FEWEST - 1)))
    assert few.fragments == 0
    assert set(few.figures()) == {"longest_verbatim", "longest_invariant"}


def test_a_copy_is_more_than_is_allowed(training, index):
    piece, *_ = plant(training, 3, semitones=4)
    assert copied(piece, index) == PLANTED
    assert copied(piece, index) > PLANTED - 1
    assert copied(piece, index) <= PLANTED


@pytest.mark.parametrize("pieces", [[], [NoteSequence(())]], ids=["no pieces", "a silent piece"])
def test_nothing_is_copied_from_nothing_and_silence_copies_nothing(pieces, index):
    found = Index.build(pieces).novelty(sequence([(60, EIGHTH)] * 20))
    assert (found.longest, found.nearest, found.known_invariant) == (0, None, 0)
    silent = index.novelty(NoteSequence(()))
    assert (silent.notes, silent.longest, silent.fragments, silent.nearest) == (0, 0, 0, None)
    assert copied(NoteSequence(()), index) == 0
