"""Sweep: the cells of a sweep in worker processes, several at once; one that fails or dies does not end it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from songrnn.actions.material import corpus_for
from songrnn.actions.sweep_worker import Answer, Job
from songrnn.corpus.workers import available
from songrnn.errors import UsageError
from songrnn.train.sweep import Axis, Cell, Listed, Outcome, Place, Range, Supply, Sweep, cells

if TYPE_CHECKING:
    from songrnn.models.family import Family
    from songrnn.recipes.recipe import Recipe

_PATIENCE = 0.2  # seconds between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for. jobs: processes at once, 0 for one a processor."""

    sweep: Sweep
    folder: Path
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """The sweep is about to start or go on: `done` of `total` cells are finished, `jobs` run at once."""

    total: int
    done: int
    jobs: int


@dataclass(frozen=True, slots=True)
class Begun:
    """A cell was handed to the worker process of that number."""

    cell: str
    process: int


@dataclass(frozen=True, slots=True)
class Working:
    """How far a cell has come. figures: of its last validation, in this process."""

    cell: str
    step: int
    total: int
    rate: float
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Ended:
    """A cell finished or failed, and now `done` of `total` are finished."""

    outcome: Outcome
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Over:
    """The sweep has ended, or was interrupted: the outcomes of all its cells so far, in their order."""

    outcomes: tuple[Outcome, ...]
    interrupted: bool


Event = Planned | Begun | Working | Ended | Over


def sweep(order: Order, stop: Callable[[], bool] = lambda: False) -> Generator[Event]:
    """Run the cells that are not finished yet, failed ones once more; yields Planned first and Over at the end.

    stop     asked several times a second; once it says True, the cells under way are saved and the sweep ends

    raises   UsageError for a setting that does not fit, before anything is trained; CorpusError; TrainingError
    """
    asked, base = order.sweep, _check(order.sweep)
    place = Place(order.folder)
    jobs = min(order.jobs or available(), asked.total)
    whole = _with_whole_ranges(asked, base)
    place.open(asked)
    supply = _supply(whole, place, jobs)
    yield Planned(asked.total, _done(place), jobs)
    run = _Running(order, base, place, supply, jobs)
    try:
        yield from run.events(stop)
    finally:
        run.close()


def _supply(asked: Sweep, place: Place, jobs: int) -> Supply:
    if not asked.trials:
        return Listed(cell for cell in cells(asked) if not place.finished(cell))
    from songrnn.train.search import Search

    return Search(asked, place, jobs)


def _done(place: Place) -> int:
    return sum(not outcome.failure for outcome in place.outcomes.values())


def _check(asked: Sweep) -> "Recipe":
    """The recipe without what varies, once everything that can be known before training was checked."""
    from songrnn.recipes import RECIPES
    from songrnn.recipes.recipe import change

    if asked.trials:
        from songrnn.train.search import load

        load()
    base: Recipe = change(RECIPES.get(asked.recipe)(asked.size), asked.settings)
    for cell in _samples(asked):
        try:
            build(change(base, cell.changes))
        except UsageError as error:
            shown = ",".join(f"{name}={value}" for name, value in cell.settings.items())
            raise UsageError(f"With {shown}: {error}") from error
    corpus_for(asked.corpus, base)
    return base


def _samples(asked: Sweep) -> list[Cell]:
    """Cells to check: all settings of a grid; of a search the ends of each range, beside the first value of the others.

    Those of a search that do not fit together fail when they are tried.
    """
    if not asked.trials:
        return cells(replace(asked, seeds=1))
    axes = [*asked.axes, *(Axis(span.name, (_plain(span.low), _plain(span.high))) for span in asked.ranges)]
    first = {axis.name: axis.values[0] for axis in axes}
    return [Cell({**first, axis.name: value}, 1) for axis in axes for value in axis.values]


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def build(recipe: "Recipe") -> None:
    """Build the network of a recipe without memory for its weights; raises UsageError for settings that do not fit."""
    import torch

    from songrnn.form import Fields, Form, Grid, Ids
    from songrnn.models import FAMILIES

    family: type[Family] = FAMILIES.get(recipe.family)
    forms: tuple[Form, ...] = (Ids(64), Fields(("pitch", "step", "duration"), (128, 0, 0)), Grid(12), Grid(12, 2))
    form = next((form for form in forms if family.accepts(form)), None)
    if form is not None:
        with torch.device("meta"):
            family.build(form, dict(recipe.model))


def _with_whole_ranges(asked: Sweep, base: "Recipe") -> Sweep:
    """The sweep with ranges of whole numbers where the settings are."""
    from songrnn.recipes.recipe import setting

    ranges: Iterable[Range] = (replace(span, whole=type(setting(base, span.name)) is int) for span in asked.ranges)
    return replace(asked, ranges=tuple(ranges))


