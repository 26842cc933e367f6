"""Build: music of any kind into a corpus in a folder, clean, split and documented; encoded, if a codec is named."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from songrnn.corpus import catalogue
from songrnn.corpus.build import Corpus, Report
from songrnn.corpus.built import MANIFEST, describe, open_built
from songrnn.corpus.encoded import Texts, TextWriter, files_of, smallest_type, write_codec, write_symbols
from songrnn.corpus.gathering import convert, found_jobs, none_found, places, sifted, versions
from songrnn.corpus.layouts import Job
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.sifting import Sifter
from songrnn.corpus.split import NAMES, Shares
from songrnn.corpus.spool import Spool
from songrnn.errors import CorpusError, UsageError
from songrnn.form import Fields, Ids
from songrnn.music.piece import Piece
from songrnn.notation.sequences import loads
from songrnn.notation.whole import write_whole
from songrnn.printable import one_line, printable

if TYPE_CHECKING:
    from songrnn.codecs.codec import Codec

_MOST_COUNTED = 20_000  # files that are counted before they are read
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for.

    sources   files and folders of music, or the name of one shipped corpus
    codec     the codec to write symbols with, by name; "" for texts alone       coding   its settings
    workers   processes that read; 0 for one a processor
    """

    sources: tuple[str, ...]
    folder: Path
    how: Preparation
    shares: Shares = field(default_factory=Shares)
    codec: str = ""
    coding: Mapping[str, Any] = field(default_factory=dict)
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """So many files or parts of files are done, with so many pieces; so many of them by an earlier build.

    total   how many there are in all; 0 where they are too many to be counted first
    """

    jobs: int
    pieces: int
    reused: int
    name: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class Encoding:
    """So many pieces of a split are encoded."""

    split: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Built:
    """The corpus is there. symbols: how many there are different ones of, 0 where that says nothing."""

    corpus: Corpus
    symbols: int = 0


Event = Read | Encoding | Built


def build(order: Order) -> Generator[Event, None, None]:
    """Build a corpus into a folder: Read as files are done, Encoding as pieces are encoded, then Built.

    What was there of an earlier build is replaced once all is done; if it is ended before, it is left as it was, and
    the next build goes on.

    raises   CorpusError if there is no music in the sources, or the folder holds something else or is built into;
             UsageError for an order that makes no sense
    """
    named = _check(order)
    order.folder.mkdir(parents=True, exist_ok=True)
    with _alone(order.folder):
        for left in order.folder.glob(".unfinished-*"):  # by a process that was killed
            shutil.rmtree(left, ignore_errors=True)
        place = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=order.folder))
        try:
            yield from _build(order, named, place)
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _check(order: Order) -> str:
    """Refuse what cannot be built before anything is read; returns the name of the shipped corpus, if it is one."""
    _check_place(order.folder)
    if not 0 <= min(order.shares.valid, order.shares.test) <= order.shares.valid + order.shares.test < 1:
        raise UsageError("The shares of validation and test have to be 0 or more, and less than 1 together.")
    if order.codec:
        _check_codec(order.codec, order.how.notation)
    named = [source for source in order.sources if source in catalogue.names()]
    if named and len(order.sources) > 1:
        raise UsageError(f"'{named[0]}' is a corpus of its own; build it without other sources.")
    for source in order.sources if not named else ():
        if not os.path.exists(source):  # noqa: PTH110  pathlib's own raises for names that are too long
            raise CorpusError(f"No file or folder '{one_line(source, 200)}' to read music from; check the path.")
    return named[0] if named else ""


