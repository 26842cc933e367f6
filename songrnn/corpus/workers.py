"""Worker processes that read and prepare files, survive none of them having to: one that dies is replaced.

Knows processes and jobs; nothing of music. Answers come in the order of the jobs, whoever was first, and only a few
jobs are under way at a time, so that memory stays flat however many there are.
"""

import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from queue import SimpleQueue
from threading import Lock, Timer
from typing import IO, Any

from songrnn.corpus.layouts import Job
from songrnn.corpus.preparation import Preparation

SECONDS = 120.0  # for one job, on however busy a machine
_AHEAD = 4  # jobs a worker has waiting
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """A job, and what became of it: pieces as the worker gives them, and names with reasons."""

    job: Job
    pieces: list[Answer]
    refused: list[tuple[str, str]]


def work(jobs: Iterable[Job | Done], how: Preparation, *, workers: int = 0, seconds: float = SECONDS) -> Iterator[Done]:
    """Every job done, in their order; those that are done already pass through.

    workers   processes; 0 for one a processor
    seconds   after which a job is given up
    """
    count = workers or available()
    crew = _Crew(how, seconds)
    waiting: deque[Future[Done] | Done] = deque()
    try:
        with ThreadPoolExecutor(count) as pool:
            try:
                for job in jobs:
                    waiting.append(job if isinstance(job, Done) else pool.submit(crew.do, job))
                    if len(waiting) >= _AHEAD * count:
                        yield _result(waiting.popleft())
                while waiting:
                    yield _result(waiting.popleft())
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                crew.stop()
    finally:
        crew.close()


def _result(one: Future[Done] | Done) -> Done:
    return one if isinstance(one, Done) else one.result()


def available() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Crew:
    """The workers that are there: each does one job at a time; whoever has none waits in `free`."""

    def __init__(self, how: Preparation, seconds: float) -> None:
        self._how = how
        self._seconds = seconds
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        self._all: set[_Worker] = set()
        self._lock = Lock()
        self._stopped = False

    def do(self, job: Job) -> Done:
        """One job, by whoever is free, or somebody new."""
        worker = self._take()
        done = worker.do(job, self._seconds)
        if worker.alive:
            self._free.put(worker)
        else:
            with self._lock:
                self._all.discard(worker)
            worker.close()
        return done

    def _take(self) -> "_Worker":
        with self._lock:
            if not self._free.empty():
                return self._free.get()
            worker = _Worker(self._how)
            self._all.add(worker)
            if self._stopped:
                worker.kill()
            return worker

    def stop(self) -> None:
        """End all workers; jobs under way end as if these had died."""
        with self._lock:
            self._stopped = True
            for worker in self._all:
                worker.kill()

    def close(self) -> None:
        """Let go of workers that were ended, once nobody reads from them any more."""
        for worker in self._all:
            worker.close()
        self._all.clear()


class _Worker:
    """One process."""

    def __init__(self, how: Preparation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "songrnn.corpus.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            encoding="utf-8",
            errors="surrogatepass",
            start_new_session=True,
        )  # fmt: skip  a session of its own: Ctrl-C is for us, and we end it
        self._late = False
        self.alive = True
        self._write(json.dumps(how.values()))

    def do(self, job: Job, seconds: float) -> Done:
        """One job; if it kills the process, that is the answer."""
        done = Done(job, [], [])
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        self._write(json.dumps(asdict(job)))
        ended = self._read(done)
        timer.cancel()
        timer.join()
        if not ended or self._late:
            self.alive = False
            self.kill()
            done.pieces.clear()
            done.refused[:] = [(job.name, self._why(seconds))]
        return done

    def _write(self, line: str) -> None:
        try:
            self._pipe(self._process.stdin).write(line + "\n")
            self._pipe(self._process.stdin).flush()
        except (OSError, ValueError):  # it is dead; reading will tell
            return

    def _read(self, done: Done) -> bool:
        """Read the answers to a job; whether they came to their end."""
        try:
            for line in self._pipe(self._process.stdout):
                if line == "\n":
                    return True
                answer = json.loads(line)
                if "reason" in answer:
                    done.refused.append((answer["name"], answer["reason"]))
                else:
                    done.pieces.append(answer)
        except ValueError:  # it died while it wrote
            return False
        return False

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe

    def _give_up(self) -> None:
        self._late = True
        self.kill()

    def _why(self, seconds: float) -> str:
        if self._late:
            return f"takes more than {seconds:g} s to read; it must be broken"
        code = self._process.wait()
        how = signal.Signals(-code).name if -code in {*signal.Signals} else f"exit code {code}"
        return f"makes its reader crash ({how})"

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of a process that was ended."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not written yet, to nobody
                self._pipe(pipe).close()
