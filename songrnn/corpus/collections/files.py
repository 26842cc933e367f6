"""Files of strangers, read within bounds: a whole one, or one line after the other, packed or not.

Counts bytes before anything looks at them; knows nothing of what they mean.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from songrnn.corpus.layouts import Job
from songrnn.errors import CorpusError

LONGEST_LINE = 4 << 20  # bytes
_MOST_PASSED = 256 << 20  # bytes of a line too long that are passed over to reach the next
_MOST_UNPACKED = 2 << 30
_MOST_BLANK = 1_000_000  # lines
_BLOCK = 1 << 20


class Line(NamedTuple):
    """A line that is not empty, with its number; or why it was not read."""

    number: int
    content: bytes
    fault: str = ""


def content_of(job: Job, most: int) -> bytes:
    """The bytes of a job; raises CorpusError if there are more than `most`."""
    return content(Path(job.path), most, job.begin, job.end)


def content(path: Path, most: int, begin: int = 0, end: int = 0) -> bytes:
    """The bytes of a file from a beginning to an end; raises CorpusError if there are more than `most`."""
    with path.open("rb") as file:
        file.seek(begin)
        found = file.read(min(end - begin if end else most + 1, most + 1))
    if len(found) > most:
        raise CorpusError(f"is larger than {most / (1 << 20):g} MB; give it in parts")
    return found


def lines(job: Job) -> Iterator[Line]:
    """The lines of a job; a fault and no more where the rest had to be left out.

    raises   CorpusError if there are hardly any but empty ones; OSError, EOFError, zlib.error if it is torn
    """
    read, blank = job.begin, 0
    with _opened(job) as stream:
        number = job.first - 1
        while (not job.end or read < job.end) and (line := stream.readline(LONGEST_LINE + 1)):
            number, read = number + 1, read + len(line)
            if len(line) > LONGEST_LINE:
                read += 0 if line.endswith(b"\n") else _pass_over(stream)
                yield Line(number, b"", f"is longer than {LONGEST_LINE >> 20} MB")
            elif bare := line.strip():
                yield Line(number, bare)
            else:
                blank += 1
            if read - job.begin > _MOST_UNPACKED:
                yield Line(number, b"", f"follows {_MOST_UNPACKED >> 30} GB of lines; the rest is left out")
                return
            if blank > _MOST_BLANK:
                raise CorpusError(f"has more than {_MOST_BLANK} empty lines; the rest is left out")


def _opened(job: Job) -> IO[bytes]:
    if job.path.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(job.path))
    file = Path(job.path).open("rb")  # noqa: SIM115  whoever asked closes it
    file.seek(job.begin)
    return file


def _pass_over(stream: IO[bytes]) -> int:
    """Read on to the end of a line; how many bytes that took. Raises CorpusError if it does not end."""
    passed = 0
    while line := stream.readline(_BLOCK):
        passed += len(line)
        if line.endswith(b"\n"):
            break
        if passed > _MOST_PASSED:
            raise CorpusError(f"has a line longer than {_MOST_PASSED >> 20} MB; the rest is left out")
    return passed
