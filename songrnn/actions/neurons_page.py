"""What a search for telling units found as a page: how it was measured, the ranking, and a picture of each winner."""

from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from songrnn.actions.effects import YES, effect, figure, interval, measure, name, small
from songrnn.actions.neurons import Neurons, Tell, best, quiet, summary
from songrnn.printable import one_line
from songrnn.probe.findings import Finding, Score
from songrnn.probe.ranks import Exact, Floats, midranks
from songrnn.probe.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from songrnn.checkpoint import Trained
    from songrnn.evaluate.study.page import Block, File, Page, Section
    from songrnn.probe.signals import Unit

_PICTURES = 2  # tunes a winner
_TOGETHER = 32  # tunes that are read at once: all units of them are in memory
_RANKING = (
    "Those first that are farthest beyond the random networks. random: what the best unit of a random network of the "
    "same shape reaches, the median of them and, in brackets, the most. q: the false-discovery rate at which it would "
    "just be told."
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
    return (finding.feature, found.asked[finding.feature].meaning, *kept, _kept(small(score.q)))


def _kept(text: str) -> str:
    """Text that is not broken into lines."""
    return text.replace(" ", "\u00a0")


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
        "measures them, so that figures are not flattered by the choice; the unit that is told is the first of the "
        "searching half. Intervals are over tunes, as characters of one tune depend on each other (Obuchowski 1997). "
        "Their inner end also allows for tunes of a kind that was not met: as many as could be without one among those "
        "that were read, and there the unit is opposite."
    )
    yield Words(
        f"Control: {found.findings.controls} networks of the same shape with random weights read the same tunes, and "
        f"the best of all their {found.findings.units:,} signals stands beside each effect. A unit is told only where "
        "it is beyond what the best of one more random network would reach, and beyond chance, at a false-discovery "
        "rate of 5 % over all that was asked (Benjamini and Hochberg 1995); q is the rate at which it would just be "
        "told. What one more network would reach is taken to be log-normal on Fisher's scale, with as little known of "
        f"its spread as {found.findings.controls} networks tell; smaller figures than 0.001 would rest on that alone, "
        f"and are not told. Of {confirming} tunes, nothing can be told where random networks reach an AUC of "
        f"{0.05 ** (1 / confirming):.3f} or more."
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
        (one.feature, measure(one), name(best(one)), figure(one, abs(best(one).effect)), *_known(one)) for one in asked
    )
    heads = ("feature", "", "best unit", "reaches", *(f"all of layer {layer}" for layer in range(1, layers + 1)))
    caption = (
        "A linear probe (ridge regression on the outputs h of a whole layer, fitted on the searching half) beside the "
        "best single unit, both on the confirming half and without their direction. In brackets: the same probe of a "
        "network with random weights, which knows what was read just now. Where the probe is far better than both, the "
        "layer knows the feature but no unit has it to itself. It reads h alone, and a unit may do better than it by "
        "its memory c."
    )
    yield Table(heads, rows, caption)


def _known(finding: Finding) -> list[str]:
    """What the probe of each layer reaches, and in brackets that of a random network."""
    reached = [figure(finding, value) for value in finding.knowledge]
    random = [f"\u00a0({figure(finding, value)})" for value in finding.knowledge_control] or [""] * len(reached)
    return [one + other for one, other in zip(reached, random, strict=True)]


def _winners(trained: "Trained", found: Neurons, tell: Tell) -> "Iterator[Section]":
    """A section a finding."""
    from songrnn.evaluate.study.page import Section

    told = found.told
    tell("pictures painted", 0, len(told))
    heard = _heard(trained, found.tunes.symbols, {(best(one).unit, best(one).signal) for one in told})
    for done, finding in enumerate(told, start=1):
        score = best(finding)
        shown = telling(heard[score.unit, score.signal], found, finding)[:_PICTURES]
        pictures = [_picture(trained, found, finding, at) for at in shown]
        yield Section(f"{finding.feature}: unit {name(score)}", (*_figures(found, finding), *pictures))
        tell("pictures painted", done, len(told))


def _heard(
    trained: "Trained", pieces: "Sequence[NDArray[Any]]", wanted: "set[tuple[Unit, str]]"
) -> "dict[tuple[Unit, str], Floats]":
    """The signals of some units in all tunes, one after the other; of the other units some tunes' at a time."""
    from songrnn.probe.trace import read_all

    parts: dict[tuple[Unit, str], list[Floats]] = {one: [] for one in wanted}
    for begin in range(0, len(pieces) if wanted else 0, _TOGETHER):
        trace = read_all(trained.network, pieces[begin : begin + _TOGETHER], [signal for _, signal in wanted]).trace
        for (unit, signal), kept in parts.items():
            kept.append(trace.unit(unit, signal).copy())
    return {one: np.concatenate(kept) for one, kept in parts.items()}


def _figures(found: Neurons, finding: Finding) -> "Iterator[Block]":
    from songrnn.evaluate.study.page import Table, Words

    score = best(finding)
    what = f"{SIGNALS[score.signal]} of unit {score.unit}"
    yield Words(f"{finding.feature}: {found.asked[finding.feature].meaning}. {_says(finding, score, what)}")
    heads = ("unit", "effect", "95 %", "in the searching half", "p", "q", "discovery")
    rows = tuple(
        (name(one), effect(finding, one), interval(finding, one), figure(finding, abs(one.found)), small(one.p),
         small(one.q), "yes" if one.significant else "no")
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


def telling(values: Floats, found: Neurons, finding: Finding) -> list[int]:
    """The tunes by how much each says for the finding, most first; those without a place to ask at are left out.

    values   of the best unit, in all tunes one after the other

    Ranks of the unit and of the feature over all places, both about their means, are multiplied place by place: their
    sum is what rank correlation and AUC are made of. A tune's share of it is divided by the root of its places, so that
    neither long tunes nor single places win.
    """
    score = best(finding)
    feature = np.concatenate([row[finding.feature] for row in found.tunes.features])
    tune = np.repeat(np.arange(len(found.tunes.symbols)), [*map(len, found.tunes.symbols)])
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
