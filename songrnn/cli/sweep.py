"""songrnn sweep: progress on standard error, the table of results on standard output."""

import json
import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click

from songrnn.actions import sweep as action
from songrnn.actions.sweep import Begun, Ended, Event, Over, Planned, Working
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.cli.options import corpus_argument
from songrnn.cli.stopping import asking
from songrnn.printable import one_line, printable
from songrnn.train.standings import Standing, standings, table
from songrnn.train.sweep import Outcome, Sweep, read_axis, read_range

_SEEDS = 3
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(short_help="Train a model with many settings, and compare them.")
@corpus_argument
@click.option("-r", "--recipe", default="char-lstm", show_default=True, help="Named settings.")
@click.option("--size", default="base", show_default=True, help="tiny, small, base or large.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="The same in all cells.")
@click.option("--grid", multiple=True, metavar="NAME=A,B,…", help="Values to compare, such as model.width=150,200.")
@click.option("--range", "ranges", multiple=True, metavar="NAME=A..B", help="For a search: train.rate=1e-4..1e-2.")
@click.option("--seeds", type=click.IntRange(1), help=f"Runs of each setting.  [default: {_SEEDS}; 1 in a search]")
@click.option("--trials", type=click.IntRange(1), help="Search instead: how many settings to try (needs Optuna).")
@click.option("--jobs", type=click.IntRange(1), help="Processes at once.  [default: one a processor]")
@click.option("-o", "--output", required=True, type=_FOLDER, help="The sweep's folder.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def sweep(
    ctx: click.Context, corpus: str, recipe: str, size: str, settings: tuple[str, ...], grid: tuple[str, ...],
    ranges: tuple[str, ...], seeds: int | None, trials: int | None, jobs: int | None, output: Path, as_json: bool,
) -> None:  # fmt: skip
    """Train on CORPUS with every combination of the values of --grid, each with several seeds.

    The folder gets a run for each, in cells/, and results.jsonl. A cell that fails does not end the sweep, but the exit
    code is 1 then. Ctrl-C saves and stops; the same command goes on, and tries again what failed.

    songrnn sweep folk --size tiny --grid model.width=64,128 --grid model.cell=rnn,lstm -o sweeps/cells
    """
    asked = Sweep(
        corpus, recipe, size, settings, tuple(map(read_axis, grid)), tuple(map(read_range, ranges)),
        seeds or (1 if trials else _SEEDS), trials or 0,
    )  # fmt: skip
    with asking() as stop, closing(action.sweep(action.Order(asked, output, jobs or 0), lambda: bool(stop))) as events:
        over = _follow(events)
    _result(output, over.outcomes, as_json=as_json)
    if over.interrupted:
        ctx.exit(INTERRUPTED)
    ctx.exit(1 if any(outcome.failure for outcome in over.outcomes) else 0)


def _follow(events: Iterator[Event]) -> Over:
    with watcher() as watching:
        for event in events:
            if isinstance(event, Over):
                return event
            watching.see(event)
    raise AssertionError


def watcher() -> "_Watcher":
    """What shows a sweep on standard error: live on a terminal that can move its cursor."""
    live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return _Live() if live else _Watcher()


def _result(folder: Path, outcomes: tuple[Outcome, ...], *, as_json: bool) -> None:
    rows = standings(outcomes)
    if as_json:
        cells = [asdict(outcome) for outcome in outcomes]
        click.echo(json.dumps({"folder": str(folder), "settings": [_values(row) for row in rows], "cells": cells}))
    else:
        click.echo(printable(table(rows)))


def _values(row: Standing) -> dict[str, Any]:
    """A standing as JSON values: null where there is no figure."""
    values = asdict(row)
    return {
        name: None if isinstance(part, float) and not math.isfinite(part) else part for name, part in values.items()
    }


class _Watcher:
    """One plain line for each cell that ended."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._shares: dict[str, float] = {}  # of each cell under way
        self._begun_with: dict[str, float] = {}  # the share that was done when it was handed out
        self._ended = 0
        self._total = 0
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the stream as it was."""

    def see(self, event: Event) -> None:
        """Show an event, or not."""
        if isinstance(event, Planned):
            self._total, self._done = event.total, event.done
            again = f", {event.done} finished before" if event.done else ""
            self.say(f"{event.total} cells{again}; {event.jobs} at once")
        elif isinstance(event, Working):
            self._shares[event.cell] = event.step / event.total
            self._begun_with.setdefault(event.cell, self._shares[event.cell])
        elif isinstance(event, Ended):
            self._shares.pop(event.outcome.cell, None)
            self._done = event.done
            self._ended += 1
            self.say(f"{event.done}/{event.total}  {_line(event.outcome)}{self.left()}")

    def left(self) -> str:
        """The time that the other cells take if they are like those so far; "" before anything is known."""
        worked = self._ended + sum(share - self._begun_with[cell] for cell, share in self._shares.items())
        rest = self._total - self._done - sum(self._shares.values())
        if worked <= 0 or rest <= 0:
            return ""
        seconds = (time.monotonic() - self._since) / worked * rest
        return f"  {seconds / 60:.0f} min left" if seconds >= 90 else f"  {seconds:.0f} s left"

    def say(self, line: str) -> None:
        """Show a line that stays."""
        click.echo(printable(line), err=True)


def _line(outcome: Outcome) -> str:
    """What became of a cell, in one line."""
    if outcome.failure:
        return f"{outcome.cell}  failed: {one_line(outcome.failure, 300)}"
    return f"{outcome.cell}  {_figures(outcome.figures)}  {outcome.epochs:.1f} epochs in {outcome.wall:.0f} s"


def _figures(figures: Any) -> str:
    name = next((name for name in ("valid_nats", "valid_loss") if name in figures), None)
    return f"{name.replace('_', ' ')} {figures[name]:.3f}" if name else "not measured yet"


class _Live(_Watcher):
    """A line for each cell under way and one for all, below the lines of those that ended."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._console = Console(stderr=True, highlight=False)
        text = TextColumn("{task.description}", markup=False)
        self._progress = Progress(BarColumn(20), text, console=self._console, transient=True)
        self._all = self._progress.add_task("", total=None)
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def see(self, event: Event) -> None:
        super().see(event)
        if isinstance(event, Begun):
            self._tasks[event.cell] = self._progress.add_task(event.cell, total=None)
        elif isinstance(event, Working):
            line = f"{event.cell}  {_figures(event.figures)}  {event.rate:,.0f} a second"
            self._progress.update(self._tasks[event.cell], description=line, completed=event.step, total=event.total)
        elif isinstance(event, Ended):
            self._progress.remove_task(self._tasks.pop(event.outcome.cell))
        self._progress.update(
            self._all, description=f"{self._done}/{self._total} cells{self.left()}", total=self._total or None,
            completed=self._done + sum(self._shares.values()),
        )  # fmt: skip

    def say(self, line: str) -> None:
        self._console.print(printable(line), markup=False)
