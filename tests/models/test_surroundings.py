"""The numbers of a cell, each against its definition."""

import numpy as np
import pytest
import torch

from songrnn.models.surroundings import MEASURE, size, surroundings

LOWEST, PITCHES = 24, 78
RNG = np.random.default_rng(5)
STATES = torch.as_tensor((RNG.random((2, 20, PITCHES, 2)) < 0.2).astype(np.uint8))
PLACES = (torch.arange(20) % MEASURE).expand(2, 20)
FOUND = surroundings(STATES, PLACES, lowest=LOWEST)
CELLS = [(0, 0), (3, 77), (7, 12), (13, 40), (19, 65)]
EACH = pytest.mark.parametrize(("time", "pitch"), CELLS)


def test_every_cell_has_eighty_numbers():
    assert (FOUND.shape, FOUND.dtype) == ((2, 20, PITCHES, 80), torch.float32)
    assert size(2) == 80


@EACH
def test_it_begins_with_the_number_and_the_class_of_the_pitch(time, pitch):
    cell = FOUND[0, time, pitch]
    assert cell[0] == LOWEST + pitch
    assert cell[1:13].nonzero().tolist() == [[(LOWEST + pitch) % 12]]


@EACH
def test_the_states_an_octave_around_follow(time, pitch):
    around = FOUND[1, time, pitch, 13:63].view(25, 2)
    for at, other in enumerate(range(pitch - 12, pitch + 13)):
        assert around[at].tolist() == (STATES[1, time, other].tolist() if 0 <= other < PITCHES else [0, 0])


@EACH
def test_the_pitch_classes_that_sound_are_counted_from_its_own_upwards(time, pitch):
    for at in range(12):
        same = [other for other in range(PITCHES) if (other - pitch - at) % 12 == 0]
        assert FOUND[1, time, pitch, 63 + at] == STATES[1, time, same].any(-1).sum()


def test_the_place_in_the_measure_is_four_bits_and_the_last_number_is_zero():
    assert FOUND[0, 0, 5, 75:].tolist() == [-1, -1, -1, -1, 0]
    assert FOUND[0, 5, 5, 75:].tolist() == [1, -1, 1, -1, 0]
    assert FOUND[0, 16, 5, 75:].tolist() == FOUND[0, 0, 5, 75:].tolist()


def test_the_place_can_be_left_out_as_in_the_report():
    silent = surroundings(STATES, None, lowest=LOWEST)
    assert not silent[..., 75:].any()
    assert torch.equal(silent[..., :75], FOUND[..., :75])


def test_one_plane_has_fewer_neighbours_and_the_same_totals():
    alone = surroundings(STATES.amax(-1, keepdim=True), PLACES, lowest=LOWEST)
    assert alone.shape[-1] == size(1) == 55
    assert torch.equal(alone[..., 38:], FOUND[..., 63:])


def test_other_ranges_begin_elsewhere_and_numbers_are_counted_in_a_unit():
    assert surroundings(STATES[:, :, :5], None, lowest=60)[0, 0, :, 0].tolist() == [60, 61, 62, 63, 64]
    assert surroundings(STATES[:, :, :2], None, lowest=64, unit=128)[0, 0, :, 0].tolist() == [64 / 128, 65 / 128]
