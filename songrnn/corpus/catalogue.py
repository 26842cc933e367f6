"""What CORPUS means on a command line: the name of a manifest, or the path of a file or folder."""

from pathlib import Path

from songrnn.corpus.build import Corpus, build_named, build_path
from songrnn.corpus.manifest import Manifest, read_manifest
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


def find(corpus: str) -> Corpus:
    """The corpus that a name or path means, built; a name goes before a path of the same spelling."""
    if corpus in names():
        return build_named(manifest(corpus))
    path = Path(corpus)
    if path.exists():
        return build_path(path)
    raise CorpusError(f"No corpus or file is called '{one_line(corpus)}'. {did_you_mean(corpus, names())}")