class _Running:
    """The cells under way."""

    def __init__(self, order: Order, base: "Recipe", place: Place, supply: Supply, jobs: int) -> None:
        self._order, self._base, self._place, self._supply = order, base, place, supply
        self._crew = _Crew(jobs)
        self._valid: dict[str, dict[str, float]] = {}

    def events(self, stop: Callable[[], bool]) -> Iterator[Event]:
        stopping = False
        while True:
            if not stopping and stop():
                stopping = True
                self._crew.stop()
            if not stopping:
                yield from self._hand_out()
            if not self._crew.busy:
                break
            yield from self._hear()
        interrupted = stopping and _done(self._place) < self._order.sweep.total
        yield Over(tuple(self._in_order()), interrupted)

    def _hand_out(self) -> Iterator[Event]:
        while self._crew.has_room:
            cell = self._supply.take()
            if cell is None:
                return
            yield Begun(cell.name, self._crew.give(cell, self._job(cell)))

    def _job(self, cell: Cell) -> Job:
        asked = self._order.sweep
        return {"corpus": asked.corpus, "recipe": asked.recipe, "size": asked.size,
                "settings": [*asked.settings, *cell.changes], "folder": str(self._place.run(cell))}  # fmt: skip

    def _hear(self) -> Iterator[Event]:
        """The next answer of any worker, if one comes soon."""
        heard = self._crew.hear(_PATIENCE)
        if heard is None:
            return
        cell, answer = heard
        kind = answer.pop("kind")
        if kind == "step":
            yield Working(cell.name, figures=self._valid.get(cell.name, {}), **answer)
        elif kind == "valid":
            self._valid[cell.name] = answer["figures"]
        elif kind == "failed":
            yield self._ended(cell, {"failure": answer["why"]})
        elif kind == "done":
            yield self._ended(cell, answer)

    def _ended(self, cell: Cell, found: Answer) -> Ended:
        from songrnn.recipes.recipe import change, setting

        recipe = change(self._base, [f"{name}={value}" for name, value in cell.settings.items()])
        settings = {name: setting(recipe, name) for name in cell.settings}
        outcome = Outcome(cell.name, settings, cell.seed, cell.trial, **found)
        self._place.record(outcome)
        self._supply.tell(outcome)
        return Ended(outcome, _done(self._place), self._order.sweep.total)

    def _in_order(self) -> Iterator[Outcome]:
        known = self._place.outcomes
        if self._order.sweep.trials:
            yield from sorted(known.values(), key=lambda outcome: (outcome.trial, outcome.seed))
        else:
            yield from (known[cell.name] for cell in cells(self._order.sweep) if cell.name in known)

    def close(self) -> None:
        self._crew.close()


class _Crew:
    """The workers: each has one cell at a time, and one that died is replaced when there is another cell."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._threads = max(1, available() // size)
        self._heard: SimpleQueue[tuple[_Worker, Answer]] = SimpleQueue()
        self._free: list[_Worker] = []
        self._busy: dict[_Worker, Cell] = {}

    @property
    def busy(self) -> bool:
        """Whether a cell is under way."""
        return bool(self._busy)

    @property
    def has_room(self) -> bool:
        """Whether another cell can be given."""
        return len(self._busy) < self._size

    def give(self, cell: Cell, job: Job) -> int:
        """Give a cell to a worker; returns the number of its process."""
        worker = self._free.pop() if self._free else _Worker(self._threads, self._heard)
        self._busy[worker] = cell
        worker.give(job)
        return worker.process

    def hear(self, seconds: float) -> tuple[Cell, Answer] | None:
        """A cell and what its worker says of it; None if nobody says anything for so long."""
        try:
            worker, answer = self._heard.get(timeout=seconds)
        except Empty:
            return None
        if worker not in self._busy:  # one that was free ended: it was told to stop, or was killed
            self._free = [other for other in self._free if other is not worker]
            return None
        cell = self._busy[worker]
        if answer["kind"] in ("done", "failed", "stopped", "died"):
            del self._busy[worker]
            if answer["kind"] == "died":
                worker.close()
                answer["kind"] = "failed"
            else:
                self._free.append(worker)
        return cell, answer

    def stop(self) -> None:
        """Let all cells under way be saved and end."""
        for worker in (*self._free, *self._busy):
            worker.stop()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in (*self._free, *self._busy):
            worker.close()


class _Worker:
    """One process, which says what it does into a queue."""

    def __init__(self, threads: int, heard: "SimpleQueue[tuple[_Worker, Answer]]") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "songrnn.actions.sweep_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(threads),
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for us, and we tell it to stop
        )
        self._heard = heard
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid

    def give(self, job: Job) -> None:
        """Hand over a cell."""
        assert self._process.stdin is not None
        with suppress(OSError):  # it is dead; the listener will tell
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()

    def stop(self) -> None:
        """Let the cell under way be saved at its next step, and the process end."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def close(self) -> None:
        """End the process at once, unless it has ended."""
        self._process.kill()
        self._process.wait()
        self.stop()
        self._listener.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with suppress(ValueError):  # a line that was torn as the process died
                self._heard.put((self, json.loads(line)))
        self._heard.put((self, {"kind": "died", "why": self._why()}))

    def _why(self) -> str:
        code = self._process.wait()
        how = signal.Signals(-code).name if -code in {*signal.Signals} else f"exit code {code}"
        lack = "; perhaps there was not enough memory" if how == "SIGKILL" else ""
        return f"Its process ended ({how}){lack}."


def _environment(threads: int) -> dict[str, str]:
    """That of this process, with its threads shared among the workers unless the user has said how many."""
    path = os.pathsep.join(filter(None, sys.path))
    return {"OMP_NUM_THREADS": str(threads), **os.environ, "PYTHONPATH": path}
