"""A sweep: the same training again and again with other settings and other seeds.

Knows which cells there are, their names, and the files of a sweep; settings are text here, and nothing is known of
recipes, networks or processes.

    sweep.json      what was ordered            cells/<name>/   the run of a cell
    trials.jsonl    what a search has tried     results.jsonl   a line for each cell that finished or failed
"""

import hashlib
import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from songrnn.errors import TrainingError, UsageError
from songrnn.printable import one_line
from songrnn.train.history import NAME, from_lines, to_lines
from songrnn.train.pointers import BEST

SEED = "train.seed"
ORDER, RESULTS, TRIALS, CELLS = "sweep.json", "results.jsonl", "trials.jsonl", "cells"
_MOST = 10_000  # cells; more is a slip of the pen
_LONGEST_NAME = 120  # characters, so that every file system takes it
_LOGARITHMIC = 10  # a range whose ends are this many times apart is searched by its logarithm


@dataclass(frozen=True, slots=True)
class Axis:
    """A setting and the values that it takes, as text: model.width, ("150", "200")."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A setting that a search draws from low … high, both included; whole numbers only if `whole`."""

    name: str
    low: float
    high: float
    whole: bool = False

    @property
    def log(self) -> bool:
        """Whether the logarithm is what is drawn evenly."""
        return self.low > 0 and self.high / self.low >= _LOGARITHMIC


def read_axis(text: str) -> Axis:
    """`model.width=150,200` as an axis; raises UsageError."""
    name, equals, values = text.partition("=")
    found = tuple(value.strip() for value in values.split(","))
    if not (name.strip() and equals and all(found)):
        raise UsageError(f"'{one_line(text)}' is no line of a grid; write model.width=150,200.")
    if len(set(found)) < len(found):
        raise UsageError(f"'{one_line(text)}' names a value twice; name each once.")
    return Axis(name.strip(), found)


def read_range(text: str) -> Range:
    """`train.rate=1e-4..1e-2` as a range; raises UsageError."""
    name, _, ends = text.partition("=")
    low, _, high = ends.partition("..")
    try:
        found = Range(name.strip(), float(low), float(high))
    except ValueError:
        raise UsageError(f"'{one_line(text)}' is no range; write train.rate=1e-4..1e-2.") from None
    if not (found.name and math.isfinite(found.low) and math.isfinite(found.high) and found.low < found.high):
        raise UsageError(f"'{one_line(text)}' is no range; its ends are two numbers, the lower one first.")
    return found


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is ordered: a corpus, a recipe and settings as in a single run, and what varies.

    seeds    runs of each setting, with train.seed from 1 on
    trials   settings that a search tries; 0 for all of the grid
    """

    corpus: str
    recipe: str
    size: str
    settings: tuple[str, ...]
    axes: tuple[Axis, ...]
    ranges: tuple[Range, ...] = ()
    seeds: int = 1
    trials: int = 0

    def __post_init__(self) -> None:
        names = [axis.name for axis in self.axes] + [span.name for span in self.ranges]
        if not names:
            raise UsageError("Nothing varies in this sweep; name values with --grid model.width=150,200.")
        if self.ranges and not self.trials:
            raise UsageError("A range is for a search; say with --trials how many settings it may try.")
        if self.seeds < 1 or self.trials < 0:
            raise UsageError(f"seeds is {self.seeds} and trials is {self.trials}; give seeds from 1, trials from 0.")
        for name in names:
            if names.count(name) > 1:
                raise UsageError(f"'{one_line(name)}' varies twice; give all its values at once.")
        if SEED in names or any(setting.partition("=")[0].strip() == SEED for setting in self.settings):
            raise UsageError(f"The seeds of a sweep are 1, 2, 3 and so on; say how many with --seeds, without {SEED}.")
        if self.total > _MOST:
            raise UsageError(f"This sweep has {self.total:,} cells; leave out values until it has at most {_MOST:,}.")

    @property
    def total(self) -> int:
        """How many cells it has."""
        return (self.trials or math.prod(len(axis.values) for axis in self.axes)) * self.seeds


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of a sweep: the settings that vary, as text, and the seed. `trial` counts from 1, 0 in a grid."""

    settings: Mapping[str, str]
    seed: int
    trial: int = 0

    @property
    def name(self) -> str:
        """Such as width=150,cell=lstm,seed=1: safe as a file's name, and no other cell of the sweep has it."""
        shown = {"trial": str(self.trial)} if self.trial else short_names(self.settings)
        text = ",".join(f"{name}={value}" for name, value in {**shown, "seed": str(self.seed)}.items())
        safe = re.sub(r"[^A-Za-z0-9=,.+-]", "_", text)[:_LONGEST_NAME]
        return safe if safe == text else f"{safe}-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"

    @property
    def changes(self) -> tuple[str, ...]:
        """The settings as `--set` takes them."""
        return (*(f"{name}={value}" for name, value in self.settings.items()), f"{SEED}={self.seed}")


def short_names(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without the group before the point, where that leaves them apart."""
    last = [name.rpartition(".")[2] for name in settings]
    apart = len(set(last)) == len(last)
    return dict(zip(last if apart else settings, settings.values(), strict=True))


def cells(sweep: Sweep) -> list[Cell]:
    """All cells of a grid; every setting comes once before any comes with a second seed."""
    names = [axis.name for axis in sweep.axes]
    grid = [dict(zip(names, values, strict=True)) for values in product(*(axis.values for axis in sweep.axes))]
    return [Cell(settings, seed) for seed in range(1, sweep.seeds + 1) for settings in grid]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a cell.

    failure      why it failed, "" if it finished       ended     "done", or why it was stopped early
    settings     those that vary, as values             figures   those of the best checkpoint: valid_nats, train_nats …
    epochs       until the end                          rate      characters of training text a second
    seconds      of training, without validations       wall      seconds of the whole cell since it was last begun
    """

    cell: str
    settings: Mapping[str, Any]
    seed: int
    trial: int = 0
    failure: str = ""
    ended: str = ""
    parameters: int = 0
    epochs: float = 0.0
    seconds: float = 0.0
    wall: float = 0.0
    rate: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)


