"""How far long work has come: a bar with a line on a terminal, a plain line now and then elsewhere."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from songrnn.printable import printable

_INTERVAL = 10.0  # seconds between plain lines
_WIDTH = 30  # of the bar

Show = Callable[[str, int, int], None]
"""Shows a line, and that so much is done of so much in all; 0 where nobody knows how much that is."""


@contextmanager
def counting() -> Iterator[Show]:
    """Inside, a function that shows how far the work has come, on standard error."""
    live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    with _bar() if live else _lines() as show:
        yield show


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    column = TextColumn("{task.description}", markup=False)
    with Progress(BarColumn(_WIDTH), column, console=Console(stderr=True, highlight=False), transient=True) as progress:
        task = progress.add_task("", total=None)

        def show(line: str, done: int, total: int) -> None:
            progress.update(task, description=printable(line), completed=done, total=total or None)

        yield show


@contextmanager
def _lines() -> Iterator[Show]:
    last = time.monotonic()

    def show(line: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _INTERVAL:
            last = time.monotonic()
            share = f"{done / total:4.0%} " if total else ""
            sys.stderr.write(share + printable(line) + "\n")
            sys.stderr.flush()

    yield show
