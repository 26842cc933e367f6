"""Corpora: what they hold, whether they are what their manifest records, and their splits as files."""

from dataclasses import dataclass
from pathlib import Path

from songrnn.corpus import catalogue
from songrnn.corpus.build import Corpus
from songrnn.corpus.manifest import differences
from songrnn.errors import CorpusError
from songrnn.notation.abc.book import entry
from songrnn.printable import one_line


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


def check(name: str) -> list[str]:
    """Where a shipped corpus, built now, differs from what its manifest records; CorpusError for unknown names."""
    manifest = catalogue.manifest(name)
    if not manifest.recorded:
        raise CorpusError(f"The manifest of '{name}' records nothing to check against.")
    return differences(manifest.recorded, catalogue.find(name).record())


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """The splits as tunebooks train.abc, valid.abc and test.abc in a new or empty folder."""
    from songrnn.checkpoint import write_text

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(f"'{one_line(str(folder))}' is not empty; give another folder with -o.")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, pieces in corpus.splits.items():
        paths.append(folder / f"{name}.abc")
        write_text(paths[-1], "".join(entry(piece.text, number) for number, piece in enumerate(pieces, start=1)))
    return paths
