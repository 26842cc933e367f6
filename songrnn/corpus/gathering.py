"""Music of any kind, gathered into a corpus in memory: for training and measuring at once, without a folder for it.

Knows the order of things: jobs, workers, sifting, splits. `songrnn corpus build` does the same on disk, for corpora of
any size.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from songrnn.corpus.build import Corpus, Report
from songrnn.corpus.layouts import Job, Skipped, jobs
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.reading import Raw
from songrnn.corpus.sifting import Sifter
from songrnn.corpus.split import NAMES, Shares, TooFewError
from songrnn.corpus.turning import Dropped, turn
from songrnn.corpus.workers import Answer, Done, work
from songrnn.errors import CorpusError
from songrnn.music.piece import Piece
from songrnn.printable import one_line

_FILE = re.compile(r"^'[^']{1,250}' ")
_MOST_REASONS = 200


def gather(
    paths: Sequence[Path], how: Preparation, shares: Shares | None, name: str, without: Sequence[str] = ()
) -> Corpus:
    """The corpus in files and folders of any kinds, but for files of some names; without shares all is for training.

    raises   CorpusError if there is no music in them
    """
    report = Report()
    wanted = (job for job in found_jobs(paths, report) if job.name not in without)
    return _corpus(work(wanted, how), how, shares, name, report)


def convert(corpus: Corpus, how: Preparation) -> Corpus:
    """A corpus of texts in another notation; its pieces stay in their splits."""
    report = Report()
    splits: dict[str, list[Piece]] = {split: [] for split in NAMES}
    for split, pieces in corpus.splits.items():
        for piece in pieces:
            report.read += 1
            for made in turn(Raw(piece.text, corpus.notation, piece.name, piece.source, split), how):
                if isinstance(made, Dropped):
                    note_dropped(report, made.reason, made.name)
                else:
                    splits[split] += versions(asdict(made), split)
    if not any(splits.values()):
        raise none_found(report)
    return Corpus(corpus.name, corpus.title, corpus.licence, splits, report, notation=how.notation)


def found_jobs(paths: Sequence[Path], report: Report, besides: Path | None = None) -> Iterator[Job]:
    """The jobs of several places; what none can be made of is reported.

    besides   a folder in which nothing is looked for: what is built there is no source of itself
    """
    own = str(besides.resolve()) if besides else ""
    for path in paths:
        root = str(path.resolve())
        for found in jobs(path):
            if own and _is_inside(f"{root}{os.sep}{found.name}" if path.is_dir() else root, own):
                continue
            if isinstance(found, Skipped):
                note_dropped(report, found.reason, found.name)
                report.read += 1
            else:
                yield found


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def versions(piece: Answer, split: str) -> list[Piece]:
    """A prepared piece as it stands in a split: for training in other keys too, if it was prepared in them."""
    texts = [piece["text"], *piece["others"]] if split == "train" else [piece["text"]]
    return [Piece(text, piece["name"], piece["source"]) for text in texts]


def sifted(done: Iterable[Done], sifter: Sifter, report: Report) -> Iterator[tuple[Answer, bool]]:
    """Every piece, and whether it stays; all that is dropped or changed is reported."""
    for one in done:
        report.read += len(one.pieces) + len(one.refused)
        for name, reason in one.refused:
            note_dropped(report, reason, name)
        for piece in one.pieces:
            why = sifter.add(piece)
            if why:
                note_dropped(report, why, piece["name"])
            else:
                for what in piece["done"]:
                    report.note(report.mended, what, piece["name"])
            yield piece, not why


def note_dropped(report: Report, reason: str, name: str) -> None:
    """Count something that is dropped. There may be so many reasons and no more; further ones count as one."""
    shown = general(reason)
    known = shown in report.dropped or len(report.dropped) < _MOST_REASONS
    report.note(report.dropped, shown if known else "other reasons", name)


def general(reason: str) -> str:
    """A reason without the name of the file at its beginning, so that the same ones are counted together."""
    return one_line(_FILE.sub("", reason).rstrip("."), 160)


def none_found(report: Report) -> CorpusError:
    """What to say of sources without a piece: the commonest reason."""
    return CorpusError(f"The corpus is empty: {_commonest(report) or 'there is no music in it'}.")


def _commonest(report: Report) -> str:
    """The commonest reason why something was dropped, with an example; "" if nothing was."""
    if not report.dropped:
        return ""
    reason, tally = max(report.dropped.items(), key=lambda item: item[1].count)
    name = one_line(tally.examples[0], 80)
    return f"'{name}' {reason}" if reason[0].islower() else f"{reason} ('{name}')"


def places(sifter: Sifter, shares: Shares, report: Report) -> Iterator[str]:
    """The split of each piece, as the sifter has it; where they are too few, it is said why others were dropped."""
    try:
        return sifter.split(shares)
    except TooFewError as error:
        why = _commonest(report)
        if not why:
            raise
        raise TooFewError(f"{str(error).removesuffix('.')}; of what was dropped, {why}.") from error


def _corpus(done: Iterable[Done], how: Preparation, shares: Shares | None, name: str, report: Report) -> Corpus:
    sifter = Sifter(how.near)
    kept = [piece for piece, stays in sifted(done, sifter, report) if stays]
    if not kept:
        raise none_found(report)
    found = [place for place in places(sifter, shares, report) if place] if shares else ["train"] * len(kept)
    splits: dict[str, list[Piece]] = {split: [] for split in NAMES}
    for piece, place in zip(kept, found, strict=True):
        splits[place] += versions(piece, place)
    return Corpus(
        name, Path(name).name, "not stated", splits, report, notation=how.notation, in_all_keys=how.key == "all"
    )
