"""Excerpts: where a model begins from a passage of what it learned from, as reports have it."""

from typing import TYPE_CHECKING, Any

from songrnn.actions.material import learned
from songrnn.errors import CorpusError, UsageError
from songrnn.printable import one_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from songrnn.checkpoint import Trained
    from songrnn.corpus.build import Corpus

_SEEDS = 2**63
_last: dict[str, "Corpus"] = {}  # the corpus that was asked for last: the next tune begins from it too


def excerpt(trained: "Trained", count: int, seed: int) -> "NDArray[Any]":
    """So many symbols of a training piece: from a place at random, or, of a tune in ABC, from its beginning.

    Grids are begun at a bar.

    raises   UsageError if the corpus of the model is not there any more, or no piece of it is that long
    """
    import numpy as np

    from songrnn.evaluate.data import pieces_of

    corpus = _corpus(trained)
    pieces, codec = corpus.splits["train"], trained.codec
    rng = np.random.default_rng(seed % _SEEDS)
    for at in rng.permutation(len(pieces)):
        symbols: NDArray[Any] = codec.encode(next(pieces_of(codec, [pieces[at].text]))).symbols
        if len(symbols) > count:
            bars = (len(symbols) - count - 1) // codec.bar + 1
            start = 0 if trained.notation == "abc" else int(rng.integers(bars)) * codec.bar
            return symbols[start : start + count]
    raise UsageError(f"No training piece of '{one_line(corpus.name)}' is longer than {count} symbols; ask for fewer.")


def _corpus(trained: "Trained") -> "Corpus":
    key = repr([trained.about.get(part) for part in ("recipe", "corpus")])
    if key not in _last:
        name = one_line(str(trained.about.get("corpus", {}).get("name", "")))
        try:
            found = learned(trained)
        except CorpusError as error:
            raise UsageError(f"The corpus of the model, '{name}', is not there to begin from: {error}") from error
        _last.clear()
        _last[key] = found
    return _last[key]
