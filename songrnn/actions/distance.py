"""Distance: how far pieces that a model wrote lie from the training pieces of a corpus, beside held-out ones."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from songrnn.corpus.facts import heard_or_silent
from songrnn.errors import UsageError
from songrnn.music.piece import Piece
from songrnn.music.sequence import NoteSequence

if TYPE_CHECKING:
    from songrnn.corpus.build import Corpus
    from songrnn.evaluate.distance import Distance, Named

MOST_PIECES = 2_000  # of a split; of 14,000 tunes they moved pooled overlaps by 0.014 at most, others by 0.03


def distance(corpus: "Corpus", written: Iterable[NoteSequence], *, split: str = "test", seed: int = 1) -> "Distance":
    """Compare pieces that were written with the training split; `split` holds the yardstick.

    written   as they sound; `heard` makes them from texts
    seed      of the pieces that are taken from a split that has very many, and of the pairs that are compared
    raises    CorpusError if a split has too few pieces with notes, MusicError if no written piece has a note,
              UsageError if the yardstick is the training split itself
    """
    from songrnn.evaluate.distance import Named, measure
    from songrnn.evaluate.features import collect

    if split == "train":
        raise UsageError("Written tunes are measured beside held-out ones; give --split valid or test.")
    output = Named("output", collect(written))
    return measure(_some(corpus, "train", seed), output, _some(corpus, split, seed), seed=seed)


def heard(texts: Iterable[str], notation: str) -> list[NoteSequence]:
    """Texts in "abc", "words" or "notes" as they sound; one that cannot be read has no notes."""
    return [heard_or_silent(Piece(text), notation) for text in texts]


def _some(corpus: "Corpus", split: str, seed: int) -> "Named":
    from songrnn.evaluate.distance import Named
    from songrnn.evaluate.features import collect

    pieces: Sequence[Piece] = corpus.splits[split]
    places = [*range(len(pieces))]
    if len(pieces) > MOST_PIECES:
        places = sorted(np.random.default_rng(seed % 2**63).choice(len(pieces), MOST_PIECES, replace=False).tolist())
    found = collect(heard_or_silent(pieces[place], corpus.notation) for place in places)
    of_all = f", {MOST_PIECES:,} of {len(pieces):,} pieces" if len(pieces) > MOST_PIECES else ""
    return Named(f"{corpus.name}, {split}{of_all}", found)
