"""A search instead of a grid: which settings a sweep tries next, after what was measured so far.

The Tree-structured Parzen Estimator of Optuna (Bergstra and others 2011). A suggestion depends on its number and on
the outcomes of trials before it alone, so a search that was stopped goes on as if it had not been; nothing is kept but
the sweep's own files. Optuna is an extra: `pip install 'songrnn[search]'`.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from songrnn.errors import UsageError
from songrnn.train.sweep import Axis, Cell, Outcome, Place, Range, Supply, Sweep, score

if TYPE_CHECKING:
    from types import ModuleType

Settings = Mapping[str, str]
_DIGITS = 4  # of a number that is suggested; more would only be noise in tables


class Search(Supply):
    """Hands out the cells of trials, all seeds of one before the next.

    ahead   trials that may be under way at once: trial n is suggested after the outcomes of 1 … n - ahead
    """

    def __init__(self, sweep: Sweep, place: Place, ahead: int) -> None:
        load()
        self._sweep, self._place, self._ahead = sweep, place, ahead
        self._tried: dict[int, Settings] = {**place.tried()}
        self._trial = 0  # the last one that was handed out
        self._waiting: list[Cell] = []
        self._told = {name: outcome for name, outcome in place.outcomes.items() if not outcome.failure}

    def take(self) -> Cell | None:
        while not self._waiting:
            if self._trial >= self._sweep.trials or not self._is_known(self._trial + 1 - self._ahead):
                return None
            self._trial += 1
            self._waiting = [cell for cell in self._cells(self._trial) if not self._place.finished(cell)]
        return self._waiting.pop(0)

    def tell(self, outcome: Outcome) -> None:
        self._told[outcome.cell] = outcome

    def _is_known(self, last: int) -> bool:
        """Whether all outcomes of the trials up to that one were told."""
        return all(cell.name in self._told for trial in range(1, last + 1) for cell in self._cells(trial))

    def _cells(self, trial: int) -> list[Cell]:
        if trial not in self._tried:
            self._tried[trial] = suggest(self._sweep, self._history(trial - self._ahead), trial)
            self._place.record_trials(self._tried)
        return [Cell(self._tried[trial], seed, trial) for seed in range(1, self._sweep.seeds + 1)]

    def _history(self, last: int) -> list[tuple[Settings, float]]:
        trials = range(1, last + 1)
        return [(self._tried[trial], score([self._told[cell.name] for cell in self._cells(trial)])) for trial in trials]


def load() -> "ModuleType":
    """Optuna; raises UsageError if it is not installed."""
    try:
        import optuna
    except ImportError:
        raise UsageError(
            "A search needs Optuna, which is not installed; run pip install 'songrnn[search]', or leave out --trials."
        ) from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    module: ModuleType = optuna
    return module


def suggest(sweep: Sweep, told: Sequence[tuple[Settings, float]], trial: int) -> dict[str, str]:
    """The settings of a trial.

    told   those of trials before it, each with what they reached, less being better; NaN where one failed
    """
    optuna = load()
    space = {axis.name: optuna.distributions.CategoricalDistribution(axis.values) for axis in sweep.axes}
    space |= {span.name: _distribution(optuna, span) for span in sweep.ranges}
    study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=trial))
    for settings, reached in told:
        study.add_trial(_finished(optuna, sweep, space, settings, reached))
    drawn = study.ask(space).params
    return {**_chosen(sweep.axes, drawn), **{span.name: _text(span, drawn[span.name]) for span in sweep.ranges}}


def _distribution(optuna: "ModuleType", span: Range) -> Any:
    if span.whole:
        return optuna.distributions.IntDistribution(int(span.low), int(span.high), log=span.log)
    return optuna.distributions.FloatDistribution(span.low, span.high, log=span.log)


def _finished(optuna: "ModuleType", sweep: Sweep, space: Mapping[str, Any], settings: Settings, reached: float) -> Any:
    numbers = {span.name: (int if span.whole else float)(settings[span.name]) for span in sweep.ranges}
    params = {**_chosen(sweep.axes, settings), **numbers}
    if math.isnan(reached):
        state = optuna.trial.TrialState.FAIL
        return optuna.trial.create_trial(state=state, params=params, distributions=dict(space))
    return optuna.trial.create_trial(value=reached, params=params, distributions=dict(space))


def _chosen(axes: Sequence[Axis], settings: Mapping[str, Any]) -> dict[str, str]:
    return {axis.name: settings[axis.name] for axis in axes}


def _text(span: Range, value: float) -> str:
    """A number as `--set` takes it, rounded inside the range."""
    if span.whole:
        return str(int(value))
    return repr(min(max(float(f"{value:.{_DIGITS}g}"), span.low), span.high))
