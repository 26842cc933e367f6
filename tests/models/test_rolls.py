"""The rolls family: what is read when, bars that begin anew, and the weight of what sounds."""

import pytest
import torch

from songrnn.errors import UsageError
from songrnn.form import Grid, Ids
from songrnn.models.counting import count_as_keras
from songrnn.models.grids import Bernoulli
from songrnn.models.rolls import Rolls, Settings

FORM = Grid(5, 2)


def build(**settings):
    torch.manual_seed(1)
    return Rolls.build(FORM, {"width": 6, **settings}).eval()


def grids(steps=12, rows=2):
    return torch.randint(0, 2, (rows, steps, 5, 2), generator=torch.Generator().manual_seed(3), dtype=torch.uint8)


def heard_by(network, step, steps=12):
    """The beliefs that change where one step is another."""
    symbols = grids(steps)
    changed = symbols.clone()
    changed[:, step] = 1 - changed[:, step]
    one, other = (network(each, network.begin(2))[0].logits_BTPK for each in (symbols, changed))
    return [at for at in range(steps) if not torch.equal(one[:, at], other[:, at])]


def test_the_step_before_is_read_if_there_is_no_bar():
    assert heard_by(build(), 5) == list(range(5, 12))


def test_with_a_bar_a_location_rests_on_the_bar_before_it_up_to_the_same_location():
    # The belief after step t is about location t + 1; with a bar of 4 it has heard the locations up to t + 1 - 4.
    assert heard_by(build(bar=4), 5) == list(range(8, 12))


def test_a_bar_that_begins_anew_has_heard_one_bar_alone():
    # Step 5 is the first location of a bar but one (a step of zeros stands before the first): the next bar hears it.
    assert heard_by(build(bar=4, anew=True), 5) == [8, 9, 10, 11]
    assert heard_by(build(bar=4, anew=True), 6) == [9, 10, 11]
    assert heard_by(build(bar=4, anew=True), 2) == [5, 6, 7]


def test_nothing_is_heard_before_the_second_bar():
    network = build(bar=4)
    first, _ = network(grids(4), network.begin(2))
    other, _ = network(1 - grids(4), network.begin(2))
    assert torch.equal(first.logits_BTPK[:, :3], other.logits_BTPK[:, :3])
    assert not torch.equal(first.logits_BTPK[:, 3], other.logits_BTPK[:, 3])


@torch.inference_mode()
@pytest.mark.parametrize("cut", [1, 3, 4, 7])
def test_bars_may_be_cut_anywhere(cut):
    network, symbols = build(bar=4, anew=True), grids()
    whole, end = network(symbols, network.begin(2))
    first, state = network(symbols[:, :cut], network.begin(2))
    second, state = network(symbols[:, cut:], state)
    joined = torch.cat([first.logits_BTPK, second.logits_BTPK], 1)
    assert torch.allclose(joined, whole.logits_BTPK, atol=1e-6)
    assert all(torch.allclose(one, other, atol=1e-6) for one, other in zip(state, end, strict=True))


def test_rows_at_different_places_of_a_bar_are_a_programmer_s_mistake():
    network = build(bar=4, anew=True)
    *state, places = network.begin(2)
    with pytest.raises(AssertionError):
        network(grids(), (*state, places + torch.tensor([[[0.0], [1.0]]])))


def test_what_sounds_can_count_more_in_what_training_makes_smaller():
    plain, weighted = build(), build(positive=3.0)
    prediction = Bernoulli(torch.zeros(1, 1, 5, 2))
    silence, sound = torch.zeros(1, 1, 5, 2), torch.ones(1, 1, 5, 2)
    assert (plain.measure, weighted.measure) == ("nats", "loss")
    assert torch.equal(plain.objective(prediction, sound), prediction.nats(sound))
    assert torch.allclose(weighted.objective(prediction, sound), 3 * prediction.nats(sound))
    assert torch.equal(weighted.objective(prediction, silence), prediction.nats(silence))


def test_the_network_of_the_report_is_two_layers_of_256():
    network = Rolls.build(Grid(128), {"width": 256, "layers": 2, "dropout": 0.5})
    first, second, dense = 4 * 256 * (128 + 256 + 1), 4 * 256 * (256 + 256 + 1), 256 * 128 + 128
    assert count_as_keras(network) == first + second + dense


def test_grids_alone_are_accepted():
    assert Rolls.accepts(FORM)
    assert not Rolls.accepts(Ids(5))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"width": 0}, "model.width"),
        ({"layers": 99}, "model.layers"),
        ({"bar": -1}, "model.bar"),
        ({"dropout": 1.0}, "model.dropout"),
        ({"anew": True}, "model.bar"),
        ({"positive": 0}, "model.positive"),
        ({"widht": 3}, "width"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(settings, said):
    with pytest.raises(UsageError, match=said):
        build(**settings)


def test_settings_are_what_the_network_was_built_from():
    shape = Settings(width=5, layers=1, bar=4, anew=True, positive=2.0)
    assert Rolls.build(FORM, Rolls(FORM, shape).settings()).shape == shape


def test_few_cells_are_on_and_the_weights_of_inputs_start_for_as_few():
    network = build(width=64)
    reach = network.stack.layers.weight_ih_l0.abs().max()
    assert 0.45 < reach <= 0.5
    prediction, _ = network(torch.zeros(1, 1, 5, 2, dtype=torch.uint8), network.begin(1))
    assert torch.sigmoid(prediction.logits_BTPK.detach()).mean() == pytest.approx(0.05, abs=0.03)
