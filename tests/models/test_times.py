"""Densities of times: true probabilities of intervals of 10 ms, and draws from them."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from songrnn.models.times import BUMPS, LAST, RESOLUTION, Mixture, bumps, interval
from songrnn.sample.policy import Policy
from songrnn.sample.stream import generator

EVERY = torch.arange(LAST + 1) * RESOLUTION
numbers = st.lists(st.floats(-12, 12), min_size=6, max_size=6)
wild = st.lists(st.floats(-80, 80), min_size=6, max_size=6)


def share_below(seconds, mean, scale):
    return 1 / (1 + math.exp(-(math.log(seconds) - mean) / scale))


@given(numbers, st.sampled_from([0, 1]))
def test_the_masses_of_all_intervals_add_up_to_one(outputs, least):
    mixture = Mixture.of(torch.tensor(outputs).expand(LAST + 1 - least, 6), least)
    nats = mixture.nats(EVERY[least:])
    assert bool((nats >= 0).all())
    assert bool(torch.isfinite(nats).all())
    assert torch.exp(-nats.double()).sum().item() == pytest.approx(1, abs=2e-3)


def test_nats_are_those_of_a_calculation_by_hand():
    # Two components, a quarter and three quarters of the whole, around 0.1 s and 0.5 s.
    shares, means, scales = (0.25, 0.75), (math.log(0.1), math.log(0.5)), (0.2, 0.5)
    mixture = Mixture.of(torch.tensor([*map(math.log, shares), *means, *map(math.log, scales)]))
    parts = zip(shares, means, scales, strict=True)
    mass = sum(share * (share_below(0.125, *part) - share_below(0.115, *part)) for share, *part in parts)
    assert mixture.nats(torch.tensor(0.118)).item() == pytest.approx(-math.log(mass), abs=1e-4)


def test_the_first_interval_reaches_from_nothing_and_the_last_one_for_ever():
    mixture = Mixture.of(torch.tensor([0.0, math.log(0.3), 0.0]))
    first = share_below(RESOLUTION / 2, math.log(0.3), 1)
    assert mixture.nats(torch.tensor([0.0, 0.004])).tolist() == pytest.approx([-math.log(first)] * 2, abs=1e-4)
    last = 1 - share_below((LAST - 0.5) * RESOLUTION, math.log(0.3), 1)
    assert mixture.nats(torch.tensor([30.0, 240.0])).tolist() == pytest.approx([-math.log(last)] * 2, abs=1e-3)


def test_times_that_are_never_nothing_begin_with_the_second_interval():
    mixture = Mixture.of(torch.tensor([0.0, math.log(0.3), 0.0]), least=1)
    first = share_below(1.5 * RESOLUTION, math.log(0.3), 1)
    assert mixture.nats(torch.tensor([0.0, 0.01])).tolist() == pytest.approx([-math.log(first)] * 2, abs=1e-4)


def test_an_exact_time_that_always_comes_does_not_make_nats_run_away():
    mixture = Mixture.of(torch.tensor([0.0, math.log(0.5), -50.0]))
    assert 0 <= mixture.nats(torch.tensor(0.5)).item() < 0.1


def test_a_time_far_from_all_that_is_believed_still_teaches():
    outputs = torch.tensor([0.0, math.log(0.1), -6.0], requires_grad=True)
    nats = Mixture.of(outputs).nats(torch.tensor(9.0))
    nats.backward()
    assert math.isfinite(nats.item())
    assert outputs.grad[1] < 0  # a greater mean makes it likelier
    assert bool(torch.isfinite(outputs.grad).all())


def test_draws_come_as_often_as_they_are_believed():
    mixture = Mixture.of(torch.tensor([0.0, 1.0, math.log(0.01), math.log(0.4), 0.0, -1.0]))
    rng = generator(4)
    drawn = torch.tensor([mixture.draw(Policy(1.0), rng) for _ in range(4000)])
    found = torch.bincount(interval(drawn).long(), minlength=LAST + 1).cumsum(0) / len(drawn)
    believed = torch.exp(-mixture.nats(EVERY)).cumsum(0)
    assert (found - believed).abs().max().item() < 0.03


@given(
    st.lists(st.floats(-80, 80), min_size=6, max_size=6), st.floats(0, 100), st.integers(0, 99), st.sampled_from([0, 1])
)
def test_draws_are_times_that_can_be_written_down(outputs, temperature, seed, least):
    seconds = Mixture.of(torch.tensor(outputs), least).draw(Policy(temperature), generator(seed))
    assert least * RESOLUTION <= seconds <= LAST * RESOLUTION + 1e-6
    assert seconds == 0 or seconds >= RESOLUTION / 2


def test_without_temperature_the_middle_of_the_likeliest_component_is_drawn():
    mixture = Mixture.of(torch.tensor([0.0, 1.0, math.log(0.1), math.log(0.5), 0.0, 0.0]))
    assert {round(mixture.draw(Policy(0.0), generator(seed)), 6) for seed in range(5)} == {0.5}


@given(st.floats(0, LAST * RESOLUTION))
def test_two_neighbouring_bumps_share_a_time(seconds):
    found = bumps(torch.tensor(seconds))
    assert found.shape == (BUMPS,)
    assert found.sum().item() == pytest.approx(1, abs=1e-4)
    assert 1 <= int((found > 0).sum()) <= 2


def test_nothing_has_a_bump_of_its_own_and_later_times_lie_further_up():
    assert bumps(torch.tensor(0.0)).tolist() == [1.0] + [0.0] * (BUMPS - 1)
    places = bumps(torch.tensor([0.0, 0.01, 0.2, 1.0, 29.0, 300.0])) @ torch.arange(float(BUMPS))
    assert np.all(np.diff(places.numpy()) > 0)
