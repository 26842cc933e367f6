"""Which files tunes can be written into, by the end of the file's name.

Knows what several tunes in one format make, a tunebook or numbered files; nothing of what is inside.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from songrnn.errors import MusicError, UsageError
from songrnn.notation.abc.book import entry
from songrnn.notation.abc.parser import Reading, read_tune
from songrnn.notation.midi import write_midi, write_whole
from songrnn.printable import one_line

Writer = Callable[[Sequence[str], Path], list[str]]
"""Writes ABC tunes; returns a remark for whatever could not be kept. Raises MusicError, UsageError."""

_MOST_REMARKS = 3


def writer_for(path: Path) -> Writer:
    """The writer for a file of that name, upper or lower case; raises UsageError, with what is known, if none is."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise UsageError(f"'{one_line(path.name)}' ends in no format that can be written; give it one of {known}.")
    return writer


def _tunebook(tunes: Sequence[str], path: Path) -> list[str]:
    """All tunes in one file, numbered from 1."""
    book = "".join(entry(tune, number) for number, tune in enumerate(tunes, start=1))
    write_whole(path, book.encode(errors="replace"))
    return []


def _midi_files(tunes: Sequence[str], path: Path) -> list[str]:
    """One tune in the file itself, several in files numbered from 1. One without notes is an error only if alone."""
    if len(tunes) == 1:
        return _midi_file(tunes[0], path)
    remarks = []
    for number, tune in enumerate(tunes, start=1):
        try:
            remarks += _midi_file(tune, path.with_stem(f"{path.stem}-{number}"))
        except MusicError as error:
            remarks.append(f"Tune {number} is not written: {error}")
    return remarks


def _midi_file(tune: str, path: Path) -> list[str]:
    reading = read_tune(tune)
    write_midi(reading.score, path)
    return _remarks(reading, path.name)


def _remarks(reading: Reading, name: str) -> list[str]:
    """One sentence on what the reader passed over or could not read."""
    what = list(dict.fromkeys(diagnostic.what for diagnostic in reading.diagnostics))
    more = f" and {len(what) - _MOST_REMARKS} more" if len(what) > _MOST_REMARKS else ""
    return [f"'{one_line(name)}': {'; '.join(what[:_MOST_REMARKS])}{more}."] if what else []


WRITERS: Mapping[str, Writer] = {".abc": _tunebook, ".mid": _midi_files, ".midi": _midi_files}
