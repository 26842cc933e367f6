"""Windows: what each holds, that every target comes once an epoch, and that they depend on step and seed alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.errors import TrainingError
from songrnn.train.batches import Choice, Choices
from songrnn.train.windows import Cut, Windows

PIECES = [np.arange(1, 1 + length) + 100 * at for at, length in enumerate((7, 3, 12))]


def epoch_of(windows, epoch=0):
    return [windows.batch(epoch * windows.batches + at) for at in range(windows.batches)]


def read(batches):
    """Symbols and targets of each window."""
    return [pair for batch in batches for pair in zip(batch.symbols.tolist(), batch.targets.tolist(), strict=True)]


def test_with_the_last_target_alone_every_symbol_and_end_is_a_target_once_an_epoch():
    windows = Windows(Choices(PIECES), 1, 1, Cut(4, last=True))
    targets = sorted(target for _, (target,) in read(epoch_of(windows)))
    assert targets == sorted([0, 0, 0, *(int(symbol) for piece in PIECES for symbol in piece)])


def test_before_a_target_stand_the_symbols_before_it_and_zeros_before_the_piece():
    windows = Windows(Choices(PIECES[:1]), 8, 1, Cut(4, last=True))
    found = {target: symbols for symbols, (target,) in read(epoch_of(windows))}
    assert found[1] == [0, 0, 0, 0]
    assert found[3] == [0, 0, 1, 2]
    assert found[7] == [3, 4, 5, 6]
    assert found[0] == [4, 5, 6, 7]


@given(steps=st.integers(1, 9), rows=st.integers(1, 9), seed=st.integers(0, 99))
def test_windows_that_do_not_overlap_hold_every_target_once(steps, rows, seed):
    windows = Windows(Choices(PIECES), rows, seed, Cut(steps, stride=steps))
    counted = []
    for batch in epoch_of(windows):
        counts = np.ones(batch.targets.shape, bool) if batch.counts is None else batch.counts
        counted += batch.targets[counts].tolist()
    assert set(counted) == {0, *(int(symbol) for piece in PIECES for symbol in piece)}
    if windows.batches * windows.rows == sum(-(-(len(piece) + 1) // steps) for piece in PIECES):
        assert len(counted) == sum(len(piece) + 1 for piece in PIECES)


def test_targets_follow_their_symbols():
    windows = Windows(Choices(PIECES), 2, 1, Cut(3, stride=3))
    for symbols, targets in read(epoch_of(windows)):
        assert symbols[1:] == targets[:-1] or 0 in targets
    firsts = {targets[0]: symbols[0] for symbols, targets in read(epoch_of(windows))}
    assert firsts[1] == 0
    assert firsts[4] == 3


def test_without_a_stride_only_the_beginnings_are_read():
    windows = Windows(Choices(PIECES), 3, 1, Cut(3, stride=0))
    assert sorted(targets for _, targets in read(epoch_of(windows))) == [[1, 2, 3], [101, 102, 103], [201, 202, 203]]


def test_an_excerpt_is_one_window_of_each_piece_at_another_place_each_epoch():
    windows = Windows(Choices(PIECES), 3, 1, Cut(3, drawn=True))
    epochs = [sorted(targets[0] for _, targets in read(epoch_of(windows, epoch))) for epoch in range(6)]
    assert all([at // 100 for at in epoch] == [0, 1, 2] for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1


def test_grids_have_no_end_and_keep_their_shape():
    grid = np.ones((5, 4, 2), np.uint8)
    windows = Windows(Choices([grid], ends=False), 2, 1, Cut(3, stride=3))
    batches = epoch_of(windows)
    assert batches[0].symbols.shape == (2, 3, 4, 2)
    counted = sum(int(batch.targets[batch.counts].any(axis=(1, 2)).sum()) for batch in batches)
    assert counted == 5
    assert all(batch.symbols.dtype == np.uint8 for batch in batches)


def test_a_batch_depends_on_its_number_and_the_seed_alone():
    one, other = (Windows(Choices(PIECES), 2, 7, Cut(4, last=True)) for _ in range(2))
    in_order = [one.batch(at) for at in range(20)]
    for at in (13, 2, 19, 0, 13):
        assert np.array_equal(other.batch(at).symbols, in_order[at].symbols)
    another = Windows(Choices(PIECES), 2, 8, Cut(4, last=True))
    assert any(not np.array_equal(another.batch(at).symbols, in_order[at].symbols) for at in range(5))


def test_of_versions_of_a_piece_the_shorter_one_is_read_too():
    choice = Choice.of([np.arange(1, 9), np.arange(1, 3)], [0.5, 0.5])
    windows = Windows(Choices([choice]), 4, 1, Cut(3, last=True))
    for epoch in range(4):
        assert len(read(epoch_of(windows, epoch))) >= 9


def test_no_piece_at_all_is_refused():
    with pytest.raises(TrainingError, match="empty"):
        Windows(Choices([]), 1, 1, Cut(3))
