"""Lanes: every symbol of every piece in every epoch, in order, with its successor beside it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.errors import TrainingError
from songrnn.train.batches import Choice, Lanes, Stored

PIECES = [np.arange(start, start + length) for start, length in ((1, 7), (20, 5), (40, 11), (60, 3), (80, 9))]


def epoch(lanes, number=0):
    return [lanes.batch(number * lanes.batches + at) for at in range(lanes.batches)]


def joined(batches, side):
    return np.concatenate([getattr(batch, side) for batch in batches], axis=1)


@given(
    lengths=st.lists(st.integers(1, 40), min_size=1, max_size=12),
    rows=st.integers(1, 5), steps=st.integers(1, 30), number=st.integers(0, 3),
)  # fmt: skip
def test_every_epoch_holds_every_symbol_of_every_piece(lengths, rows, steps, number):
    starts = np.cumsum([1, *lengths[:-1]])
    pieces = [np.arange(start, start + length) for start, length in zip(starts, lengths, strict=True)]
    seen = joined(epoch(Lanes(pieces, rows, steps, seed=1), number), "targets")
    assert set(seen.reshape(-1).tolist()) == {0, *range(1, sum(lengths) + 1)}


def test_a_lane_is_contiguous_each_input_is_the_target_before_and_a_fresh_one_is_the_end_symbol():
    lanes = Lanes(PIECES, rows=2, steps=6, seed=1)
    batches = epoch(lanes)
    inputs, targets = joined(batches, "symbols"), joined(batches, "targets")
    fresh = np.repeat([batch.fresh for batch in batches], lanes.steps)
    fresh[np.arange(len(fresh)) % lanes.steps != 0] = False
    assert (inputs[:, fresh] == 0).all()
    carried = ~fresh[1:]
    assert (inputs[:, 1:][:, carried] == targets[:, :-1][:, carried]).all()


def test_where_the_state_is_fresh_a_piece_begins():
    lanes = Lanes(PIECES, rows=2, steps=6, seed=1)
    first_symbols = {int(piece[0]) for piece in PIECES}
    for number in range(5):
        for batch in epoch(lanes, number):
            if batch.fresh:
                assert set(batch.targets[:, 0].tolist()) <= first_symbols


def test_every_piece_stands_whole_and_closed_by_the_end_symbol():
    lanes = Lanes(PIECES, rows=1, steps=12, seed=5)
    stream = " ".join(map(str, joined(epoch(lanes), "targets").reshape(-1).tolist())) + " "
    for piece in PIECES:
        assert " ".join(map(str, piece)) + " 0 " in stream


def test_packing_repeats_little():
    lengths = np.random.default_rng(0).integers(100, 700, 300)
    lanes = Lanes([np.arange(1, length) for length in lengths], rows=4, steps=128, seed=1)
    laid = lanes.batches * lanes.rows * lanes.steps
    assert laid < 1.08 * lengths.sum()


def test_a_piece_longer_than_a_stretch_is_read_in_parts_that_lose_nothing():
    long = np.arange(1, 500)
    lanes = Lanes([*(np.array([1]) for _ in range(400)), long], rows=2, steps=10, seed=1)
    assert set(joined(epoch(lanes), "targets").reshape(-1).tolist()) == {0, *range(1, 500)}


def test_epochs_differ_and_any_step_can_be_asked_for_again():
    lanes = Lanes(PIECES, rows=2, steps=4, seed=1)
    first, second = (joined(epoch(lanes, number), "targets").tolist() for number in (0, 1))
    assert first != second
    assert joined(epoch(lanes, 0), "targets").tolist() == first
    assert joined(epoch(Lanes(PIECES, rows=2, steps=4, seed=1), 0), "targets").tolist() == first


def test_another_seed_gives_another_order():
    one, other = (joined(epoch(Lanes(PIECES, rows=1, steps=9, seed=seed)), "targets").tolist() for seed in (1, 2))
    assert one != other


def test_an_epoch_draws_each_version_of_a_piece_as_often_as_it_weighs():
    versions = Choice.of([np.array([1, 1]), np.array([2])], [0.25, 0.75])
    drawn = Counter(int(versions.pick(np.random.default_rng(seed))[0]) for seed in range(400))
    assert 0.65 < drawn[2] / 400 < 0.85


def stored(pieces):
    rows = np.concatenate([np.array([], np.uint8), *pieces]).astype(np.uint8)
    return rows, np.cumsum([0, *map(len, pieces)])


@given(lengths=st.lists(st.integers(0, 40), min_size=1, max_size=12), rows=st.integers(1, 5), steps=st.integers(1, 20))
def test_pieces_on_disk_make_the_same_batches_as_the_same_pieces_in_memory(lengths, rows, steps):
    pieces = [np.full(length, at + 1) for at, length in enumerate(lengths)]
    here, there = Lanes(pieces, rows, steps, seed=1), Lanes(Stored(*stored(pieces)), rows, steps, seed=1)
    for step in range(2 * here.batches):
        one, other = here.batch(step), there.batch(step)
        assert (one.symbols.tolist(), one.targets.tolist(), one.fresh) == (
            other.symbols.tolist(), other.targets.tolist(), other.fresh
        )  # fmt: skip


@pytest.mark.parametrize("pieces", [PIECES * 4, [Choice.of([piece, piece[::-1]], [0.5, 0.5]) for piece in PIECES * 4]])
def test_going_to_a_step_at_once_equals_going_there_step_by_step(pieces):
    walked = Lanes(pieces, rows=2, steps=4, seed=1)
    assert walked._turns > 2
    for step in range(2 * walked.batches + 3):
        jumped = Lanes(pieces, rows=2, steps=4, seed=1)
        assert walked.batch(step).targets.tolist() == jumped.batch(step).targets.tolist()
    assert walked.batch(1).targets.tolist() == Lanes(pieces, rows=2, steps=4, seed=1).batch(1).targets.tolist()


class Watched:
    """Rows of symbols that count how many are read."""

    def __init__(self, rows):
        self.rows, self.read = rows, 0

    def __getitem__(self, span):
        assert span.step is None
        self.read += span.stop - span.start
        return self.rows[span]


def test_of_pieces_on_disk_only_what_the_lanes_hold_is_read():
    pieces = [np.full(20, 1 + at % 200) for at in range(500)]
    rows, offsets = stored(pieces)
    watched = Watched(rows)
    lanes = Lanes(Stored(watched, offsets), rows=4, steps=10, seed=1)
    assert watched.read == 0
    most = 2 * lanes.rows * lanes._reach  # pieces that fill the room that is left are read whole
    for step in range(lanes.batches):
        before = watched.read
        lanes.batch(step)
        assert watched.read - before <= most < len(rows) / 10
    assert lanes._targets.size == lanes._inputs.size == lanes.rows * lanes._reach


def test_mapped_symbols_are_taken_as_they_lie(tmp_path):
    rows, offsets = stored(PIECES)
    rows.tofile(tmp_path / "train.symbols")
    mapped = np.memmap(tmp_path / "train.symbols", np.uint8, "r")
    one, other = (joined(epoch(Lanes(p, 2, 6, seed=1)), "targets") for p in (PIECES, Stored(mapped, offsets)))
    assert one.tolist() == other.tolist()
    assert other.dtype == np.int64


def test_an_empty_split_is_refused():
    with pytest.raises(TrainingError, match="empty"):
        Lanes(Stored(*stored([])), rows=1, steps=1, seed=1)
    with pytest.raises(TrainingError, match="empty"):
        Lanes([], rows=1, steps=1, seed=1)
