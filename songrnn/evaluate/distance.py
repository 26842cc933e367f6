"""How far what a model writes lies from a corpus, with held-out pieces of the corpus as the yardstick.

Two views. Pooled: the notes of all pieces of a set in one histogram, and the area that two sets' histograms share.
By pieces: the distances between two pieces of the corpus, and those from a piece of the corpus to one of the other
set, each smoothed to a density; where the other set is as the corpus is, the two densities are one. No figure alone
says that music is good: held-out pieces are human, and say what can be reached.

After: Yang and Lerch 2020, "On the evaluation of generative models in music", Neural Computing and Applications 32,
their absolute (means and spreads) and relative measurements (agreement). Of many pairs of pieces some are drawn.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import CorpusError, MusicError
from songrnn.evaluate.density import agreement, overlap
from songrnn.evaluate.features import FIGURES, HISTOGRAMS, Collected, Real
from songrnn.printable import one_line

MOST_PAIRS = 4_000

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Described:
    """A set of pieces.

    pieces    that have notes      silent   that have none
    pooled    histogram → shares of its bins, together 1; all 0 where it counted nothing
    means     figure → its mean over pieces, None where no piece has it
    spreads   feature → the mean distance between two of the pieces, None for a single piece: 0 where all are alike
    """

    name: str
    pieces: int
    silent: int
    pooled: dict[str, list[float]]
    means: dict[str, float | None]
    spreads: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far a set agrees with the corpus in one feature.

    pooled       the area that the pooled histograms share, 0 to 1; None for a figure
    overlap      the area that the density of distances inside of the corpus shares with that of distances to the set
    divergence   from the first of these densities to the second, in nats
    None where no pair of pieces has the feature.
    """

    pooled: float | None
    overlap: float | None
    divergence: float | None


@dataclass(frozen=True, slots=True)
class Distance:
    """The three sets, and how the output and the held-out pieces agree with the corpus, feature by feature."""

    corpus: Described
    output: Described
    held_out: Described
    of_output: dict[str, Agreed]
    of_held_out: dict[str, Agreed]


@dataclass(frozen=True, slots=True)
class Named:
    """A measured set and what it is called."""

    name: str
    collected: Collected


def measure(corpus: Named, output: Named, held_out: Named, *, seed: int = 1) -> Distance:
    """Compare two sets with a corpus.

    raises   CorpusError if the corpus has fewer than two pieces with notes or no held-out one; MusicError if no
             piece of the output has a note
    """
    _refuse(corpus, output, held_out)
    rng = np.random.default_rng(seed % 2**63)
    inside = _pairs_inside(corpus.collected.pieces, rng)
    return Distance(
        _described(corpus, inside),
        _described(output, _pairs_inside(output.collected.pieces, rng)),
        _described(held_out, _pairs_inside(held_out.collected.pieces, rng)),
        _agreed(corpus.collected, output.collected, inside, rng),
        _agreed(corpus.collected, held_out.collected, inside, rng),
    )


def _refuse(corpus: Named, output: Named, held_out: Named) -> None:
    if corpus.collected.pieces < 2 or not held_out.collected.pieces:
        few = corpus if corpus.collected.pieces < 2 else held_out
        found = few.collected.pieces
        raise CorpusError(
            f"Of '{one_line(few.name)}' {found} piece{' has' if found == 1 else 's have'} notes, too few to compare "
            "with; take a larger corpus, or another split."
        )
    if not output.collected.pieces:
        raise MusicError(
            f"None of the {output.collected.silent} pieces of '{one_line(output.name)}' has a note; train the model "
            "for longer, or draw more pieces."
        )


def _described(one: Named, pairs: Pairs) -> Described:
    collected = one.collected
    rows = _comparable(collected)
    return Described(
        one.name,
        collected.pieces,
        collected.silent,
        {each.name: _pooled(collected, each.name).tolist() for each in HISTOGRAMS},
        {each.name: _mean(collected.rows[each.name]) for each in FIGURES},
        {name: _mean(_distances(rows[name], rows[name], pairs)) for name in rows},
    )


def _agreed(corpus: Collected, other: Collected, inside: Pairs, rng: np.random.Generator) -> dict[str, Agreed]:
    pooled = {each.name: overlap(_pooled(corpus, each.name), _pooled(other, each.name)) for each in HISTOGRAMS}
    across = _pairs_across(corpus.pieces, other.pieces, rng)
    own, others = _comparable(corpus), _comparable(other)
    found = {}
    for name in own:
        samples = _distances(own[name], own[name], inside), _distances(own[name], others[name], across)
        agrees = agreement(*samples) if all(map(len, samples)) else (None, None)
        found[name] = Agreed(pooled.get(name), *agrees)
    return found


def _pooled(collected: Collected, name: str) -> Real:
    """The shares of a histogram's bins in all notes of a set."""
    counts = collected.rows[name].sum(axis=0)
    return np.asarray(counts / max(counts.sum(), 1))


def _comparable(collected: Collected) -> dict[str, Real]:
    """The rows of each feature, where histograms of long and of short pieces have the same sum, 1."""
    rows = dict(collected.rows)
    for each in HISTOGRAMS:
        rows[each.name] = rows[each.name] / np.maximum(rows[each.name].sum(axis=1, keepdims=True), 1)
    return rows


def _distances(ones: Real, others: Real, pairs: Pairs) -> Real:
    """Euclidean, of the pairs in which both have a value."""
    found = np.sqrt(((ones[pairs[0]] - others[pairs[1]]) ** 2).sum(axis=1))
    return np.asarray(found[~np.isnan(found)])


def _mean(values: Real) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _pairs_inside(count: int, rng: np.random.Generator) -> Pairs:
    """Pairs of two different pieces of so many: all, or some drawn with replacement."""
    if count * (count - 1) // 2 <= MOST_PAIRS:
        ones, others = np.triu_indices(count, 1)
        return ones.astype(np.int64), others.astype(np.int64)
    drawn = rng.integers(count, size=MOST_PAIRS)
    return drawn, (drawn + rng.integers(1, count, size=MOST_PAIRS)) % count


def _pairs_across(count: int, other: int, rng: np.random.Generator) -> Pairs:
    """Pairs of a piece of one set and a piece of another."""
    if count * other <= MOST_PAIRS:
        ones, others = np.divmod(np.arange(count * other), other)
        return ones, others
    return rng.integers(count, size=MOST_PAIRS), rng.integers(other, size=MOST_PAIRS)
