"""Jobs into raw pieces: every reader under one contract, and none that lets a bad file stop a build.

Knows which reader a kind wants and which split a name tells of. Judges and changes nothing of the music.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from songrnn.corpus.layouts import Job
from songrnn.corpus.split import CALLED
from songrnn.errors import SongrnnError
from songrnn.lookup import Table
from songrnn.music.score import Score
from songrnn.music.sequence import NoteSequence
from songrnn.printable import one_line

READERS: Final = Table(
    "reader",
    {
        "book": "songrnn.corpus.collections.books:read_book",
        "folkrnn": "songrnn.corpus.collections.books:read_tokens",
        "words": "songrnn.corpus.collections.words:read_words",
        "midi": "songrnn.corpus.collections.midi:read_file",
        "slakh": "songrnn.corpus.collections.slakh:read_track",
        "musicxml": "songrnn.corpus.collections.musicxml:read_file",
        "musicnet-csv": "songrnn.corpus.collections.musicnet:read_labels",
        "musicnet-npz": "songrnn.corpus.collections.musicnet:read_archive",
        "doodle": "songrnn.corpus.collections.doodle:read_sessions",
        "jsb": "songrnn.corpus.collections.jsb:read_chorales",
    },
)
_MOST_REFUSED = 10_000  # of one job: who sends more sends nothing good
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Raw:
    """A piece as it came.

    content    ABC or note words; a score of MusicXML; a note sequence of MIDI and of lists of notes
    notation   "abc", "words", "score" or "notes"
    split      "train", "valid" or "test" where the data set says so; "" where it does not
    """

    content: str | Score | NoteSequence
    notation: str
    name: str
    source: str
    split: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A piece or a file that cannot be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read.

    finest     the shortest step of the grid that played notes are put on, 48 for 48th notes; 0 leaves them as they are
    drums      players of drums are there too
    channels   of MIDI files, from 1 to 16; all, if none is named
    """

    finest: int = 48
    drums: bool = False
    channels: tuple[int, ...] = ()


Reader = Callable[[Job, Manner], Iterator[Raw | Refused]]


def read(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """The pieces of a job, one by one; whatever is wrong with a file is a refusal."""
    reader: Reader = READERS.get(job.kind)
    is_empty, refused = True, 0
    try:
        for one in reader(job, manner):
            is_empty = False
            yield replace(one, split=one.split or split_of(job.name)) if isinstance(one, Raw) else one
            refused += isinstance(one, Refused)
            if refused > _MOST_REFUSED:
                yield Refused(job.name, f"has more than {_MOST_REFUSED} broken pieces; the rest of it is left out")
                return
        if is_empty:
            yield Refused(job.name, "is empty")
    except Exception as error:  # noqa: BLE001  a file of a stranger must not end a build, whatever it does to a reader
        yield Refused(job.name, reason_of(error, job.name, Path(job.path).name))


def attempt(name: str, make: Callable[[], Raw]) -> Raw | Refused:
    """A piece, or why it cannot be made: for readers of files that hold many."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001  as above
        return Refused(name, reason_of(error, name))


def reason_of(error: Exception, *names: str) -> str:
    """What an error says, without the name of the file, so that equal reasons are equal."""
    if isinstance(error, SongrnnError):
        said = str(error)
        for name in names:
            said = said.removeprefix(f"'{one_line(name)}' ")
        return one_line(said, _LONGEST_REASON).rstrip(".")
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    if isinstance(error, MemoryError):
        return "takes too much memory to read"
    return one_line(f"is broken ({type(error).__name__}: {error})", _LONGEST_REASON)


def split_of(name: str) -> str:
    """The split that a file's name, or that of a folder above it, tells of; "" if none does."""
    *folders, file = name.lower().split("/")
    found = [CALLED[one] for one in (*folders, re.split(r"[.,]", file)[0]) if one in CALLED]
    return found[-1] if found else ""
