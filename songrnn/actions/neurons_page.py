"""What a search for telling units found as a page: how it was measured, the ranking, and a picture of each winner."""

from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from songrnn.actions.effects import YES, effect, figure, interval, name
from songrnn.actions.neurons import Neurons, Tell, best, quiet, summary
from songrnn.printable import one_line
from songrnn.probe.findings import Finding, Score
from songrnn.probe.signals import SIGNALS
from songrnn.probe.statistics import Exact, Floats, midranks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from songrnn.checkpoint import Trained
    from songrnn.evaluate.study.page import Block, File, Page, Section
    from songrnn.probe.trace import Readings

_PICTURES = 2  # tunes a winner
_RANKING = (
    "Those first that are farthest beyond the random networks. random: what the best unit of a random network of the "
    "same shape reaches, the median of them and, in brackets, the most."
)


def page(trained: "Trained", model: str, found: Neurons, tell: Tell = quiet) -> "Page":
    """The page; winners have a section each, with the tunes that say most about them.

    model   what the model is called
    """
    from songrnn.evaluate.study.page import Page, Section

    sections = [
        Section("Which unit follows what", tuple(_ranking(found))),
        Section("How it was measured", tuple(_method(found))),
        Section("What a layer knows beside its best unit", tuple(_knowledge(found))),
        *_winners(trained, found, tell),
    ]
    return Page(f"What the units of {one_line(model)} follow", tuple(one for one in sections if one.blocks))


def _ranking(found: Neurons) -> "Iterator[Block]":
    from songrnn.evaluate.study.page import Table, Words

    yield Words(f"{summary(found)}.")
    yield from (Words(remark, remark=True) for remark in found.remarks)
    heads = ("feature", "what it is", "unit", "effect", "95 %", "random", "q")
    rows = tuple(_ranked(found, finding) for finding in found.told)
    if rows:
        yield Table(heads, rows, _RANKING)
    else:
        yield Words("No unit follows anything beyond random networks.")
    for what, names in found.rest():
        yield Words(f"{what}: {', '.join(names)}.")


def _ranked(found: Neurons, finding: Finding) -> tuple[str, ...]:
    score = best(finding)
    control = f"{figure(finding, median(finding.control))} ({figure(finding, max(finding.control))})"
    kept = map(_kept, (name(score), effect(finding, score), interval(finding, score), control))
    return (finding.feature, found.asked[finding.feature].meaning, *kept, _small(score.q))


def _kept(text: str) -> str:
    """Text that is not broken into lines."""
    return text.replace(" ", "\u00a0")


