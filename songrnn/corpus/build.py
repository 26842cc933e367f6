"""A corpus, built: from a manifest, or from a file or folder as it is, to splits and a report.

A named corpus is cleaned by its manifest's rules. A file or folder keeps its text as it came; a folder that holds
train, val and test files keeps their split.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from songrnn.corpus.clean import clean
from songrnn.corpus.dedupe import without_copies
from songrnn.corpus.manifest import Manifest
from songrnn.corpus.sources import Found, package_folder, read_path
from songrnn.corpus.split import CALLED, NAMES, Shares, fingerprint, split
from songrnn.errors import CorpusError
from songrnn.music.piece import Piece
from songrnn.printable import one_line

_EXAMPLES = 3


@dataclass(slots=True)
class Tally:
    """How often something happened, and the names of the first pieces to which it did."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(name)


@dataclass(slots=True)
class Report:
    """What happened on the way from sources to splits: rule or reason → tally."""

    read: int = 0
    mended: dict[str, Tally] = field(default_factory=dict)
    dropped: dict[str, Tally] = field(default_factory=dict)

    def note(self, where: dict[str, Tally], what: str, name: str) -> None:
        """Count `what` for the piece `name`."""
        where.setdefault(what, Tally()).add(name)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pieces by split.

    name      the manifest's name, or the path as given
    splits    "train", "valid" and "test" → pieces
    header    the header fields that every piece keeps, in order; none if pieces are as they came
    notation  what the pieces are written in: "abc", "words" or "notes"
    folder    where it lies, if it was built there; its symbols may be there too
    in_all_keys   every training piece is there on twelve tonics
    """

    name: str
    title: str
    licence: str
    splits: Mapping[str, Sequence[Piece]]
    report: Report
    header: tuple[str, ...] = ()
    notation: str = "abc"
    folder: Path | None = None
    recorded: Mapping[str, Any] = field(default_factory=dict)
    in_all_keys: bool = False

    def texts(self, name: str) -> list[str]:
        """The texts of a split."""
        return [piece.text for piece in self.splits[name]]

    def record(self) -> dict[str, Any]:
        """Counts and hashes, as a manifest records them; those of a corpus that was built are read from its own."""
        if self.recorded:
            return dict(self.recorded)
        kept = {
            name: {
                "pieces": len(pieces),
                "characters": sum(len(piece.text) for piece in pieces),
                "sha256": fingerprint(pieces),
            }
            for name, pieces in self.splits.items()
        }
        return {
            "read": self.report.read,
            "mended": {rule: tally.count for rule, tally in sorted(self.report.mended.items())},
            "dropped": {reason: tally.count for reason, tally in sorted(self.report.dropped.items())},
            **kept,
        }


def build_named(manifest: Manifest) -> Corpus:
    """The corpus that a manifest describes."""
    report = Report()
    pieces: list[Piece] = []
    for source in manifest.sources:
        found = read_path(package_folder(source.package) / source.folder)
        _refusals(found, report)
        for piece in found.pieces:
            cleaned = clean(piece.text, manifest.rules)
            for rule in cleaned.mended:
                report.note(report.mended, rule, piece.name)
            if cleaned.dropped:
                report.note(report.dropped, cleaned.dropped, piece.name)
            else:
                pieces.append(Piece(cleaned.text, piece.name, source.name))
    splits = split(_unique(pieces, report), manifest.shares)
    return Corpus(manifest.name, manifest.title, manifest.licence, splits, report, manifest.rules.header)


def build_path(path: Path, shares: Shares | None = None, *, divided: bool = True) -> Corpus:
    """The corpus in a file or folder, text as it came; undivided all of it is for training.

    raises   CorpusError if it holds no tune; TooFewError if it cannot be divided
    """
    report = Report()
    given = _given_splits(path)
    if given:
        found = {name: _whole(read_path(file), report) for name, file in given.items()}
        splits = {name: [replace(piece, source=path.name) for piece in pieces] for name, pieces in found.items()}
        splits = {name: splits.get(name, []) for name in NAMES}
    else:
        unique = _unique(_whole(read_path(path), report), report)
        alone = {name: unique if name == "train" else [] for name in NAMES}
        splits = split(unique, shares or Shares()) if divided else alone
    return Corpus(str(path), path.name, "not stated", splits, report)


def _given_splits(path: Path) -> dict[str, Path]:
    """Files of a folder that are named as splits; none unless training and validation are both there."""
    if not path.is_dir():
        return {}
    found = {
        CALLED[p.stem.lower()]: p
        for p in sorted(path.iterdir())
        if p.stem.lower() in CALLED and (p.is_dir() or p.suffix.lower() in (".abc", ".txt"))
    }
    return found if {"train", "valid"} <= set(found) else {}


def _whole(found: Found, report: Report) -> list[Piece]:
    """All pieces found, after counting; raises CorpusError, with the commonest reason, if there is none."""
    _refusals(found, report)
    if not found.pieces:
        reasons = Counter({reason: tally.count for reason, tally in report.dropped.items()}).most_common(1)
        why = reasons[0][0] if reasons else "there is no .abc or .txt file with text in it"
        raise CorpusError(f"The corpus is empty: {one_line(why, 200).rstrip('.')}.")
    return found.pieces


def _refusals(found: Found, report: Report) -> None:
    report.read += len(found.pieces) + sum(map(len, found.refused.values()))
    for reason, names in found.refused.items():
        for name in names:
            report.note(report.dropped, reason, name)


def _unique(pieces: Sequence[Piece], report: Report) -> list[Piece]:
    kept, copies = without_copies(pieces)
    for piece in copies:
        report.note(report.dropped, "the same notes as an earlier tune", piece.name)
    return kept
