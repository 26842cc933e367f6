"""Ctrl-C as a wish: the first one asks long work to come to a good end, the second one ends it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def asking() -> Iterator[list[int]]:
    """Inside, Ctrl-C and SIGTERM put their number into the list instead of ending the process; a second one ends it."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
