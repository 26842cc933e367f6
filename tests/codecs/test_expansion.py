"""The eighty numbers of a cell, each against its definition."""

import numpy as np
import pytest

from songrnn.codecs.expansion import SIZE, expand
from songrnn.codecs.states import LOWEST, PITCHES

RNG = np.random.default_rng(5)
STATES = (RNG.random((20, PITCHES, 2)) < 0.2).astype(np.uint8)
FOUND = expand(STATES)
CELLS = [(0, 0), (3, 77), (7, 12), (13, 40), (19, 65)]


def test_every_cell_has_eighty_numbers():
    assert (FOUND.shape, FOUND.dtype) == ((20, PITCHES, SIZE), np.float32)


@pytest.mark.parametrize(("time", "pitch"), CELLS)
def test_it_begins_with_the_number_and_the_class_of_the_pitch(time, pitch):
    cell = FOUND[time, pitch]
    assert cell[0] == LOWEST + pitch
    assert np.flatnonzero(cell[1:13]).tolist() == [(LOWEST + pitch) % 12]


@pytest.mark.parametrize(("time", "pitch"), CELLS)
def test_the_states_an_octave_around_follow(time, pitch):
    around = FOUND[time, pitch, 13:63].reshape(25, 2)
    for at, other in enumerate(range(pitch - 12, pitch + 13)):
        assert around[at].tolist() == (STATES[time, other].tolist() if 0 <= other < PITCHES else [0, 0])


@pytest.mark.parametrize(("time", "pitch"), CELLS)
def test_the_pitch_classes_that_sound_are_counted_from_its_own_upwards(time, pitch):
    for at in range(12):
        same = [other for other in range(PITCHES) if (other - pitch - at) % 12 == 0]
        assert FOUND[time, pitch, 63 + at] == STATES[time, same].any(axis=-1).sum()


def test_the_place_in_the_measure_is_four_bits_and_the_last_number_is_zero():
    assert FOUND[0, 5, 75:].tolist() == [-1, -1, -1, -1, 0]
    assert FOUND[5, 5, 75:].tolist() == [1, -1, 1, -1, 0]
    assert FOUND[16, 5, 75:].tolist() == FOUND[0, 5, 75:].tolist()
    assert expand(STATES, first=5)[0, 5, 75:].tolist() == FOUND[5, 5, 75:].tolist()


def test_the_place_can_be_left_out_as_in_the_report():
    silent = expand(STATES, beats=False)
    assert not silent[:, :, 75:].any()
    assert np.array_equal(silent[:, :, :75], FOUND[:, :, :75])


def test_several_pieces_at_once_are_each_as_alone():
    both = expand(np.stack((STATES, STATES[::-1])))
    assert np.array_equal(both[0], FOUND)
    assert np.array_equal(both[1], expand(STATES[::-1]))


def test_other_ranges_begin_elsewhere():
    assert expand(STATES[:, :5], lowest=60)[0, :, 0].tolist() == [60, 61, 62, 63, 64]