def _check_place(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CorpusError(f"'{one_line(str(folder), 200)}' is a file; give a folder with -o.")
    ours = (MANIFEST, "prepared.jsonl", "prepared.begun.jsonl")
    others = [path for path in folder.iterdir() if not path.name.startswith(".unfinished-")]
    if others and not any((folder / name).exists() for name in ours):
        raise CorpusError(f"'{one_line(str(folder), 200)}' is not empty; give another folder with -o.")


def _check_codec(name: str, notation: str) -> None:
    from songrnn.codecs import CODECS

    known = CODECS.get(name).notations
    if notation not in known:
        raise UsageError(f"The codec '{name}' does not take the notation '{notation}', but {' or '.join(known)}.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Inside, no other process builds into the folder; raises CorpusError if one does. It ends with the process."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # where a system has no such locks, two builds into one folder are the user's affair
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise CorpusError(
                f"Another build is writing into '{one_line(str(folder), 200)}'; wait for it, or give another folder."
            ) from error
        yield
    finally:
        os.close(handle)


def _build(order: Order, named: str, place: Path) -> Iterator[Event]:
    corpus = _named(named, order, place) if named else (yield from _gather(order, place))
    symbols = (yield from _encode(order, place, corpus)) if order.codec else 0
    sources = [printable(source) for source in order.sources]
    described = describe(corpus, sources, order.how.values(), asdict(order.shares))
    _switch(order.folder, place, described)
    yield Built(open_built(order.folder), symbols)


def _named(name: str, order: Order, place: Path) -> Corpus:
    """A shipped corpus, its texts written into `place`; prepared once more, if the order asks for it."""
    plain = order.how == Preparation(order.how.notation)
    corpus = catalogue.find(name, (order.how.notation,)) if plain else convert(catalogue.find(name), order.how)
    pieces = ((split, piece) for split in NAMES for piece in corpus.splits[split])
    return replace(corpus, recorded={**corpus.record(), **_write_splits(place, corpus.notation, pieces)})


def _gather(order: Order, place: Path) -> Generator[Event, None, Corpus]:
    """Read, sift and split music; its texts are written into `place`."""
    report, spool, pieces = Report(), Spool(order.folder, order.how), 0
    paths = [Path(source) for source in order.sources]
    if any(path.resolve() == order.folder.resolve() for path in paths):
        shown = one_line(str(order.folder), 200)
        raise CorpusError(f"'{shown}' cannot be made of itself; give its sources, or another folder with -o.")
    total = _counted(found_jobs(paths, Report(), order.folder))
    found = found_jobs(paths, report, order.folder)
    for jobs, done in enumerate(spool.fill(found, workers=order.workers), start=1):
        pieces += len(done.pieces)
        yield Read(jobs, pieces, spool.reused, done.job.name, total)
    sifter = Sifter(order.how.near)
    if not sum(stays for _, stays in sifted(spool, sifter, report)):
        raise none_found(report)
    record = _write_splits(place, order.how.notation, _placed(spool, places(sifter, order.shares, report)))
    title = one_line(" + ".join(path.name or str(path) for path in paths), _LONGEST_TITLE)
    base = Corpus(str(order.folder), title, "not stated", {}, report, notation=order.how.notation)
    return replace(base, recorded={**_counts(report), **record})


def _counted(jobs: Iterable[Job]) -> int:
    """How many there are, 0 if that takes too long to say."""
    count = sum(1 for _ in islice(jobs, _MOST_COUNTED))
    return count if count < _MOST_COUNTED else 0


def _placed(spool: Spool, places: Iterator[str]) -> Iterator[tuple[str, Piece]]:
    for done in spool:
        for piece in done.pieces:
            split = next(places)
            if split:
                yield from ((split, version) for version in versions(piece, split))


def _counts(report: Report) -> dict[str, Any]:
    return {
        "read": report.read,
        "mended": {rule: tally.count for rule, tally in sorted(report.mended.items())},
        "dropped": {reason: tally.count for reason, tally in sorted(report.dropped.items())},
    }


def _write_splits(place: Path, notation: str, pieces: Iterable[tuple[str, Piece]]) -> dict[str, Any]:
    writers = {name: TextWriter(place, name, notation) for name in NAMES}
    with ExitStack() as opened:
        for writer in writers.values():
            opened.callback(writer.close)
        for split, piece in pieces:
            writers[split].add(piece)
    return {name: writer.record() for name, writer in writers.items()}


def _encode(order: Order, place: Path, corpus: Corpus) -> Generator[Event, None, int]:
    """Fit the codec on the training split and write the symbols of all; returns how many symbols there are."""
    from songrnn.codecs import CODECS

    splits = {name: Texts(place, name, corpus.notation) for name in NAMES}
    codec: Codec[Any] = CODECS.get(order.codec).fit(materials(corpus.notation, splits["train"]), **order.coding)
    for name, pieces in splits.items():
        yield Encoding(name, 0)
        changes: list[int] = []
        encoded = _symbols(codec, materials(corpus.notation, pieces), changes)
        corpus.recorded[name].update(write_symbols(place, name, encoded, _type(codec)))
        if any(changes):
            corpus.recorded[name]["changed"] = sum(changes)
        yield Encoding(name, len(pieces))
    write_codec(place, order.codec, codec.settings(), codec.files())
    return codec.form.size if isinstance(codec.form, Ids) else 0


def _symbols(codec: "Codec[Any]", pieces: Iterable[Any], changes: list[int]) -> Iterator[NDArray[Any]]:
    """The symbols of pieces; how many of each stand for something else is noted."""
    for piece in pieces:
        encoded = codec.encode(piece)
        changes.append(encoded.changed)
        yield encoded.symbols


def _type(codec: "Codec[Any]") -> str:
    """The type in which symbols are kept."""
    if isinstance(codec.form, Ids):
        return smallest_type(codec.form.size)
    return "float32" if isinstance(codec.form, Fields) else "uint8"


def materials(notation: str, pieces: Iterable[Any]) -> Iterator[Any]:
    """Pieces as codecs take them: texts, or note sequences."""
    return (loads(piece.text) for piece in pieces) if notation == "notes" else (piece.text for piece in pieces)


def _switch(folder: Path, place: Path, described: str) -> None:
    """Put what was built into its folder; the manifest comes last, and until then there is no corpus."""
    (folder / MANIFEST).unlink(missing_ok=True)
    for old in files_of(folder):
        old.unlink()
    shutil.rmtree(folder / "codec", ignore_errors=True)
    for path in sorted(place.iterdir()):
        path.rename(folder / path.name)
    write_whole(folder / MANIFEST, described.encode())


def notation_for(codec: str) -> str:
    """What pieces are written in for a codec: the first notation that it takes; ABC where there is no codec."""
    from songrnn.codecs import CODECS

    return str(CODECS.get(codec).notations[0]) if codec else "abc"


def coding(settings: Iterable[str]) -> dict[str, Any]:
    """Settings of a codec, NAME=VALUE each; raises UsageError for anything else."""
    found: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not (name and equals and value):
            raise UsageError(f"'{one_line(setting, 60)}' is not a setting; write NAME=VALUE, such as size=1000.")
        name = name.removeprefix("codec.")
        found[name] = _value(value)
    return found


def _value(text: str) -> Any:
    """A number or a truth, if a text is one; else the text."""
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return {"true": True, "false": False}.get(text, text)
