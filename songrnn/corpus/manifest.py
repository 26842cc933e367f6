"""Corpus manifests: TOML files that say where tunes come from, how they are cleaned and split, and what came out.

A manifest's [recorded] table holds the counts and hashes that its author saw; `differences` compares.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from songrnn.corpus.clean import Rules
from songrnn.corpus.preparation import Preparation, from_values
from songrnn.corpus.split import Shares
from songrnn.errors import CorpusError, UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of tunes inside an installed package; `without` are files of it that are left out."""

    name: str
    package: str
    folder: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest, read.

    rules         how ABC is cleaned
    preparation   how music of any kind becomes pieces; None where ABC is cleaned
    """

    name: str
    title: str
    licence: str
    sources: tuple[Source, ...]
    rules: Rules
    shares: Shares
    preparation: Preparation | None = None
    recorded: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(path: Path) -> Manifest:
    """The manifest in a TOML file; raises CorpusError, naming the file, if it is not a manifest."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        cleaning = dict(table.get("clean", {}))
        cleaning |= {"header": tuple(cleaning["header"])} if "header" in cleaning else {}
        prepared = from_values(table["prepare"]) if "prepare" in table else None
        return Manifest(
            path.stem,
            table["title"],
            table["licence"],
            tuple(Source(**{**source, "without": tuple(source.get("without", ()))}) for source in table["source"]),
            Rules(**cleaning),
            Shares(**table["split"]),
            prepared,
            table.get("recorded", {}),
        )
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        raise CorpusError(f"'{path.name}' is not a corpus manifest: {error}.") from error


def differences(recorded: Mapping[str, Any], found: Mapping[str, Any], place: str = "") -> list[str]:
    """Where what was found differs from what was recorded, one sentence each; keys that only one has count too."""
    out = []
    for key in sorted({*recorded, *found}):
        here, there, name = recorded.get(key), found.get(key), f"{place}{key}"
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            out += differences(here, there, f"{name}.")
        elif here != there:
            out.append(f"{name} is {there}, recorded as {here}")
    return out
