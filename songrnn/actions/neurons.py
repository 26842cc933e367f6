"""Neurons: which unit of a model follows what in the music, sought in held-out tunes.

Knows which tunes are read, which features are asked for, and in what order findings are told. Knows no statistics.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songrnn.actions.material import familiarity, learned, some_of
from songrnn.corpus.split import NAMES
from songrnn.errors import CorpusError, UsageError
from songrnn.form import Ids
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line
from songrnn.probe.findings import Finding, Findings, Score
from songrnn.probe.inference import stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from songrnn.checkpoint import Trained
    from songrnn.corpus.build import Corpus
    from songrnn.music.piece import Piece
    from songrnn.probe.features import Feature

HELD_OUT = "held-out"
SPLITS = (HELD_OUT, *NAMES)
LEAST = 12  # tunes: six in each half, as nothing can be told of five, by chance alike in 1 case of 16
LEAST_CONTROLS = 2  # random networks, so that they can differ
_ENOUGH_CONTROLS, _ENOUGH_TUNES = 6, 30  # with fewer, a search has little power: see the tables in LOG.md
_QUICKLY = 60  # tunes of a search for one unit to look at
_UNCONTROLLED = "random networks, which may reach as much, were not searched beside it: `songrnn neurons` does that."

Tell = Callable[[str, int, int], None]
"""Is told what is being done, and that so much is done of so much in all."""
Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for.

    corpus     a name or a path, "" for what the model learned from
    split      "held-out" for valid and test together, or one of them     tunes   the most that are read
    controls   random networks    top   units a feature    features   names, all if there are none
    seed       of which tunes are drawn, of the halves and of the random networks
    """

    corpus: str = ""
    split: str = HELD_OUT
    tunes: int = 200
    controls: int = 8
    top: int = 3
    features: tuple[str, ...] = ()
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Tunes:
    """Tunes as a model reads them, one entry a tune in each field.

    names     as the corpus has them        texts      the whole text that its symbols settle
    symbols   arrays of shape (T,)          features   name → (T,), nan where the question has no sense
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    symbols: tuple[NDArray[Any], ...]
    features: tuple[dict[str, Values], ...]


@dataclass(frozen=True, slots=True)
class Neurons:
    """What was found, and where.

    corpus, split, there   the name of the corpus, the split, and how many tunes it holds
    asked                  the features, by name
    """

    order: Order
    corpus: str
    there: int
    asked: "Mapping[str, Feature]"
    tunes: Tunes
    findings: Findings
    remarks: tuple[str, ...]

    @property
    def told(self) -> list[Finding]:
        """The findings whose best unit is a discovery, those first that are farthest beyond the random networks."""
        return sorted((one for one in self.findings.findings if _is_told(one)), key=beyond, reverse=True)

    @property
    def untold(self) -> list[Finding]:
        """The other findings."""
        return [one for one in self.findings.findings if not _is_told(one)]

    def rest(self) -> list[tuple[str, list[str]]]:
        """The names of the other findings, by why they are not told."""
        further = [one.feature for one in self.untold if any(score.significant for score in one.scores)]
        weak = [one.feature for one in self.untold if one.scores and one.feature not in further]
        constant = [one.feature for one in self.untold if not one.scores]
        told = [
            ("Beyond random networks by a further unit, not by the first", further),
            ("Not beyond random networks", weak),
            ("Does not vary in these tunes", constant),
        ]
        return [(why, names) for why, names in told if names]


def _is_told(finding: Finding) -> bool:
    return bool(finding.scores) and best(finding).significant


def best(finding: Finding) -> Score:
    """The unit that the searching half puts first; the confirming half has no say in which it is."""
    return finding.scores[0]


def beyond(finding: Finding) -> float:
    """How far the best unit is beyond the best of all random networks, on the scale of Fisher's transformation."""
    return stretch(abs(best(finding).effect)) - stretch(max(finding.control, default=0.0))


def summary(found: Neurons) -> str:
    """What was searched, in one line."""
    read, (searched, confirming) = len(found.tunes.symbols), found.findings.pieces
    features = f"{len(found.asked)} feature{'s' * (len(found.asked) > 1)}"
    return (
        f"{one_line(found.corpus)}, {found.order.split}: {read:,} of {found.there:,} tunes, {searched:,} searched and "
        f"{confirming:,} to confirm; {found.findings.units:,} signals of units, {features}, "
        f"{found.findings.controls} random networks"
    )


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def neurons(trained: "Trained", order: Order = Order(), tell: Tell = quiet) -> Neurons:
    """Search tunes for the units of a model that follow features of the music.

    raises   UsageError for an unknown feature, or a model that does not read text or has no units to look into;
             CorpusError for too few tunes; what songrnn.actions.material.learned does
    """
    asked = _asked(trained, order.features)
    return _search(trained, learned(trained, order.corpus), order, asked, tell)


