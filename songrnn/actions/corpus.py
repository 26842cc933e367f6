"""Corpora: which there are, what they hold, and whether they are what their manifest records."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from songrnn.corpus import catalogue
from songrnn.corpus.build import Corpus
from songrnn.corpus.doctor import Diagnosis, diagnose
from songrnn.corpus.manifest import differences
from songrnn.corpus.split import NAMES
from songrnn.corpus.statistics import Counts, count
from songrnn.printable import one_line

_LINE_ENDS = 2  # bytes
_BLOCK = 1 << 22  # symbols


@dataclass(frozen=True, slots=True)
class Listed:
    """A shipped corpus: its name, title and licence."""

    name: str
    title: str
    licence: str


def listed() -> list[Listed]:
    """The corpora that songrnn ships manifests for."""
    manifests = [catalogue.manifest(name) for name in catalogue.names()]
    return [Listed(manifest.name, manifest.title, manifest.licence) for manifest in manifests]


@dataclass(frozen=True, slots=True)
class Stats:
    """What a corpus holds.

    vocabulary   different symbols of its codec that occur in training, 0 where it has none
    pictures     that were drawn
    """

    corpus: Corpus
    counts: Counts
    vocabulary: int = 0
    pictures: tuple[Path, ...] = ()


def stats(name: str, pictures: Path | None = None) -> Stats:
    """Count what a corpus holds, and draw it into a folder if one is given."""
    from songrnn.corpus.encoded import has_symbols, read_symbols
    from songrnn.corpus.facts import hear
    from songrnn.corpus.pictures import draw

    corpus = catalogue.look(name)
    counts = count((piece for pieces in corpus.splits.values() for piece in pieces), corpus.notation)
    vocabulary = 0
    if corpus.folder and has_symbols(corpus.folder):
        vocabulary = _different(read_symbols(corpus.folder, "train").rows)
    drawn: list[Path] = []
    if pictures is not None:
        drawn = draw(counts, hear(corpus.splits["train"][0], corpus.notation), pictures)
    return Stats(corpus, counts, vocabulary, tuple(drawn))


def _different(rows: NDArray[Any]) -> int:
    """How many symbols there are different ones of, 0 where they are no single numbers; reads a block at a time."""
    if rows.ndim != 1:
        return 0
    found: set[int] = set()
    for start in range(0, len(rows), _BLOCK):
        found.update(np.unique(rows[start : start + _BLOCK]).tolist())
    return len(found)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a corpus. recorded: whether there was anything to compare with."""

    differences: list[str]
    diagnosis: Diagnosis
    recorded: bool

    @property
    def leaks(self) -> bool:
        """Whether held-out music is in the training split."""
        return any(leak.begins or leak.shares for leak in self.diagnosis.leaks)


def check(name: str) -> Checked:
    """Where a corpus differs from what its manifest records, and what the split doctor says of it."""
    corpus = catalogue.look(name)
    recorded = catalogue.manifest(name).recorded if name in catalogue.names() else corpus.recorded
    found = replace(corpus, recorded={}).record()
    different: list[str] = []
    if corpus.folder is not None:  # what was read and dropped on the way is known from the record alone
        found = {split: found[split] for split in NAMES}
        recorded = {split: {what: recorded[split][what] for what in found[split]} for split in NAMES}
        different += _damages(corpus.folder, corpus)
    different += differences(recorded, found) if recorded else []
    return Checked(different, diagnose(corpus.splits, corpus.notation, corpus.in_all_keys), bool(recorded))


def _damages(folder: Path, corpus: Corpus) -> Iterator[str]:
    """What was added to the texts of a built corpus, and what is wrong with its symbols and its codec."""
    from songrnn.codecs import CODECS
    from songrnn.corpus.encoded import Texts, has_symbols, hash_symbols, read_codec, read_symbols

    for name, pieces in corpus.splits.items():
        if isinstance(pieces, Texts) and pieces.behind() > _LINE_ENDS:
            yield f"{name} holds {pieces.behind():,} bytes behind its last piece"
    if not has_symbols(folder):
        return
    for name in NAMES:
        read_symbols(folder, name)
        if hash_symbols(folder, name)["symbols_sha256"] != corpus.recorded[name].get("symbols_sha256"):
            yield f"{name}'s symbols are not those that were written"
    codec, settings, files = read_codec(folder)
    try:
        CODECS.get(codec).restore(settings, files)
    except (ValueError, KeyError, TypeError) as error:
        yield f"the codec '{one_line(codec, 40)}' cannot be restored ({one_line(str(error), 80)})"
