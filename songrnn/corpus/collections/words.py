"""Files of note words: one piece a line, notes, chords and rests with spaces between them."""

from collections.abc import Iterator

from songrnn.corpus.collections.files import lines
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused


def read_words(job: Job, _manner: Manner) -> Iterator[Raw | Refused]:
    """The pieces of a file, line by line."""
    for line in lines(job):
        name = f"{job.name}, line {line.number}"
        if line.fault:
            yield Refused(name, line.fault)
        elif b"\0" in line.content:
            yield Refused(name, "is not a text")
        else:
            text = line.content.decode(errors="replace").removeprefix("\ufeff")
            yield Raw(text, "words", name, job.source)
