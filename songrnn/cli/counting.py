"""Work that nobody knows the end of: a live line on a terminal, a plain one now and then elsewhere."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from songrnn.printable import printable

_INTERVAL = 10.0  # seconds between plain lines


@contextmanager
def counting() -> Iterator[Callable[[str], None]]:
    """Inside, a function that shows how far the work has come, on standard error."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        from rich.console import Console
        from rich.text import Text

        console = Console(stderr=True, highlight=False)
        with console.status("") as status:
            yield lambda line: status.update(Text(printable(line)))
        return
    last = time.monotonic()

    def say(line: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _INTERVAL:
            last = time.monotonic()
            sys.stderr.write(printable(line) + "\n")
            sys.stderr.flush()

    yield say
