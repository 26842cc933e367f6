"""Corpora that `songrnn corpus build` has written into a folder: opened without reading them.

Knows the manifest of such a folder; how texts and symbols lie on disk songrnn.corpus.encoded knows.
"""

import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from songrnn.corpus.build import Corpus, Report, Tally
from songrnn.corpus.encoded import SUFFIXES, Texts
from songrnn.corpus.split import NAMES
from songrnn.errors import CorpusError
from songrnn.printable import one_line

MANIFEST = "corpus.toml"
_FORMAT = 1


def is_built(path: Path) -> bool:
    """Whether a path is such a folder."""
    return (path / MANIFEST).is_file()


def open_built(folder: Path) -> Corpus:
    """The corpus in a folder; its pieces are read as they are asked for. Raises CorpusError if it is damaged."""
    try:
        table = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if table["format"] != _FORMAT:
            raise _unreadable(folder, f"its version is {table['format']}")
        notation = table["prepare"]["notation"]
        if notation not in SUFFIXES:
            raise _unreadable(folder, f"there is no notation '{notation}'")
        recorded = table["recorded"]
        report = Report(int(recorded["read"]), _tallies(table, "mended"), _tallies(table, "dropped"))
        splits = {name: Texts(folder, name, notation) for name in NAMES}
        for name, texts in splits.items():
            counts = recorded[name]
            if len(texts) != counts["pieces"] or not {"characters", "sha256"} <= counts.keys():
                raise _unreadable(folder, f"'{name}' is not what was recorded")
        header = tuple(map(str, table.get("header", ())))
        return Corpus(
            str(folder),
            str(table["title"]),
            str(table["licence"]),
            splits,
            report,
            header,
            notation,
            folder,
            recorded,
            table["prepare"].get("key") == "all",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(folder, str(error)) from error


def _unreadable(folder: Path, why: str) -> CorpusError:
    shown = one_line(str(folder), 200)
    return CorpusError(f"'{shown}' holds no corpus that can be read ({one_line(why, 160)}); build it anew.")


def _tallies(table: dict[str, Any], what: str) -> dict[str, Tally]:
    examples = table.get("examples", {}).get(what, {})
    return {name: Tally(int(count), list(examples.get(name, []))) for name, count in table["recorded"][what].items()}


def describe(corpus: Corpus, sources: list[str], prepared: dict[str, Any], split: dict[str, Any]) -> str:
    """The manifest of a corpus, as it is written beside it."""
    report = corpus.report
    table = {
        "format": _FORMAT, "title": corpus.title, "licence": corpus.licence, "sources": sources,
        "header": list(corpus.header), "prepare": prepared, "split": split, "recorded": corpus.record(),
        "examples": {
            "mended": {name: tally.examples for name, tally in sorted(report.mended.items())},
            "dropped": {name: tally.examples for name, tally in sorted(report.dropped.items())},
        },
    }  # fmt: skip
    return tomli_w.dumps(table)