def _small(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else f"{p:.0e}"


def _method(found: Neurons) -> "Iterator[Block]":
    """In sentences that follow songrnn.probe.search."""
    from songrnn.evaluate.study.page import Words

    searched, confirming = found.findings.pieces
    yield Words(
        "A feature has a value at every character of a tune: it holds or not, or is a number; some are asked only at "
        "notes, only in the header or only in the music. It is compared with what each unit says after that character: "
        "h, its output, and of an LSTM c, its memory."
    )
    yield Words(
        "The effect of a feature that holds or not is the area under the ROC curve (AUC; Hanley and McNeil 1982): how "
        "often the unit is higher at a place where it holds than at one where it does not. 0.5 is chance. A unit that "
        "is lower where it holds is marked as low, and its AUC is told the other way round. The effect of a number is "
        "Spearman's rho."
    )
    yield Words(
        f"One half of the tunes ({searched}) chooses the best units of each feature, the other half ({confirming}) "
        "measures them, so that figures are not flattered by the choice. Intervals are over tunes, as characters of "
        "one tune depend on each other (Obuchowski 1997)."
    )
    yield Words(
        f"Control: {found.findings.controls} networks of the same shape with random weights read the same tunes, and "
        f"the best of all their {found.findings.units:,} signals stands beside each effect. A unit is told only where "
        "it is beyond what the best of one more random network would reach, and beyond chance, at a false-discovery "
        "rate of 5 % over all that was asked (Benjamini and Hochberg 1995); q is the corrected probability."
    )
    yield Words(
        "The pictures show the tunes that say most for a unit: where its rank among all places and that of the feature "
        "lie on the same side of the middle (for a unit that is low, on opposite ones), summed over the tune and "
        "divided by the root of its length."
    )


def _knowledge(found: Neurons) -> "Iterator[Block]":
    from songrnn.evaluate.study.page import Table

    asked = [one for one in (*found.told, *found.untold) if one.scores and one.knowledge]
    layers = max((len(one.knowledge) for one in asked), default=0)
    if not asked:
        return
    rows = tuple(
        (one.feature, "AUC" if one.kind == YES else "rho", name(best(one)), figure(one, abs(best(one).effect)),
         *(figure(one, value) for value in one.knowledge))
        for one in asked
    )  # fmt: skip
    heads = ("feature", "", "best unit", "reaches", *(f"all of layer {layer}" for layer in range(1, layers + 1)))
    caption = (
        "A linear probe (ridge regression on the outputs h of a whole layer, fitted on the searching half) beside the "
        "best single unit, both on the confirming half and without their direction. Where the probe is far better, the "
        "layer knows the feature but no unit has it to itself."
    )
    yield Table(heads, rows, caption)


def _winners(trained: "Trained", found: Neurons, tell: Tell) -> "Iterator[Section]":
    """A section a finding."""
    from songrnn.evaluate.study.page import Section
    from songrnn.probe.trace import read_all

    told = found.told
    if not told:
        return
    tell("pictures painted", 0, len(told))
    readings = read_all(trained.network, found.tunes.symbols, tuple({best(one).signal for one in told}))
    for done, finding in enumerate(told, start=1):
        score = best(finding)
        shown = telling(readings, found, finding)[:_PICTURES]
        pictures = [_picture(trained, found, finding, at) for at in shown]
        yield Section(f"{finding.feature}: unit {name(score)}", (*_figures(found, finding), *pictures))
        tell("pictures painted", done, len(told))


def _figures(found: Neurons, finding: Finding) -> "Iterator[Block]":
    from songrnn.evaluate.study.page import Table, Words

    score = best(finding)
    what = f"{SIGNALS[score.signal]} of unit {score.unit}"
    yield Words(f"{finding.feature}: {found.asked[finding.feature].meaning}. {_says(finding, score, what)}")
    heads = ("unit", "effect", "95 %", "in the searching half", "p", "q", "discovery")
    rows = tuple(
        (name(one), effect(finding, one), interval(finding, one), figure(finding, abs(one.found)), _small(one.p),
         _small(one.q), "yes" if one.significant else "no")
        for one in finding.scores
    )  # fmt: skip
    yield Table(heads, rows, f"Measured at {finding.count:,} places of {finding.pieces:,} tunes.")


def _says(finding: Finding, score: Score, what: str) -> str:
    """The effect as a sentence."""
    lower = score.effect < 0
    if finding.kind == YES:
        share = (1 + abs(score.effect)) / 2
        return f"In {share:.1%} of comparisons, the {what} is {'lower' if lower else 'higher'} where it holds."
    return f"The {what} {'falls' if lower else 'rises'} with it: the rank correlation is {score.effect:+.2f}."


def _picture(trained: "Trained", found: Neurons, finding: Finding, at: int) -> "File":
    from songrnn.actions.heatmap import view
    from songrnn.evaluate.study.page import File
    from songrnn.probe.paint.svg import paint

    score = best(finding)
    drawn = paint(view(trained, found.tunes.texts[at], (score.unit,), score.signal), "text")
    words = f"{SIGNALS[score.signal].capitalize()} of unit {score.unit} in {one_line(found.tunes.names[at], 100)}"
    return File(f"{finding.feature}-{at + 1}.svg", drawn.encode(), words)


def telling(readings: "Readings", found: Neurons, finding: Finding) -> list[int]:
    """The tunes by how much each says for the finding, most first; those without a place to ask at are left out.

    Ranks of the unit and of the feature over all places, both about their means, are multiplied place by place: their
    sum is what rank correlation and AUC are made of. A tune's share of it is divided by the root of its places, so that
    neither long tunes nor single places win.
    """
    score = best(finding)
    values = readings.trace.unit(score.unit, score.signal)
    feature = np.concatenate([row[finding.feature] for row in found.tunes.features])
    tune = np.repeat(np.arange(len(found.tunes.symbols)), np.diff(readings.offsets))
    known = ~np.isnan(feature)
    products = _centred(values[known]) * _centred(feature[known]) * np.sign(score.effect)
    sums = np.bincount(tune[known], products, len(found.tunes.symbols))
    counts = np.bincount(tune[known], minlength=len(found.tunes.symbols))
    shares = np.where(counts > 0, sums / np.sqrt(np.maximum(counts, 1)), -np.inf)
    return [int(at) for at in np.argsort(-shares, kind="stable") if counts[at]]


def _centred(values: Floats) -> Exact:
    """Ranks about their mean."""
    ranks = midranks(values)
    return ranks - (len(ranks) - 1) / 2
