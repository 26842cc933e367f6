"""Files and folders of any kind into jobs: what there is to read, and which reader it wants.

Knows how data sets lie on a disk; opens files only to see of what kind they are and where a big one can be cut. Lists
lazily, in the order of names: of the tree itself only the folders above are in memory.

    Slakh       Track00001/metadata.yaml, MIDI/S00.mid …; all_src.mid, mix.flac and stems/S00.flac are not read
    POP909      001/001.mid; 001/versions/ holds other takes of the same song and is not read
    Lakh        0/0000….mid, or any other tree of MIDI files
    MusicNet    train_labels/1727.csv, test_labels/1759.csv, musicnet_metadata.csv beside them; or musicnet.npz
    Doodle      bach-doodle.jsonl-00001-of-00192.gz, unpacked or not
    JSB         jsb-chorales-16th.json
    a corpus    that songrnn has built: its texts
    the rest    tunebooks, course text, folk-rnn's tokens, note words, MusicXML, in any tree
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from songrnn.corpus.kinds import kind_of
from songrnn.corpus.ranges import ranges
from songrnn.corpus.split import CALLED
from songrnn.errors import CorpusError
from songrnn.printable import one_line

_DEEPEST = 40  # folders
_LONGEST_NAME = 1000
_BOOKS = frozenset({"book", "words", "folkrnn"})
_TEXTS = (".abc", ".words")  # what is music in a corpus that was built; all else there is made from it
_SLAKH = frozenset({"metadata.yaml", "MIDI"})
_SILENT = frozenset({"license", "licence", "readme", "copying", "citation", "__macosx", "musicnet_metadata.csv"})


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of reading for a worker process; all its values can be written as JSON.

    path         a file, or the folder of a Slakh track
    kind         the name of a reader in songrnn.corpus.reading.READERS
    name         for messages: the path inside of the source
    source       the collection: the stem of a book's file, unless it is a split's; else the name of the folder
    begin, end   bytes of a big text; end 0 for the end of the file
    first        the number of the line or tune that stands at `begin`
    """

    path: str
    kind: str
    name: str
    source: str
    begin: int = 0
    end: int = 0
    first: int = 1

    def stamp(self) -> str:
        """Size and time of change of what is read, to tell whether it has changed; "" if it cannot be found."""
        try:
            found = [file.stat() for file in _read_of(Path(self.path))]
        except OSError:
            return ""
        return f"{sum(one.st_size for one in found)}-{max(one.st_mtime_ns for one in found)}"


def _read_of(path: Path) -> Iterable[Path]:
    return [path / "metadata.yaml", path / "MIDI", *sorted(path.glob("MIDI/*.mid"))] if path.is_dir() else [path]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that nothing reads, and why."""

    name: str
    reason: str


def jobs(path: Path) -> Iterator[Job | Skipped]:
    """What there is to read in a file or folder; raises CorpusError if there is no such thing."""
    if path.is_dir():
        yield from _of_folder(path, "", _shown(path.resolve().name), ())
    elif path.is_file():
        yield from _of_file(path, _shown(path.name), _shown(path.stem))
    else:
        raise CorpusError(f"No file or folder '{one_line(str(path))}' to read music from; check the path.")


def _shown(name: str) -> str:
    return one_line(name, _LONGEST_NAME)


def _of_folder(path: Path, name: str, source: str, above: tuple[tuple[int, int], ...]) -> Iterator[Job | Skipped]:
    """What there is in a folder; `above` are the folders that it lies in, so that a link to one of them is seen."""
    try:
        here = path.stat()
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(name or source, f"is a folder that cannot be listed ({error.strerror})")
        return
    itself = (here.st_dev, here.st_ino)
    if itself in above or len(above) >= _DEEPEST:
        yield Skipped(name or source, "is a folder inside of itself, or too deep")
        return
    names = {entry.name for entry in entries}
    if names >= _SLAKH:
        yield Job(str(path), "slakh", name or source, source)
        return
    built = "corpus.toml" in names
    for entry in entries:
        if _is_silent(entry.name) or (entry.name == "versions" and f"{path.name}.mid" in names):
            continue
        if built and not entry.name.endswith(_TEXTS):
            continue
        inner = _shown(f"{name}/{entry.name}" if name else entry.name)
        if _is_folder(entry):
            yield from _of_folder(path / entry.name, inner, source, (*above, itself))
        else:
            yield from _of_file(path / entry.name, inner, source)


def _is_silent(name: str) -> bool:
    """Files that stand beside music and are nobody's loss."""
    return name.startswith(".") or name.lower().endswith(".md") or not _SILENT.isdisjoint(_stems(name.lower()))


def _stems(name: str) -> tuple[str, str]:
    return name, name.removesuffix(".txt")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _of_file(path: Path, name: str, source: str) -> Iterator[Job | Skipped]:
    try:
        kind = kind_of(path)
        is_collection = kind in _BOOKS and path.stem.lower() not in CALLED
        collection = _shown(path.stem) if is_collection else source
        for piece in ranges(path, kind):
            yield Job(str(path), kind, name, collection, *piece)
    except CorpusError as error:
        yield Skipped(name, str(error))
    except OSError as error:
        yield Skipped(name, f"cannot be read ({error.strerror})")
