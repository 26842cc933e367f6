"""Run as a program of its own: jobs as JSON lines on standard input, what became of each on standard output.

Reads files of strangers through compiled libraries, so it may die: nothing else lives in this process, and whoever
started it goes on without the file that killed it. The first line names the manner and the preparation; for every job
after it comes a line for each piece and each thing refused, then an empty one.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO, Any

from songrnn.corpus.layouts import Job
from songrnn.corpus.preparation import Preparation, from_values
from songrnn.corpus.reading import Manner, Refused, read
from songrnn.corpus.turning import Dropped, turn

MEMORY = 3 << 29  # bytes of address space; compiled libraries map much more than they use


def main() -> None:
    """Answer every job until standard input ends."""
    out = _own_output()
    _limit_memory()
    lines = iter(sys.stdin)
    how = from_values(json.loads(next(lines)))
    for line in lines:
        for answer in answers(Job(**json.loads(line)), how):
            out.write(json.dumps(answer, separators=(",", ":")) + "\n")
        out.write("\n")
        out.flush()


def answers(job: Job, how: Preparation) -> Iterator[dict[str, Any]]:
    """What becomes of a job, as JSON values: pieces have a text, what was refused has a reason."""
    for raw in read(job, Manner(how.grid, how.drums, how.channels)):
        found: Iterable[Any] = [raw] if isinstance(raw, Refused) else turn(raw, how)
        for one in found:
            yield {"name": one.name, "reason": one.reason} if isinstance(one, Refused | Dropped) else asdict(one)


def _own_output() -> IO[str]:
    """Standard output for answers alone; what libraries print goes nowhere."""
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return os.fdopen(kept, "w", encoding="utf-8", errors="surrogatepass")


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
