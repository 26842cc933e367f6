"""Layers along time and pitch, each against the cell written out."""

import pytest
import torch

from songrnn.models.axes import PitchAxis, SeparateTime, SharedTime, weights_of
from songrnn.models.cells import Weights, lstm

ROWS, STEPS, PITCHES, SIZE, WIDTH = 2, 4, 3, 5, 6


def made(kind, *sizes):
    with torch.random.fork_rng():
        torch.manual_seed(2)
        return kind(*sizes).eval()


def material(size=SIZE):
    rng = torch.Generator().manual_seed(3)
    return torch.rand(ROWS, STEPS, PITCHES, size, generator=rng)


def own_weights(axis, pitch):
    """The weights of one pitch, as the written-out cell has them."""
    if isinstance(axis, SharedTime):
        return weights_of(axis.layer)
    none = torch.zeros(4 * WIDTH)
    return Weights(axis.W_ih[pitch].T, axis.W_hh[pitch].T, axis.bias[pitch, 0], none)


@pytest.mark.parametrize("kind", [SharedTime, SeparateTime])
@torch.inference_mode()
def test_along_time_each_pitch_has_the_cell_written_out(kind):
    axis, x = made(kind, PITCHES, SIZE, WIDTH), material()
    hidden, cell = torch.rand(2, ROWS, PITCHES * WIDTH, generator=torch.Generator().manual_seed(4))
    found, h, c = axis(x, hidden, cell)
    for pitch in range(PITCHES):
        mine = slice(pitch * WIDTH, (pitch + 1) * WIDTH)
        state = hidden[:, mine], cell[:, mine]
        for step in range(STEPS):
            state = lstm(x[:, step, pitch], state, own_weights(axis, pitch))
            assert torch.allclose(found[:, step, pitch], state[0], atol=1e-6)
        assert torch.allclose(h[:, mine], state[0], atol=1e-6)
        assert torch.allclose(c[:, mine], state[1], atol=1e-6)


def test_separate_pitches_start_with_different_weights_and_open_forget_gates():
    axis = made(SeparateTime, PITCHES, SIZE, WIDTH)
    assert not torch.equal(axis.W_ih[0], axis.W_ih[1])
    assert torch.equal(axis.bias[:, 0, WIDTH : 2 * WIDTH], torch.ones(PITCHES, WIDTH))


def axis_along_pitch(heard=2, widths=(4, 3)):
    return made(PitchAxis, SIZE, heard, list(widths), 2, torch.nn.Identity())


@torch.inference_mode()
def test_along_pitch_a_step_hears_no_other_step():
    axis, x = axis_along_pitch(heard=0), material()
    assert torch.allclose(axis(x)[:, 1:2], axis(x[:, 1:2]), atol=1e-6)


@torch.inference_mode()
def test_along_pitch_the_layers_are_the_cell_written_out():
    axis, x = axis_along_pitch(heard=0), material()
    below = list(x[0, 0])
    for layer in axis.layers:
        state = (torch.zeros(1, layer.hidden_size),) * 2
        for pitch in range(PITCHES):
            state = lstm(below[pitch].view(1, -1), state, weights_of(layer))
            below[pitch] = state[0]
    assert torch.allclose(axis(x)[0, 0], axis.readout(torch.cat(below)), atol=1e-6)


@torch.inference_mode()
def test_a_pitch_hears_what_is_chosen_below_it_and_nothing_at_or_above_it():
    axis, x = axis_along_pitch(), material()
    off = torch.zeros(ROWS, STEPS, PITCHES, 2)
    on = off.clone()
    on[:, :, 1] = 1
    changed = (axis(x, on) != axis(x, off)).flatten(3).any(-1).flatten(0, 1).any(0)
    assert changed.tolist() == [False, False, True]


def test_climbing_gives_each_pitch_what_a_pass_gives_once_all_is_chosen():
    axis, x, seen = axis_along_pitch(), material(), []

    def choose(numbers):
        seen.append(numbers)
        return torch.tensor([len(seen) % 2, 1])

    chosen = axis.climb(x[0, 0], choose)
    assert chosen.tolist() == [[1, 1], [0, 1], [1, 1]]
    assert torch.allclose(torch.stack(seen), axis(x[:1, :1], chosen[None, None])[0, 0], atol=1e-6)
