"""The one training loop. It asks a prediction how surprised it is, and branches on no family.

Each step is a function of the weights, the step's number and the seed, so a run that was stopped at any step goes on
bit for bit as if it had not been (on one kind of processor).
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from songrnn.errors import TrainingError
from songrnn.models.family import Family, State
from songrnn.train.batches import Batch, Batches
from songrnn.train.device import precision, seeded
from songrnn.train.events import Event, Finished, Step, Valid
from songrnn.train.optimisers import make_optimiser, set_rate
from songrnn.train.schedule import left_of_peak, rate_at
from songrnn.train.settings import TrainSettings

_SMOOTHING = 0.9  # of the speed that is shown


@dataclass(slots=True)
class Progress:
    """Where a run stands, beside its weights and its optimiser.

    step          steps taken                          surprise      sum of the steps' losses since the last validation
    best          the lowest validation figure         since_best    validations since then
    seconds       of training so far                   state         the state carried from batch to batch
    """

    step: int = 0
    best: float = math.inf
    since_best: int = 0
    surprise: float = 0.0
    counted: int = 0
    seconds: float = 0.0
    state: State = field(default_factory=tuple)


class Loop:
    """A run: a network, its data and its optimiser.

    judge     measures the network: name → figure; the one that is called like the measure decides what is best
    measure   what training makes smaller: "nats", or "loss" where it is something else
    speed     targets learned a second, smoothed; 0 before the first step
    """

    def __init__(
        self,
        network: Family,
        lanes: Batches,
        settings: TrainSettings,
        judge: Callable[[Family], dict[str, float]],
        progress: Progress | None = None,
    ) -> None:
        self.network = network
        self.lanes = lanes
        self.settings = settings
        self.judge = judge
        self.progress = progress or Progress()
        self.optimiser = make_optimiser(network, settings)
        self.device = next(network.parameters()).device
        self.weights = None if lanes.weights is None else self._tensor(lanes.weights)
        self.measure = network.measure if self.weights is None else "loss"
        self.total = settings.epochs * lanes.batches
        self.every = max(1, lanes.batches // settings.evaluations)
        self.speed = 0.0

    def run(self, stop: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """Train to the end, or until `stop` says so; ends with a Finished event."""
        now = self.progress
        if self._is_exhausted():  # the run that is gone on with had ended
            yield self._no_better()
            return
        while now.step < self.total:
            if stop():
                yield Finished(now.step, "interrupted")
                return
            yield self._step()
            if self.is_due:
                yield self._validate()
                if self._is_exhausted():
                    yield self._no_better()
                    return
        yield Finished(now.step, "done")

    def _is_exhausted(self) -> bool:
        return self.progress.since_best >= self.settings.patience

    def _no_better(self) -> Finished:
        return Finished(self.progress.step, f"no better for {self.progress.since_best} evaluations")

    @property
    def is_due(self) -> bool:
        """Whether a validation comes before the next step: a run that is saved here and goes on would do without it."""
        return self.progress.step % self.every == 0 or self.progress.step == self.total

    def _step(self) -> Step:
        started = time.perf_counter()
        now, settings = self.progress, self.settings
        batch = self.lanes.batch(now.step)
        set_rate(self.optimiser, self._rate(now.step))
        with seeded(self.device, settings.seed, now.step):
            loss = self._learn(batch)
        if not math.isfinite(loss):
            raise TrainingError(
                f"The loss is no longer a number at step {now.step + 1}; start again with a lower train.rate "
                f"(it is {settings.rate:g}) or train.clip above 0."
            )
        now.step += 1
        now.surprise += loss
        now.counted += 1
        return self._report(loss, batch.targets.shape[0] * batch.targets.shape[1], time.perf_counter() - started)

    def _rate(self, step: int) -> float:
        settings = self.settings
        decays = settings.schedule == "decay"
        left = left_of_peak(step // self.lanes.batches, settings.hold, settings.shrink) if decays else 1.0
        return rate_at(step, self.total, settings.rate * left, settings.warmup, settings.schedule)

    def _learn(self, batch: Batch) -> float:
        """One update of the weights; returns the mean loss of the batch."""
        self.network.train()
        symbols, targets = self._tensor(batch.symbols), self._tensor(batch.targets)
        state = self.network.begin(len(symbols)) if batch.fresh else self.progress.state
        with precision(self.device, half=self.settings.half):
            prediction, after = self.network(symbols, state, last=batch.last)
        loss = self._mean(self.network.objective(prediction, targets), targets, batch)
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        if self.settings.clip:
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)
        self.optimiser.step()
        self.progress.state = tuple(part.detach() for part in after) if self.lanes.carries else ()
        return float(loss.item())

    def _mean(self, losses: Tensor, targets: Tensor, batch: Batch) -> Tensor:
        """The mean over the targets that count, each with its weight."""
        weighed = losses if self.weights is None else losses * self.weights[targets]
        return weighed.mean() if batch.counts is None else weighed[self._tensor(batch.counts)].mean()

    def _tensor(self, array: object) -> Tensor:
        return torch.as_tensor(array).to(self.device)

    def _report(self, loss: float, symbols: int, seconds: float) -> Step:
        speed = symbols / max(seconds, 1e-9)
        self.speed = _SMOOTHING * self.speed + (1 - _SMOOTHING) * speed if self.speed else speed
        self.progress.seconds += seconds
        return Step(self.progress.step, self.total, loss, self.speed, symbols)

    def _validate(self) -> Valid:
        now = self.progress
        valid = self.judge(self.network)
        better = valid[self.measure] < now.best
        now.best = min(now.best, valid[self.measure])
        now.since_best = 0 if better else now.since_best + 1
        train = now.surprise / max(1, now.counted)
        now.surprise, now.counted = 0.0, 0
        return Valid(now.step, train, valid, better, self.measure)
