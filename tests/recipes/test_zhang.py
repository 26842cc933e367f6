"""The recipes of the events system: the report's figures and its number of parameters, and what the better one has."""

from songrnn.form import Fields
from songrnn.models import FAMILIES
from songrnn.models.counting import count_as_keras
from songrnn.recipes.zhang import note_events, zhang_events

NOTES = Fields(("pitch", "step", "duration"), (128, 0, 0))


def test_settings_are_those_of_the_report():
    made = zhang_events("base")
    assert (made.codec, made.family) == ("events", "events")
    wanted = {"width": 128, "layers": 1, "reach": 25, "times": "points", "embedding": 0, "pitch_weight": 0.05}
    assert {name: made.model[name] for name in wanted} == wanted
    assert (made.train.steps, made.train.reading, made.train.last) == (25, "windows", True)
    assert made.train.optimiser == "adam"


def test_it_has_as_many_parameters_as_the_report_prints():
    made = zhang_events("base")
    assert count_as_keras(FAMILIES.get(made.family).build(NOTES, dict(made.model))) == 84_354


def test_the_better_one_has_a_likelihood_and_carries_its_state_on():
    networks = [FAMILIES.get("events").build(NOTES, dict(made("tiny").model)) for made in (zhang_events, note_events)]
    assert [network.measure for network in networks] == ["loss", "nats"]
    assert (note_events().model["reach"], note_events().train.reading) == (0, "lanes")
