"""What became of every job, on disk: a line of JSON each, so that no corpus has to fit into memory, and a second build
does anew only what has changed.

A line is good again if its file, or part of a file, has the size and the time that it had, and was prepared in the same
way by the same songrnn. Lines are written as jobs are done, so a build that is ended loses none of them.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import IO

from songrnn import __version__
from songrnn.corpus.layouts import Job
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.workers import Done, work

_WHOLE, _BEGUN = "prepared.jsonl", "prepared.begun.jsonl"


def is_unfinished(folder: Path) -> bool:
    """Whether a folder holds the results of a build and nothing else of one."""
    return any((folder / name).is_file() for name in (_WHOLE, _BEGUN))


class Spool:
    """The results in a folder: `fill` makes them, and then they can be read again and again.

    reused    how many jobs of this build were done by an earlier one
    """

    def __init__(self, folder: Path, how: Preparation) -> None:
        self.reused = 0
        self._how = how
        self._whole, self._begun = folder / _WHOLE, folder / _BEGUN
        self._manner = _hash(json.dumps([__version__, how.values()]))

    def fill(self, jobs: Iterable[Job], *, workers: int = 0) -> Iterator[Done]:
        """Do the jobs that are not done yet; yields every one, once it is written down, in the order of the jobs."""
        known = self._known()
        keys: deque[str] = deque()  # of the jobs under way

        def new_or_done(old: IO[bytes]) -> Iterator[Job | Done]:
            for job in jobs:
                keys.append(_key(job))
                place = known.get(keys[-1])
                yield job if place is None else self._again(old, place, job)

        with self._begun.open("wb") as new, self._earlier() as old:
            for done in work(new_or_done(old), self._how, workers=workers):
                self._note(new, done, keys.popleft())
                yield done
        self._begun.replace(self._whole)

    def __iter__(self) -> Iterator[Done]:
        """What became of every job of the last build, in their order."""
        with self._whole.open("rb") as file:
            for line in file:
                yield _done(line)

    def _known(self) -> dict[str, int]:
        """Where the good lines of earlier builds begin; those of one that was ended are added to the others first."""
        if self._begun.exists():
            with self._whole.open("ab") as whole, self._begun.open("rb") as begun:
                whole.writelines(line for line in begun if line.endswith(b"\n"))
            self._begun.unlink()
        found: dict[str, int] = {}
        with suppress(FileNotFoundError), self._whole.open("rb") as file:
            place = 0
            for line in file:
                with suppress(ValueError, KeyError, TypeError):
                    entry = json.loads(line)
                    if entry["manner"] == self._manner:
                        found[str(entry["key"])] = place
                place += len(line)
        return found

    def _earlier(self) -> IO[bytes]:
        self._whole.touch()
        return self._whole.open("rb")

    def _again(self, old: IO[bytes], place: int, job: Job) -> Done:
        """A job that an earlier build has done."""
        self.reused += 1
        old.seek(place)
        found = _done(old.readline())
        return Done(job, found.pieces, found.refused)

    def _note(self, new: IO[bytes], done: Done, key: str) -> None:
        entry = {
            "key": key,
            "manner": self._manner,
            "job": done.job.name,
            "pieces": done.pieces,
            "refused": done.refused,
        }
        new.write(json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n")
        new.flush()


def _key(job: Job) -> str:
    """Of what a job reads and what it is called: its answer holds good as long as this stays the same."""
    return _hash(json.dumps([*asdict(job).values(), job.stamp()]))


def _hash(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def _done(line: bytes) -> Done:
    entry = json.loads(line)
    job = Job("", "", str(entry["job"]), "")
    return Done(job, entry["pieces"], [(name, reason) for name, reason in entry["refused"]])
