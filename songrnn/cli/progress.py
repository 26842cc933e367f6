"""How a training run is shown: a live line on a terminal, one plain line an interval elsewhere."""

import math
import os
import time
from types import TracebackType
from typing import IO, Any, Self

import click

from songrnn.actions.train import Begun
from songrnn.printable import one_line, printable
from songrnn.train.events import Event, Finished, Sample, Step, Valid

_INTERVAL = 30.0  # seconds between plain lines
_SAMPLE_LINES = 8


def make_watcher(stream: IO[str]) -> "Watcher":
    """The watcher that fits a stream: a live line needs a terminal that can move its cursor."""
    return _Live() if stream.isatty() and os.environ.get("TERM") != "dumb" else Watcher()


class Watcher:
    """One plain line an interval, and one for each validation."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._unit = "character"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the stream as it was."""

    def begin(self, begun: Begun) -> None:
        """Say what the run learns from."""
        recipe, self._unit = begun.recipe, begun.unit
        self._say(
            f"{recipe.name} ({recipe.size}), {begun.parameters:,} parameters, on {begun.device}; corpus "
            f"{one_line(begun.corpus.name)}: "
            + ", ".join(f"{len(pieces)} {name}" for name, pieces in begun.corpus.splits.items())
        )
        if begun.step:
            self._say(f"going on after step {begun.step}")
        for remark in begun.remarks:
            self._say(remark)

    def see(self, event: Event) -> None:
        """Show an event, or not."""
        if isinstance(event, Step):
            self._step(event)
        elif isinstance(event, Valid):
            self._valid(event)
        elif isinstance(event, Sample) and event.alarm:
            self._say(f"step {event.step}  the sample has collapsed: {event.alarm}")
        elif isinstance(event, Finished):
            self._say(f"ended at step {event.step}: {event.why}")

    def _step(self, event: Step) -> None:
        if time.monotonic() - self._last >= _INTERVAL:
            self._last = time.monotonic()
            self._say(
                f"step {event.step}/{event.total}  train {event.loss:.3f}  {event.rate:,.0f} {self._unit}s/s  "
                f"{_left(event)} left"
            )

    def _valid(self, event: Valid) -> None:
        self._say(valid_line(event))

    def _say(self, line: str) -> None:
        click.echo(printable(line), err=True)


def valid_line(event: Valid) -> str:
    """A validation in one line: nats and bits, or the loss; header and body apart, or what else was measured.

    All are a character's, or a note's or a step's where pieces are no texts.
    """
    told = [f"step {event.step}", f"train {_figure(event.train, event.measure)}"]
    told += [f"valid {_figure(event.valid[event.measure], event.measure)}", *_others(event.valid, event.measure)]
    return "  ".join([*told, "best"] if event.best else told)


def _figure(value: float, measure: str) -> str:
    bits = f" ({value / math.log(2):.3f} bits)" if measure == "nats" else ""
    return f"{value:.3f} {measure}{bits}"


def _others(valid: dict[str, float], measure: str) -> list[str]:
    if "header_nats" in valid:
        header = valid["header_nats"]
        return [f"header {header:.3f}, body {valid['body_nats']:.3f} nats"] if header else []
    return [f"{name} {value:.3f}" for name, value in valid.items() if name not in (measure, "loss")]


def _left(event: Step) -> str:
    """The time that the steps to come take at the speed of now, without validations."""
    seconds = (event.total - event.step) * event.symbols / max(event.rate, 1e-9)
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


class _Live(Watcher):
    """rich's progress line, with validations and samples above it."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._console = Console(stderr=True, highlight=False)
        self._progress = Progress(
            TextColumn("step {task.completed}/{task.total}"), BarColumn(), TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(), console=self._console,
        )  # fmt: skip
        self._task: Any = None
        self._last_valid = ""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def see(self, event: Event) -> None:
        if isinstance(event, Sample):
            lines = printable(event.text).splitlines()[:_SAMPLE_LINES]
            self._console.print("\n".join(f"    {line}" for line in lines), markup=False, style="dim")
        super().see(event)

    def _step(self, event: Step) -> None:
        figures = f"train {event.loss:.3f}{self._last_valid}  {event.rate:,.0f} {self._unit}s/s"
        if self._task is None:
            self._task = self._progress.add_task("", total=event.total, figures=figures)
        self._progress.update(self._task, completed=event.step, figures=figures)

    def _valid(self, event: Valid) -> None:
        super()._valid(event)
        self._last_valid = f"  valid {_figure(event.valid[event.measure], event.measure)}"

    def _say(self, line: str) -> None:
        self._console.print(printable(line), markup=False)
