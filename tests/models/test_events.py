"""The events family: what each head believes, the report's objective, and what comes out."""

import math

import numpy as np
import pytest
import torch

from songrnn.errors import UsageError
from songrnn.form import Fields, Ids
from songrnn.models.events import Densities, Events, Points, Settings
from songrnn.sample.policy import Policy
from songrnn.sample.stream import generator

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))
NAMES = NOTES.names
END = torch.zeros(1, 1, 3)


def build(**settings):
    torch.manual_seed(1)
    return Events.build(NOTES, {"width": 8, "embedding": 4, "head": 5, "components": 2, **settings}).eval()


def believed(network, *notes):
    symbols = torch.tensor([[[0.0, 0.0, 0.0], *notes]])
    return network(symbols, network.begin(1), last=True)[0]


def test_nats_of_a_note_are_those_of_its_pitch_its_step_and_its_duration():
    prediction = believed(build(), [60.0, 0.5, 0.2])
    note = torch.tensor([[[64.0, 0.25, 0.4]]])
    marks = prediction.marks(note)
    assert list(marks) == ["pitch_nats", "step_nats", "duration_nats"]
    assert prediction.nats(note).item() == pytest.approx(sum(mark.item() for mark in marks.values()), abs=1e-5)
    assert all(mark.item() > 0 for mark in marks.values())


def test_the_end_has_a_pitch_alone():
    for network in (build(), build(times="points")):
        marks = believed(network, [60.0, 0.5, 0.2]).marks(END)
        pitch, *times = (mark.item() for mark in marks.values())
        assert pitch > 0
        assert times == [0.0, 0.0]


def test_a_duration_is_expected_from_the_pitch_and_the_step_and_a_step_from_the_pitch():
    prediction = believed(build(), [60.0, 0.5, 0.2])

    def nats(*note):
        return {name: mark.item() for name, mark in prediction.marks(torch.tensor([[note]])).items()}

    one, later, longer, higher = nats(64, 0.25, 0.4), nats(64, 0.5, 0.4), nats(64, 0.25, 0.8), nats(65, 0.25, 0.4)
    assert one["step_nats"] == longer["step_nats"] != higher["step_nats"]
    assert len({one["duration_nats"], later["duration_nats"], higher["duration_nats"]}) == 3
    assert one["pitch_nats"] == later["pitch_nats"] == longer["pitch_nats"]


def test_probabilities_of_all_first_steps_and_pitches_add_up_to_one():
    network = Events.build(Fields(("pitch", "step"), (3, 0)), {"width": 4, "head": 3, "components": 2}).eval()
    prediction, _ = network(torch.zeros(1, 1, 2), network.begin(1))
    notes = torch.cartesian_prod(torch.arange(1.0, 3), torch.arange(3001) / 100)
    with torch.inference_mode():
        mass = sum(torch.exp(-prediction.nats(part[None, None]).double()).item() for part in [END[0, 0, :2]])
        every = Densities(network, prediction._hidden_BTH.expand(1, len(notes), -1))
        mass += torch.exp(-every.nats(notes[None]).double()).sum().item()
    assert mass == pytest.approx(1, abs=2e-3)


def test_the_report_s_loss_is_that_of_a_calculation_by_hand():
    logits = torch.log(torch.tensor([[[0.1, 0.2, 0.7]]]))
    points = Points(NAMES, logits, torch.tensor([[[0.3, -0.2]]]))
    pitch, step, duration = -math.log(0.7), (0.3 - 0.5) ** 2, (-0.2 - 0.4) ** 2 + 10 * 0.2
    by_hand = 0.05 * pitch + step + duration
    assert points.loss(torch.tensor([[[2.0, 0.5, 0.4]]]), 0.05).item() == pytest.approx(by_hand, abs=1e-6)
    assert points.loss(END, 0.05).item() == pytest.approx(-0.05 * math.log(0.1), abs=1e-6)


def test_the_loss_of_the_report_is_what_points_make_smaller():
    network = build(times="points", pitch_weight=0.5)
    prediction = believed(network)
    note = torch.tensor([[[64.0, 0.25, 0.4]]])
    assert network.measure == "loss"
    assert torch.equal(network.objective(prediction, note), prediction.loss(note, 0.5))
    assert build().measure == "nats"


def test_points_refuse_to_be_a_likelihood():
    prediction = believed(build(times="points"))
    assert not prediction.has_nats
    with pytest.raises(AssertionError):
        prediction.nats(END)


def test_points_are_drawn_from_nothing_on():
    points = Points(NAMES, torch.tensor([[[0.0, 0.0, 99.0]]]), torch.tensor([[[0.3, -0.2]]]))
    assert points.draw(Policy(1.0), generator(1)).tolist() == pytest.approx([2.0, 0.3, 0.0])


