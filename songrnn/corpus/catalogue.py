"""What CORPUS means on a command line: the name of a manifest, a corpus that was built, or the path of music."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from songrnn.corpus.build import Corpus, build_named, build_path
from songrnn.corpus.built import is_built, open_built
from songrnn.corpus.dedupe import near_key
from songrnn.corpus.facts import heard_or_silent
from songrnn.corpus.gathering import convert, gather
from songrnn.corpus.layouts import Job, jobs
from songrnn.corpus.manifest import Manifest, read_manifest
from songrnn.corpus.preparation import Preparation, from_values
from songrnn.corpus.sources import package_folder
from songrnn.corpus.split import Shares, TooFewError
from songrnn.corpus.split import split as split_anew
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


_ALL = ("abc", "words", "notes")


@dataclass(frozen=True, slots=True)
class Taken:
    """How a corpus is taken that was not built before.

    prepared   what is done to its pieces, by the names of songrnn.corpus.preparation
    shares     of a corpus that does not say itself how it is split
    mixed      it is split anew, whatever it says itself; also one that was built
    """

    prepared: Mapping[str, Any] = field(default_factory=dict)
    shares: Shares = field(default_factory=Shares)
    mixed: bool = False


def find(corpus: str, notations: Sequence[str] = _ALL, taken: Taken = Taken()) -> Corpus:
    """The corpus that a name or path means, built; a name goes before a path of the same spelling.

    notations   those that its pieces may be in, as a codec says it; music in another one is turned into the first
    """
    how = from_values({**taken.prepared, "notation": notations[0]})
    found = _find(corpus, how, taken.shares)
    if found.notation not in notations:
        as_it_is = {"longest_rest": 0.0, "fewest_notes": 1}
        found = convert(found, from_values({**as_it_is, **taken.prepared, "notation": notations[0]}))
    return mixed(found, taken.shares) if taken.mixed else found


def mixed(corpus: Corpus, shares: Shares) -> Corpus:
    """A corpus split anew, by tunes; raises CorpusError if its training pieces are there in other keys too."""
    if corpus.in_all_keys:
        raise CorpusError(
            f"'{one_line(corpus.name, 200)}' holds its training pieces in all keys, so it cannot be split anew; build "
            "it with --key kept, or leave out split.mixed."
        )
    pieces = [piece for split in corpus.splits.values() for piece in split]
    key = None if corpus.notation == "abc" else lambda piece: near_key(heard_or_silent(piece, corpus.notation))
    return replace(corpus, splits=split_anew(pieces, shares, key), folder=None, recorded={})


def _find(corpus: str, how: Preparation, shares: Shares) -> Corpus:
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
        return build_path(path, shares)
    return gather([path], how, shares, corpus)


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
