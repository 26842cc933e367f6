"""Run as a program of its own: cells as JSON lines on standard input, what becomes of each on standard output.

Nothing else lives in this process, so it may die. Where standard input ends, whoever started it wants it to stop, or
is gone: the run under way is saved at its next step, and the process ends. An answer has a kind: "step", "valid",
"done", "failed" or "stopped", the last three once a cell.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import IO, Any

from songrnn.actions.train import Begun, Order, train
from songrnn.errors import SongrnnError
from songrnn.printable import one_line
from songrnn.train.sweep import best_row, figures_of

_INTERVAL = 0.5  # seconds between steps that are told

Answer = dict[str, Any]
Job = dict[str, Any]


def main() -> None:
    """Answer every job until standard input ends."""
    out, jobs, ended = _own_output(), SimpleQueue[Job | None](), Event()
    Thread(target=_listen, args=(jobs, ended), daemon=True).start()
    while (job := jobs.get()) is not None:
        for answer in answers(job, ended.is_set):
            with suppress(OSError):  # nobody listens any more: the run is saved all the same
                out.write(json.dumps(answer) + "\n")
                out.flush()


def answers(job: Job, stop: Callable[[], bool]) -> Iterator[Answer]:
    """Train a cell, or go on with it; whatever goes wrong is an answer too.

    job    corpus, recipe, size and settings as of a run, and the folder
    """
    try:
        yield from _run(job, stop)
    except SongrnnError as error:
        yield {"kind": "failed", "why": str(error)}
    except Exception as error:  # noqa: BLE001  a cell that fails in any way must not end the others
        yield {"kind": "failed", "why": f"{type(error).__name__}: {one_line(str(error), 300)}"}


def _run(job: Job, stop: Callable[[], bool]) -> Iterator[Answer]:
    from songrnn.train.events import Finished, Step, Valid

    folder, began, told = Path(job["folder"]), time.monotonic(), 0.0
    _clear(folder)
    begun, why = None, ""
    order = Order(job["corpus"], job["recipe"], job["size"], tuple(job["settings"]), folder, resume=True)
    for event in train(order, stop):
        if isinstance(event, Begun):
            begun = event
        elif isinstance(event, Step):
            if time.monotonic() - told > _INTERVAL:
                told = time.monotonic()
                yield {"kind": "step", "step": event.step, "total": event.total, "rate": event.rate}
        elif isinstance(event, Valid):
            yield {"kind": "valid", "figures": figures_of({f"valid_{k}": v for k, v in event.valid.items()})}
        elif isinstance(event, Finished):
            why = event.why
    assert begun is not None
    if why == "interrupted":
        yield {"kind": "stopped"}
    else:
        yield {"kind": "done", "ended": why, "wall": round(time.monotonic() - began, 2),
               "parameters": begun.parameters, **_measured(folder)}  # fmt: skip


def _clear(folder: Path) -> None:
    """Remove what was left by a run that was killed before it had something to go on from."""
    from songrnn.train.pointers import LATEST

    if folder.exists() and not (folder / LATEST).is_file():
        shutil.rmtree(folder)


def _measured(folder: Path) -> Answer:
    """Figures, epochs, seconds and speed of a run that has ended."""
    from songrnn.train.history import NAME, from_lines

    last: dict[str, Any] = (from_lines((folder / NAME).read_text(encoding="utf-8")) or [{}])[-1]
    seconds = float(last.get("seconds", 0.0))
    rate = float(last.get("rate", 0.0))
    return {"figures": figures_of(best_row(folder)), "epochs": float(last.get("epoch", 0.0)), "seconds": seconds,
            "rate": round(rate)}  # fmt: skip


def _listen(jobs: "SimpleQueue[Job | None]", ended: Event) -> None:
    for line in sys.stdin:
        jobs.put(json.loads(line))
    ended.set()
    jobs.put(None)


def _own_output() -> IO[str]:
    """Standard output for answers alone; what libraries print goes nowhere."""
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return os.fdopen(kept, "w", encoding="utf-8")


if __name__ == "__main__":
    main()
