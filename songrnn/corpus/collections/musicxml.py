"""MusicXML files, plain or packed: each is one piece, a score."""

from collections.abc import Iterator
from pathlib import Path

from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused
from songrnn.notation.musicxml import read_musicxml


def read_file(job: Job, _manner: Manner) -> Iterator[Raw | Refused]:
    """The score in a file."""
    yield Raw(read_musicxml(Path(job.path)).score, "score", job.name, job.source)
