"""What a study is made from: runs, and what the models of some of them wrote and how that was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from songrnn.evaluate.comparison import Comparison
from songrnn.evaluate.distance import Distance
from songrnn.evaluate.diversity import Diversity
from songrnn.evaluate.novelty import Novelty
from songrnn.evaluate.study.media import Media
from songrnn.evaluate.study.notes import Distributions, Note
from songrnn.evaluate.study.runs import Run

MOST_SHOWN = 3  # runs whose output a page has room for


@dataclass(frozen=True, slots=True)
class Sample:
    """A tune that the best model of a run wrote. alarm: what is wrong if it has collapsed, "" if it has not."""

    seed: int
    text: str
    finished: bool
    alarm: str
    media: Media


@dataclass(frozen=True, slots=True)
class Originality:
    """What the tunes share with the training split, beside held-out pieces, and those that share most."""

    held_out: str
    training: int
    comparison: Comparison
    closest: tuple[tuple[str, Novelty], ...]


@dataclass(frozen=True, slots=True)
class Output:
    """What the best model of a run wrote.

    how          it was drawn: temperature, seeds
    tunes        how many were measured, of which `samples` are shown
    alarms       of the tunes that collapsed: the seed and a sentence
    first        the first notes of the first tune
    corpus, written   how notes are spread in the training split and in the tunes; None where there is no corpus
    diversity    of the tunes, and of held-out pieces
    remarks      what could not be made, and why
    """

    run: Run
    how: str
    tunes: int
    samples: tuple[Sample, ...] = ()
    alarms: tuple[tuple[int, str], ...] = ()
    first: tuple[Note, ...] = ()
    corpus: Distributions | None = None
    written: Distributions | None = None
    distance: Distance | None = None
    diversity: tuple[Diversity, Diversity] | None = None
    originality: Originality | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """All of it. remarks: what was left out, and why."""

    title: str
    runs: tuple[Run, ...]
    outputs: tuple[Output, ...] = ()
    remarks: tuple[str, ...] = ()


def to_show(runs: Sequence[Run]) -> list[Run]:
    """The runs whose output is shown: all of a few; else the best of each recipe and cell, as many as there is room."""
    if len(runs) <= MOST_SHOWN:
        return list(runs)
    best: dict[tuple[str, str], Run] = {}
    for run in runs:
        kind = str(run.recipe.get("name")), str(run.settings.get("model.cell"))
        before = best.get(kind)
        if before is None or (run.ground == before.ground and run.reached < before.reached):
            best[kind] = run
    return list(best.values())[:MOST_SHOWN]
