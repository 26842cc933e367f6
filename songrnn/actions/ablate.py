"""Ablate: what a model loses when some of its units are switched off, scaled or held at a value.

Knows which tunes are read and written, and which other units are changed beside. Knows no statistics.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songrnn.actions.generate import Wish, Written, generate, generate_many
from songrnn.actions.heatmap import Steps, read
from songrnn.actions.material import familiarity, learned, some_of
from songrnn.actions.writing import Counted
from songrnn.errors import CorpusError, UsageError
from songrnn.notation.abc.check import check_tune
from songrnn.notation.abc.diagnostic import Severity
from songrnn.printable import one_line
from songrnn.probe.change import Change
from songrnn.probe.losses import ENOUGH, FEWEST_CONTROLS, Loss, Reals, Tallies
from songrnn.probe.signals import Unit

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.corpus.build import Corpus
    from songrnn.models.family import Family

CONTROLS = 39  # draws, of which one may do as much where one in twenty may
TUNES, SAMPLES, VALIDITY = 100, 1, 20
_SIDE_BY_SIDE = 10  # tunes of about one length that are read in one pass; more waste more on filling up
_TRIES = 50  # draws for each control, before there seem to be no more different ones


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for.

    changes    one or more                  corpus     a name or a path, "" for what the model learned from
    tunes      the most that are read       controls   draws of as many other units of the same layers
    samples    tunes written with the change and without, from the prompt; the wish's seed is the first one's
    validity   tunes written from nothing with the change and without, and judged
    """

    changes: tuple[Change, ...]
    corpus: str = ""
    split: str = "test"
    tunes: int = TUNES
    controls: int = CONTROLS
    prompt: str = ""
    wish: Wish = field(default_factory=lambda: Wish(rules="off"))
    samples: int = SAMPLES
    validity: int = VALIDITY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker says of a tune: mistakes that keep it from being read, and what players would stumble over."""

    errors: int
    warnings: int

    @property
    def is_valid(self) -> bool:
        """Whether it can be read as it is written."""
        return not self.errors

    @property
    def is_in_order(self) -> bool:
        """Whether its bars are full too, its repeats closed and its ties right."""
        return not self.errors and not self.warnings


@dataclass(frozen=True, slots=True)
class Sample:
    """A tune, and the verdict on it; None of note words, in which there is nothing to break."""

    written: Written
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Pair:
    """What the plain model and the changed one make of one prompt, with one seed and the same rules."""

    plain: Sample
    changed: Sample


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many tunes, how many can be read, and how many are in order too."""

    tunes: int
    valid: int
    in_order: int


@dataclass(frozen=True, slots=True)
class Ablation:
    """What was measured.

    corpus, there     the corpus, and how many tunes its split holds     read   how many were read
    controls          the units that were changed instead, a draw each
    losses            of all symbols, and of each class of the symbol that was to be predicted
    plain, changed    of tunes written from nothing; None if none were, or if their notation has nothing to break
    temperature       at which all tunes were written
    """

    order: Order
    corpus: str
    there: int
    read: int
    controls: tuple[tuple[Unit, ...], ...]
    losses: tuple[Loss, ...]
    pairs: tuple[Pair, ...]
    plain: Share | None
    changed: Share | None
    temperature: float
    remarks: tuple[str, ...]


def altered(trained: "Trained", changes: Sequence[Change]) -> "Trained":
    """The model with some units changed, everything else about it the same; raises UsageError for unknown units."""
    from songrnn.probe.altering import altered as change

    return replace(trained, network=change(trained.network, changes))


def can_be_traced(trained: "Trained") -> bool:
    """Whether what the units of a changed model say can be looked into."""
    from songrnn.probe.altering import can_be_traced as traced

    return traced(trained.network)


def ablate(trained: "Trained", order: Order) -> Iterator[Counted | Ablation]:
    """Measure the model on held-out tunes plain and changed, and have both write: Counted on the way, then Ablation.

    The nats of each symbol of each tune, and of the end, are compared between the changed model and the plain one, by
    the class of that symbol, beside what the same change does to other units of the same layers, drawn at random.

    raises   UsageError for changes that the model cannot have; CorpusError if the split has no tunes; what
             songrnn.actions.material.learned and songrnn.actions.generate.generate do
    """
    if not order.changes:
        raise UsageError("No unit is given; give one or more as --unit LAYER:INDEX, such as --unit 2:37.")
    other = altered(trained, order.changes)
    corpus = learned(trained, order.corpus)
    chosen = _chosen(corpus, order)
    controls = _controls(trained, order)
    pairs = yield from _pairs(trained, other, order)  # first, as a mistaken prompt is found there
    losses, remarks = yield from _losses(trained, other, chosen, controls, order)
    plain = yield from _share(trained, "without the change", order)
    changed = yield from _share(other, "with the change", order)
    yield Ablation(
        order, corpus.name, len(corpus.splits[order.split]), len(chosen), tuple(controls), losses, tuple(pairs), plain,
        changed, order.wish.policy(trained.codec.unit).temperature,
        (*remarks, *familiarity(trained, corpus, order.split), *_remarks(order, len(chosen), len(controls))),
    )  # fmt: skip


def _chosen(corpus: "Corpus", order: Order) -> list[str]:
    """The tunes that are read."""
    pieces = corpus.splits[order.split]
    if not pieces:
        raise CorpusError(
            f"The corpus '{one_line(corpus.name, 200)}' has no {order.split} split; choose another with --split."
        )
    return [piece.text for piece in some_of(pieces, order.tunes, order.wish.seed)]


