"""What CORPUS means on a command line: the name of a manifest, a corpus that was built, or the path of music."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from songrnn.corpus.build import Corpus, build_named, build_path
from songrnn.corpus.built import is_built, open_built
from songrnn.corpus.gathering import convert, gather
from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.manifest import Manifest, read_manifest
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.sources import package_folder
from songrnn.corpus.split import Shares, TooFewError
from songrnn.corpus.spool import is_unfinished
from songrnn.errors import CorpusError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line
from songrnn.shipped import shipped


def names() -> list[str]:
    """The names of the corpora that songrnn ships manifests for."""
    return sorted(path.stem for path in shipped("corpora").glob("*.toml"))


def manifest(name: str) -> Manifest:
    """The manifest of that name; raises CorpusError if there is none."""
    if name not in names():
        raise CorpusError(f"No corpus is called '{one_line(name)}'. {did_you_mean(name, names())}")
    return read_manifest(shipped("corpora") / f"{name}.toml")


def look(corpus: str) -> Corpus:
    """The corpus that a name or path means, to be looked at; one that is too small to be divided is whole."""
    try:
        return find(corpus)
    except TooFewError:
        path = Path(corpus)
        if _holds_only_books(path):
            return build_path(path, divided=False)
        return gather([path], Preparation(), None, corpus)


def find(corpus: str, notations: Sequence[str] = ("abc", "words", "notes")) -> Corpus:
    """The corpus that a name or path means, built; a name goes before a path of the same spelling.

    notations   those that its pieces may be in, as a codec says it; music in another one is turned into the first
    """
    found = _find(corpus, notations[0])
    as_it_is = Preparation(notations[0], longest_rest=0, fewest_notes=1)
    return found if found.notation in notations else convert(found, as_it_is)


def _find(corpus: str, notation: str) -> Corpus:
    if corpus in names():
        return _named(manifest(corpus))
    if not os.path.exists(corpus):  # noqa: PTH110  pathlib's own raises for names that are too long
        raise CorpusError(f"No corpus or file is called '{one_line(corpus)}'. {did_you_mean(corpus, names())}")
    path = Path(corpus)
    if is_unfinished(path) and not is_built(path):
        shown = one_line(str(path), 200)
        raise CorpusError(f"The build of '{shown}' was not finished; run it again, and it goes on where it stopped.")
    if is_built(path):
        return open_built(path)
    if _holds_only_books(path):
        return build_path(path)
    return gather([path], Preparation(notation), Shares(), corpus)


def _named(described: Manifest) -> Corpus:
    """The corpus of a manifest: ABC that is cleaned, or any music that is prepared."""
    if described.preparation is None:
        return build_named(described)
    folders = [package_folder(source.package) / source.folder for source in described.sources]
    without = [name for source in described.sources for name in source.without]
    found = gather(folders, described.preparation, described.shares, described.name, without=without)
    return replace(found, title=described.title, licence=described.licence)


def _holds_only_books(path: Path) -> bool:
    """Whether a file or folder holds tunebooks and no other music; their text is kept as it is."""
    return {found.kind for found in jobs(path) if isinstance(found, Job)} == {"book"}