@dataclass(frozen=True, slots=True)
class Best:
    """The unit that follows a feature best, and what has to be said of it.

    finding   says what the effect is, for songrnn.actions.effects
    remarks   one sentence each: which tunes were read, and what was not controlled
    """

    finding: Finding
    score: Score
    remarks: tuple[str, ...]


def best_unit(trained: "Trained", feature: str, tell: Tell = quiet) -> Best:
    """The unit that follows a feature best in up to 60 tunes; quickly, without random networks beside it.

    Where too few tunes are held out, those that the model learned from are read, and a remark says so.
    raises   as `neurons` does, and UsageError if no unit follows it at all
    """
    asked = _asked(trained, (feature,))
    corpus = learned(trained)
    split = HELD_OUT if len(_pieces(corpus, HELD_OUT)) >= LEAST else "train"
    order = Order(split=split, tunes=_QUICKLY, controls=0, top=1, features=(feature,))
    found = _search(trained, corpus, order, asked, tell)
    (finding,) = found.findings.findings
    if not finding.scores:
        raise UsageError(f"Nothing in the tunes of the model's corpus varies as '{one_line(feature)}'; give --unit.")
    if finding.scores[0].low <= 0 <= finding.scores[0].high:
        raise UsageError(
            f"No unit follows '{feature}' better than chance in {len(found.tunes.symbols)} tunes; give --unit."
        )
    read = f"Sought in {len(found.tunes.symbols):,} {split} tunes; {_UNCONTROLLED}"
    return Best(finding, finding.scores[0], (*found.remarks, read))


def _search(
    trained: "Trained", corpus: "Corpus", order: Order, asked: "Mapping[str, Feature]", tell: Tell
) -> Neurons:  # fmt: skip
    from songrnn.probe.search import search

    pieces = _pieces(corpus, order.split)
    tunes, remarks = _read(trained, some_of(pieces, order.tunes, order.seed), [*asked], tell)
    _check_enough(len(tunes.symbols), order.split, corpus.name)
    found = search(
        trained.network, tunes.symbols, tunes.features,
        controls=order.controls, top=order.top, seed=order.seed % 2**63, tell=tell,
    )  # fmt: skip
    said = (*remarks, *familiarity(trained, corpus, order.split), *_weak(order.controls, found.pieces[1]))
    return Neurons(order, corpus.name, len(pieces), asked, tunes, found, said)


def _weak(controls: int, confirming: int) -> "Iterator[str]":
    """What keeps a search from telling much."""
    if 0 < controls < _ENOUGH_CONTROLS:
        yield f"{controls} random networks do not show well how far others reach, so little is told; 8 show more."
    if controls and confirming < _ENOUGH_TUNES:
        yield f"{confirming} tunes to confirm are few: what is not told here may be so all the same."


def _asked(trained: "Trained", names: "Sequence[str]") -> "dict[str, Feature]":
    """The features to ask for, by name, in the order of their table."""
    from songrnn.probe.features import table_of

    if not isinstance(trained.codec.form, Ids) or trained.notation not in ("abc", "words"):
        raise UsageError("This model reads notes or grids, and units are sought in text; give a model of text.")
    known = table_of(trained.notation)
    for name in names:
        if name not in known:
            raise UsageError(f"No feature is called '{one_line(name, 40)}'. {did_you_mean(name, known)}")
    return {name: feature for name, feature in known.items() if not names or name in names}


def _pieces(corpus: "Corpus", split: str) -> "list[Piece]":
    splits = ("valid", "test") if split == HELD_OUT else (split,)
    return [piece for name in splits for piece in corpus.splits[name]]


def _check_enough(count: int, split: str, corpus: str) -> None:
    if count < LEAST:
        raise CorpusError(
            f"There are {count} {split} tunes in '{one_line(corpus, 200)}', and a search takes {LEAST} or more; give "
            "another split or corpus."
        )


def _read(
    trained: "Trained", pieces: "Sequence[Piece]", features: "Sequence[str]", tell: Tell
) -> tuple[Tunes, tuple[str, ...]]:
    """The tunes as the model reads them, those that are empty left out; and remarks."""
    from songrnn.actions.heatmap import read
    from songrnn.probe.features import at_symbols, read_features

    rows: list[tuple[str, str, NDArray[Any], dict[str, Values]]] = []
    remarks: list[str] = []
    for done, piece in enumerate(pieces, start=1):
        steps = read(trained, piece.text)
        remarks += steps.remarks[:1]
        if len(steps.symbols):
            text = "".join(steps.texts)
            values = read_features(text, trained.notation)
            row = {name: at_symbols(values[name], steps.texts) for name in features}
            rows.append((piece.name, text, steps.symbols, row))
        tell("tunes read", done, len(pieces))
    columns = tuple(zip(*rows, strict=True)) or ((), (), (), ())
    told = f"{len(remarks):,} tunes are not read as they are written, such as one of which is said: "
    return Tunes(*columns), (told + remarks[0],) if remarks else ()