@pytest.mark.parametrize("times", ["points", "density"])
def test_the_pitch_0_ends_a_piece_with_a_step_of_zeros(times):
    network = build(times=times)
    with torch.no_grad():
        network.pitch.bias[0] = 99.0
    drawn = believed(network, [60.0, 0.5, 0.2]).draw(Policy(1.0), generator(1))
    assert drawn.tolist() == [0.0, 0.0, 0.0]
    assert drawn.dtype == np.float32


def test_a_drawn_note_sounds():
    network = build()
    with torch.no_grad():
        network.times[1].mixture.bias.fill_(-9.0)  # durations of nothing are all that is believed
    durations = [believed(network).draw(Policy(1.0), generator(seed))[2] for seed in range(20)]
    assert min(durations) == pytest.approx(0.01)


def test_each_number_is_drawn_at_a_temperature_of_its_own():
    prediction = believed(build(), [60.0, 0.5, 0.2])
    still = Policy(1.0, heads={"pitch": 0.0, "step": 0.0})
    drawn = np.array([prediction.draw(still, generator(seed)) for seed in range(12)])
    kinds = [len(np.unique(column)) for column in drawn.T]
    assert kinds[:2] == [1, 1]
    assert kinds[2] > 6


def test_a_network_with_a_reach_hears_only_so_many_notes():
    network = build(reach=2)
    heard = [[60.0, 0.1, 0.2], [62.0, 0.3, 0.4]]
    note = torch.tensor([[[64.0, 0.25, 0.4]]])
    one = believed(network, [50.0, 0.5, 0.5], *heard).nats(note)
    other = believed(network, [70.0, 0.9, 0.1], *heard).nats(note)
    changed = believed(network, [50.0, 0.5, 0.5], heard[1], heard[1]).nats(note)
    assert torch.equal(one, other)
    assert not torch.equal(one, changed)


def test_nats_can_be_asked_after_a_pass_in_lower_precision():
    network = build().train()
    note = torch.tensor([[[64.0, 0.25, 0.4]]])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        prediction, _ = network(note, network.begin(1))
    assert prediction.nats(note).dtype == torch.float32
    whole, _ = build().train()(note, network.begin(1))
    assert prediction.nats(note).item() == pytest.approx(whole.nats(note).item(), abs=0.5)


def test_a_density_learns_two_steps_where_points_fall_between_them():
    """The report's known limit: every other step is 0.1 s or 0.5 s, as a coin falls."""
    rng = np.random.default_rng(1)
    steps = rng.choice([0.1, 0.5], (8, 20))
    notes = np.stack([np.full_like(steps, 60), steps, np.full_like(steps, 0.2)], 2).astype(np.float32)
    drawn = {}
    for times in ("points", "density"):
        network = _fitted(build(times=times, dropout=0.0, components=12), torch.as_tensor(notes))
        prediction, _ = network(torch.as_tensor(notes[:1]), network.begin(1))
        sampled = [prediction.draw(Policy(1.0), generator(seed)) for seed in range(60)]
        drawn[times] = np.array([note[1] for note in sampled if note[0]])
    near = np.minimum(abs(drawn["density"] - 0.1), abs(drawn["density"] - 0.5))
    assert np.quantile(near, 0.8) < 0.05
    assert 0.2 < (drawn["density"] > 0.3).mean() < 0.8
    assert drawn["points"] == pytest.approx(0.3, abs=0.1)


def _fitted(network, notes):
    optimiser = torch.optim.Adam(network.train().parameters(), lr=0.02)
    for _ in range(80):
        optimiser.zero_grad()
        prediction, _ = network(notes[:, :-1], network.begin(len(notes)))
        network.objective(prediction, notes[:, 1:]).mean().backward()
        optimiser.step()
    return network.eval()


@pytest.mark.parametrize(
    ("form", "said"),
    [(Fields(("step", "pitch"), (0, 128)), False), (Fields(("pitch",), (128,)), False), (Ids(5), False), (NOTES, True)],
)
def test_a_whole_number_and_times_are_accepted(form, said):
    assert Events.accepts(form) == said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"times": "densty"}, "density"),
        ({"width": 0}, "model.width"),
        ({"layers": 99}, "model.layers"),
        ({"components": 0}, "model.components"),
        ({"head": 0}, "model.head"),
        ({"embedding": -1}, "model.embedding"),
        ({"reach": -1}, "model.reach"),
        ({"dropout": 1.0}, "model.dropout"),
        ({"pitch_weight": math.nan}, "model.pitch_weight"),
        ({"widht": 3}, "width"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_a_sentence(settings, said):
    with pytest.raises(UsageError, match=said):
        build(**settings)


def test_settings_are_what_the_network_was_built_from():
    shape = Settings(width=5, layers=2, times="points", embedding=0, reach=3)
    assert Events.build(NOTES, Events(NOTES, shape).settings()).shape == shape
