"""The biaxial family: what a step is believed to hold, its two objectives, and how a step is drawn."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from songrnn.errors import UsageError
from songrnn.form import Grid
from songrnn.models.biaxial import Biaxial, Notewise, Squares
from songrnn.models.grids import Bernoulli
from songrnn.models.surroundings import size
from songrnn.sample.policy import Policy

FORM = Grid(6, 2)
SMALL = {"time_width": 4, "pitch_width": 5}
REPORTED = {**SMALL, "separate": True, "conditioned": False, "beats": False, "objective": "mse", "unit": 1}


def build(**settings):
    with torch.random.fork_rng():
        torch.manual_seed(1)
        return Biaxial.build(FORM, {**SMALL, **settings}).eval()


def cells(steps=5, rows=2, share=0.4, seed=7):
    rng = torch.Generator().manual_seed(seed)
    return (torch.rand(rows, steps, *FORM.shape, generator=rng) < share).to(torch.uint8)


def believed(network, symbols):
    return network(symbols, network.begin(len(symbols)))[0]


def test_a_prediction_is_of_the_kind_that_the_settings_ask_for():
    assert isinstance(believed(build(), cells()), Notewise)
    assert isinstance(believed(build(conditioned=False), cells()), Bernoulli)
    assert isinstance(believed(build(**REPORTED), cells()), Squares)


def test_the_nats_of_a_step_are_those_of_its_cells_below_given():
    prediction, target = believed(build(), cells()), cells(seed=8)
    logits = prediction.given(target).logits_BTPK
    each = functional.binary_cross_entropy_with_logits(logits, target.float(), reduction="none")
    assert torch.allclose(prediction.nats(target), each.sum((2, 3)), atol=1e-5)


@pytest.mark.parametrize("conditioned", [True, False])
@torch.inference_mode()
def test_the_chances_of_all_steps_that_there_could_be_add_up_to_one(conditioned):
    form = Grid(2, 2)
    network = Biaxial.build(form, {**SMALL, "conditioned": conditioned}).eval()
    every = (torch.arange(16)[:, None] >> torch.arange(4) & 1).view(16, 1, 2, 2).to(torch.uint8)
    nats = believed(network, torch.zeros(16, 1, 2, 2, dtype=torch.uint8)).nats(every)
    assert torch.exp(-nats).sum().item() == pytest.approx(1, abs=1e-5)


def test_before_anything_is_learned_a_cell_is_believed_to_be_off():
    assert bool((believed(build(conditioned=False), cells()).logits_BTPK < -1).all())


def test_a_lone_note_weighs_as_often_as_it_is_told_to():
    target = torch.zeros(1, 1, *FORM.shape, dtype=torch.uint8)
    target[0, 0, 2, 1] = 1
    plain, weighed = build(conditioned=False), build(conditioned=False, positive=4.0)
    prediction = believed(plain, cells(1, 1))
    missed = functional.softplus(-prediction.logits_BTPK[0, 0, 2, 1])
    more = weighed.objective(prediction, target) - plain.objective(prediction, target)
    assert torch.allclose(more, 3 * missed, atol=1e-5)
    assert (plain.measure, weighed.measure) == ("nats", "loss")


def test_the_reported_objective_is_the_squared_error_summed_over_a_step():
    network, target = build(**REPORTED), cells(seed=8)
    prediction = believed(network, cells())
    by_hand = ((prediction.values_BTPK - target.float()) ** 2).flatten(2).sum(2)
    assert torch.allclose(network.objective(prediction, target), by_hand, atol=1e-6)
    assert not prediction.has_nats
    assert network.measure == "loss"


def test_point_estimates_above_a_half_are_notes_whatever_the_policy():
    values = torch.tensor([[0.4, 0.6], [0.5, 7.0], [-3.0, 0.51]])[None, None]
    drawn = Squares(values).draw(Policy(5.0), torch.Generator())
    assert drawn.tolist() == [[0, 1], [0, 1], [0, 1]]
    assert drawn.dtype == np.uint8


@pytest.mark.parametrize("settings", [{}, {"conditioned": False}, {"objective": "mse"}, REPORTED])
def test_marks_count_the_cells_that_were_hit_invented_and_missed(settings):
    prediction, target = believed(build(**settings), cells()), cells(seed=8)
    with torch.no_grad():
        marks = prediction.marks(target)
    on = target.flatten(2).sum(2)
    assert torch.equal(marks["true_positives"] + marks["false_negatives"], on.float())


def test_a_conditioned_step_is_drawn_from_what_is_believed_of_it():
    """The share of each cell among many draws, against the sum over all steps that there could be."""
    form = Grid(2, 1)
    torch.manual_seed(4)
    network = Biaxial.build(form, SMALL).eval()
    with torch.no_grad():
        network.pitch.readout.bias.zero_()
        for weight in network.pitch.parameters():
            weight.mul_(3)
    every = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.uint8).view(4, 1, 2, 1)
    with torch.inference_mode():
        chances = torch.exp(-believed(network, torch.zeros_like(every)).nats(every))[:, 0]
        prediction, rng = believed(network, torch.zeros_like(every[:1])), torch.Generator().manual_seed(1)
        drawn = [prediction.draw(Policy(1.0), rng).ravel() @ [2, 1] for _ in range(1500)]
    shares = np.bincount(drawn, minlength=4) / 1500
    assert np.abs(shares - chances.numpy()).max() < 0.05


def test_at_temperature_0_a_conditioned_step_holds_what_is_likelier_than_not():
    network = build()
    network.pitch.readout.bias.data = torch.tensor([9.0, -9.0])
    drawn = believed(network, cells(1, 1)).draw(Policy(0.0), torch.Generator())
    assert drawn.tolist() == [[1, 0]] * FORM.pitches


@torch.inference_mode()
def test_with_beats_the_place_in_the_measure_is_part_of_the_state_and_begins_before_it():
    network, silence = build(), torch.zeros(1, 18, *FORM.shape, dtype=torch.uint8)
    state = network.begin(1)
    assert state[2].tolist() == [[[15.0]]]
    assert network(silence, state)[1][2].tolist() == [[[1.0]]]
    moved = (state[0], state[1], state[2] * 0)
    one, other = (network(silence, begun)[0].given(silence).logits_BTPK for begun in (state, moved))
    assert not torch.allclose(one, other)


def test_without_beats_the_state_is_that_of_the_layers_along_time_alone():
    assert [part.shape for part in build(beats=False, time_layers=2).begin(3)] == [(2, 3, 24), (2, 3, 24)]


def test_training_in_half_precision_gives_nearly_the_same_nats_and_states_stay_whole():
    network, symbols, target = build(dropout=0.0).train(), cells(), cells(seed=8)
    whole = believed(network, symbols).nats(target)
    with torch.autocast("cpu", torch.bfloat16):
        prediction, state = network(symbols, network.begin(2))
    assert torch.allclose(prediction.nats(target), whole, rtol=0.05)
    assert {part.dtype for part in state} == {torch.float32}


def test_the_number_of_parameters_is_that_of_the_written_equations():
    def lstm(inputs, width, biases=2):
        return 4 * width * (inputs + width + biases)

    count = lambda network: sum(p.numel() for p in network.parameters())  # noqa: E731
    numbers = size(2)
    assert count(build()) == lstm(numbers, 4) + lstm(4 + 2, 5) + 2 * 5 + 2
    assert count(build(**REPORTED)) == 6 * lstm(numbers, 4, 1) + lstm(4, 5) + 2 * 5 + 2
    deep = build(time_layers=2, pitch_layers=2, pitch_last=3)
    assert count(deep) == lstm(numbers, 4) + lstm(4, 4) + lstm(6, 5) + lstm(5, 3) + 2 * 3 + 2


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"time_width": 0}, "model.time_width"),
        ({"pitch_layers": 99}, "model.pitch_layers"),
        ({"pitch_last": -1}, "model.pitch_last"),
        ({"lowest": 128}, "model.lowest"),
        ({"dropout": 1.0}, "model.dropout"),
        ({"objective": "msee"}, "mse"),
        ({"positive": 0}, "model.positive"),
        ({"unit": float("nan")}, "model.unit"),
        ({"positive": 2.0, "objective": "mse"}, "model.positive"),
        ({"seperate": True}, "separate"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(settings, said):
    with pytest.raises(UsageError, match=said):
        build(**settings)