class Supply(ABC):
    """Hands out the cells that are still to be run, one after another."""

    @abstractmethod
    def take(self) -> Cell | None:
        """The next cell; None if there is none, or none before another outcome is told."""

    @abstractmethod
    def tell(self, outcome: Outcome) -> None:
        """What became of a cell that was taken."""


class Listed(Supply):
    """The cells of a grid."""

    def __init__(self, waiting: Iterable[Cell]) -> None:
        self._waiting = iter(waiting)

    def take(self) -> Cell | None:
        return next(self._waiting, None)

    def tell(self, outcome: Outcome) -> None:
        """The others do not depend on it."""


class Place:
    """The folder of a sweep. `outcomes`: of each cell that finished or failed, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcomes: dict[str, Outcome] = {}

    def open(self, sweep: Sweep) -> None:
        """Begin a sweep in a folder that is new or empty, or go on with the same one; raises TrainingError.

        A search may go on with another number of trials.
        """
        if (self.folder / ORDER).is_file():
            self._check_same(sweep)
        elif self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise TrainingError(f"'{self._shown}' is not empty and holds no sweep; give another folder with -o.")
        (self.folder / CELLS).mkdir(parents=True, exist_ok=True)
        _write(self.folder / ORDER, json.dumps(asdict(sweep), indent=1) + "\n")
        self.outcomes = {outcome.cell: outcome for outcome in read_outcomes(self.folder)}

    def _check_same(self, sweep: Sweep) -> None:
        try:
            before = dict(json.loads((self.folder / ORDER).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, RecursionError):
            raise TrainingError(f"The {ORDER} in '{self._shown}' is damaged; give another folder with -o.") from None
        now = json.loads(json.dumps(asdict(sweep)))
        if before.get("trials") and sweep.trials:
            now["trials"] = before["trials"]
        for name, value in now.items():
            if before.get(name) != value:
                was, wanted = (one_line(json.dumps(part), 120) for part in (before.get(name), value))
                raise TrainingError(
                    f"The sweep in '{self._shown}' was begun with {name} {was}, not {wanted}; repeat its order to go "
                    "on, or give another folder with -o."
                )

    @property
    def _shown(self) -> str:
        return one_line(str(self.folder), 200)

    def run(self, cell: Cell) -> Path:
        """The folder of a cell's run."""
        return self.folder / CELLS / cell.name

    def finished(self, cell: Cell) -> bool:
        """Whether nothing is left to do for a cell."""
        known = self.outcomes.get(cell.name)
        return known is not None and not known.failure

    def record(self, outcome: Outcome) -> None:
        """Write down what became of a cell, in place of what became of it before."""
        self.outcomes[outcome.cell] = outcome
        _write(self.folder / RESULTS, to_lines([asdict(one) for one in self.outcomes.values()]))

    def tried(self) -> dict[int, dict[str, str]]:
        """The settings of each trial that was begun."""
        rows = from_lines(_read(self.folder / TRIALS))
        return {row["trial"]: dict(row["settings"]) for row in rows if isinstance(row, dict)}

    def record_trials(self, tried: Mapping[int, Mapping[str, str]]) -> None:
        """Write down the settings of the trials that were begun."""
        _write(
            self.folder / TRIALS,
            to_lines([{"trial": trial, "settings": dict(settings)} for trial, settings in tried.items()]),
        )


def read_outcomes(folder: Path) -> list[Outcome]:
    """What became of the cells of a sweep so far; lines that are no outcomes are left out."""
    known = Outcome.__dataclass_fields__
    out = []
    for row in from_lines(_read(folder / RESULTS)):
        try:
            out.append(Outcome(**{name: value for name, value in row.items() if name in known}))
        except (TypeError, AttributeError):
            continue
    return out


def best_row(run: Path) -> dict[str, Any]:
    """The row of a run's history that its best checkpoint stands for; empty if there is none."""
    rows = from_lines(_read(run / NAME))
    pointed = _read(run / BEST).strip().removeprefix("step-")
    named = [row for row in rows if pointed.isdigit() and row.get("step") == int(pointed)]
    return dict((named or rows or [{}])[-1])


def figures_of(row: Mapping[str, Any]) -> dict[str, float]:
    """The figures of training and validation in a row of a history."""
    return {
        name: value for name, value in row.items()
        if name.startswith(("train_", "valid_")) and isinstance(value, int | float) and math.isfinite(value)
    }  # fmt: skip


def measure(outcomes: Iterable[Outcome]) -> str:
    """The figure that compares cells: valid_nats, or valid_loss where some have no likelihood."""
    done = [outcome for outcome in outcomes if not outcome.failure]
    return "valid_nats" if all("valid_nats" in outcome.figures for outcome in done) else "valid_loss"


def score(outcomes: Sequence[Outcome]) -> float:
    """The mean of that figure over the seeds of a setting; NaN if one failed."""
    name = measure(outcomes)
    figures = [outcome.figures.get(name, math.nan) for outcome in outcomes if not outcome.failure]
    return math.fsum(figures) / len(figures) if figures and len(figures) == len(outcomes) else math.nan


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _write(path: Path, text: str) -> None:
    from songrnn.checkpoint import write_text

    write_text(path, text)
