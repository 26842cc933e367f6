"""The training loop: what it reports, when it stops, and that it learns."""

import numpy as np
import pytest
import torch

from songrnn.errors import TrainingError
from songrnn.form import Ids
from songrnn.models.recurrent import Recurrent
from songrnn.train.batches import Lanes
from songrnn.train.device import seeded
from songrnn.train.events import Finished, Step, Valid
from songrnn.train.loop import Loop
from songrnn.train.settings import TrainSettings

# fmt: off
GOLDEN = {  # nats of the first steps of a run, by cell
    "rnn": [
        1.674062, 1.697065, 1.662622, 1.63744, 1.660158, 1.633484, 1.602329, 1.62352, 1.604489, 1.566406,
        1.585534, 1.57535, 1.52876, 1.545164, 1.545833, 1.488646, 1.501502, 1.51594, 1.445717, 1.454107,
    ],
    "gru": [
        1.708609, 1.699786, 1.635993, 1.680492, 1.671201, 1.625103, 1.656467, 1.646838, 1.615901, 1.634839,
        1.625558, 1.607963, 1.615174, 1.606764, 1.600946, 1.597171, 1.589976, 1.594596, 1.580596, 1.574816,
    ],
    "lstm": [
        1.564714, 1.554383, 1.645095, 1.558234, 1.546378, 1.638524, 1.553471, 1.538921, 1.631677, 1.549241,
        1.532178, 1.625432, 1.545369, 1.526083, 1.619963, 1.54177, 1.520578, 1.615317, 1.538392, 1.515607,
    ],
}
# fmt: on
PIECES = [np.array([1, 2, 3, 4] * 5, np.int64) for _ in range(6)]


def make(judge=lambda _: {"nats": 1.0}, cell="lstm", dropout=0.2, **settings):
    chosen = TrainSettings(
        **{"rows": 2, "steps": 8, "epochs": 3, "patience": 99, "half": False, "warmup": 1, **settings}
    )
    with seeded(torch.device("cpu"), chosen.seed):
        network = Recurrent.build(Ids(5), {"cell": cell, "width": 8, "embedding": 4, "layers": 2, "dropout": dropout})
    return Loop(network, Lanes(PIECES, chosen.rows, chosen.steps, chosen.seed), chosen, judge)


def test_a_run_takes_all_steps_validates_each_epoch_and_says_done():
    loop = make()
    events = list(loop.run())
    assert sum(isinstance(event, Step) for event in events) == loop.total == 3 * loop.lanes.batches
    assert sum(isinstance(event, Valid) for event in events) == 3
    assert events[-1] == Finished(loop.total, "done")


def test_a_repeating_piece_is_learned():
    steps = [event.loss for event in make(epochs=40, rate=0.02).run() if isinstance(event, Step)]
    assert steps[-1] < 0.5 < steps[0]


def test_the_training_figure_is_the_mean_of_the_steps_since_the_last_validation():
    steps = []
    for event in make().run():
        if isinstance(event, Step):
            steps.append(event.loss)
        elif isinstance(event, Valid):
            assert event.train == pytest.approx(sum(steps) / len(steps))
            steps = []


def test_no_better_validation_for_as_long_as_patience_lasts_ends_the_run():
    figures = iter([1.0, 0.9, 0.95, 0.93, 0.5])
    events = list(make(lambda _: {"nats": next(figures)}, epochs=9, patience=2).run())
    assert [event.best for event in events if isinstance(event, Valid)] == [True, True, False, False]
    assert events[-1].why == "no better for 2 evaluations"


def test_a_run_that_is_asked_to_stop_stops_before_the_next_step():
    answers = iter([False, False, True])
    events = list(make().run(lambda: next(answers)))
    assert [type(event) for event in events] == [Step, Step, Finished]
    assert events[-1] == Finished(2, "interrupted")


def test_a_loss_that_is_no_number_ends_the_run_with_advice():
    loop = make()
    with torch.no_grad():
        loop.network.softmax.bias.fill_(torch.nan)
    with pytest.raises(TrainingError, match=r"train\.rate"):
        list(loop.run())


def test_two_runs_of_one_seed_are_the_same_run():
    one, other = make(), make()
    losses = [[event.loss for event in loop.run() if isinstance(event, Step)] for loop in (one, other)]
    assert losses[0] == losses[1]
    assert torch.equal(one.network.softmax.weight, other.network.softmax.weight)


@pytest.mark.parametrize("cell", GOLDEN)
def test_twenty_golden_steps(cell):
    """The tolerance is for other processors' order of summation."""
    losses = [event.loss for event in make(cell=cell, dropout=0.0, epochs=9).run() if isinstance(event, Step)][:20]
    assert losses == pytest.approx(GOLDEN[cell], abs=2e-4)


def test_a_run_that_had_ended_for_want_of_progress_ends_at_once_when_it_is_gone_on_with():
    figures = iter([1.0, 1.0, 1.0, 1.0, 0.1])
    first = make(lambda _: {"nats": next(figures)}, epochs=9, patience=2)
    ended = list(first.run())[-1]
    again = Loop(first.network, first.lanes, first.settings, first.judge, first.progress)
    assert list(again.run()) == [ended]