def _controls(trained: "Trained", order: Order) -> list[tuple[Unit, ...]]:
    """Different draws of as many units of each layer as are changed, none of them changed itself."""
    width = trained.network.settings()["width"]
    changed = [change.unit for change in order.changes]
    others = {
        layer: [Unit(layer, index) for index in range(width) if Unit(layer, index) not in changed]
        for layer in {unit.layer for unit in changed}
    }
    wanted = {layer: len({unit for unit in changed if unit.layer == layer}) for layer in others}
    if any(len(others[layer]) < count for layer, count in wanted.items()):
        return []
    rng = np.random.default_rng(order.wish.seed % 2**63)
    found: dict[frozenset[Unit], tuple[Unit, ...]] = {}
    for _ in range(order.controls * _TRIES):
        if len(found) == order.controls:
            break
        units = [
            others[layer][at]
            for layer, count in wanted.items()
            for at in rng.choice(len(others[layer]), count, replace=False)
        ]
        found.setdefault(frozenset(units), tuple(units))
    return [*found.values()]


def _instead(changes: Sequence[Change], units: Sequence[Unit]) -> list[Change]:
    """The same changes, of other units of the same layers."""
    waiting, given = [*units], {}
    for change in changes:
        if change.unit not in given:
            unit = next(unit for unit in waiting if unit.layer == change.unit.layer)
            waiting.remove(unit)
            given[change.unit] = unit
    return [replace(change, unit=given[change.unit]) for change in changes]


def _losses(
    trained: "Trained", other: "Trained", chosen: Sequence[str], controls: Sequence[tuple[Unit, ...]], order: Order
) -> Generator[Counted, None, tuple[tuple[Loss, ...], tuple[str, ...]]]:
    from songrnn.probe.altering import altered as change
    from songrnn.probe.features.classes import classes_of
    from songrnn.probe.losses import losses, tally

    names, total = classes_of(trained.notation), len(controls) + 2
    yield Counted("readings of all tunes", 0, total)
    steps = [read(trained, text) for text in chosen]
    pieces = [step.symbols for step in steps]
    labels = [_labels(trained, step.texts) for step in steps]
    counts = tally([np.ones(len(row)) for row in labels], labels, len(names))
    sums = []
    instead = (change(trained.network, _instead(order.changes, units)) for units in controls)
    for network in (trained.network, other.network, *instead):
        sums.append(tally(_nats(network, pieces), labels, len(names)))
        yield Counted("readings of all tunes", len(sums), total)
    plain, changed, *beside = sums
    return losses(names, Tallies(counts, plain, changed, tuple(beside))), _changed(steps)


def _changed(steps: Sequence[Steps]) -> tuple[str, ...]:
    """That tunes are not read as they are written, with the first reason."""
    told = [step.remarks[0] for step in steps if step.remarks]
    return (f"{len(told)} tunes are not read as they are written; of one is said: {told[0]}",) if told else ()


def _nats(network: "Family", pieces: Sequence[NDArray[Any]]) -> list[Reals]:
    """The nats of each symbol of each piece and of its end; pieces of one length are read together."""
    from songrnn.evaluate.bits import score

    out: list[Reals] = [np.empty(0)] * len(pieces)
    by_length = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    for begin in range(0, len(pieces), _SIDE_BY_SIDE):
        some = by_length[begin : begin + _SIDE_BY_SIDE]
        for at, row in zip(some, score(network, [pieces[at] for at in some]), strict=True):
            out[at] = row
    return out


def _labels(trained: "Trained", settled: Sequence[str]) -> NDArray[np.int64]:
    """The class of each symbol of a piece and of its end, as songrnn.probe.features.classes.of_symbols gives them."""
    from songrnn.probe.features.classes import classes, of_symbols

    return of_symbols(classes("".join(settled), trained.notation), settled, trained.notation)


def _pairs(trained: "Trained", other: "Trained", order: Order) -> Generator[Counted, None, list[Pair]]:
    """Tunes from the prompt, plain and changed."""
    found: list[Pair] = []
    for number in range(order.samples):
        wish = replace(order.wish, seed=order.wish.seed + number)
        plain, changed = (_sample(one, order.prompt, wish) for one in (trained, other))
        found.append(Pair(plain, changed))
        yield Counted("tunes written with the change and without", len(found), order.samples)
    return found


def _sample(trained: "Trained", prompt: str, wish: Wish) -> Sample:
    written = next(event for event in generate(trained, prompt, wish) if isinstance(event, Written))
    return Sample(written, _verdict(written))


def _verdict(written: Written) -> Verdict | None:
    if written.notation != "abc":
        return None
    said = [one.severity for one in check_tune(written.tune)]
    return Verdict(said.count(Severity.ERROR), said.count(Severity.WARNING))


def _share(trained: "Trained", how: str, order: Order) -> Generator[Counted, None, Share | None]:
    """The verdicts on tunes that a model writes from nothing, as the wish has it."""
    if not order.validity or trained.notation != "abc":
        return None
    verdicts: list[Verdict] = []
    for event in generate_many(trained, "", order.wish, order.validity):
        verdict = _verdict(event) if isinstance(event, Written) else None
        if verdict is not None:
            verdicts.append(verdict)
            yield Counted(f"tunes written {how}", len(verdicts), order.validity)
    return Share(len(verdicts), sum(one.is_valid for one in verdicts), sum(one.is_in_order for one in verdicts))


def _remarks(order: Order, read: int, controls: int) -> Iterator[str]:
    if read < ENOUGH:
        yield f"Of {read} of the {ENOUGH} tunes that it takes to tell harm from chance, nothing is called significant."
    if order.controls and controls < FEWEST_CONTROLS:
        yield (
            f"There are {controls} different draws of other units, and it takes {FEWEST_CONTROLS} to show that a "
            "change does more than such a draw; so nothing is called significant."
        )
