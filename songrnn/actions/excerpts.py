"""Excerpts: where a model begins from a passage of what it learned from, as reports have it."""

from typing import TYPE_CHECKING, Any

from songrnn.actions.material import learned
from songrnn.errors import CorpusError, UsageError
from songrnn.printable import one_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from songrnn.checkpoint import Trained


def excerpt(trained: "Trained", count: int, seed: int) -> "NDArray[Any]":
    """So many symbols of a training piece: from a place at random, or, of a tune in ABC, from its beginning.

    raises   UsageError if the corpus of the model is not there any more, or no piece of it is that long
    """
    import numpy as np

    from songrnn.evaluate.data import pieces_of

    name = str(trained.about.get("corpus", {}).get("name", ""))
    try:
        texts = learned(trained).texts("train")
    except CorpusError as error:
        raise UsageError(f"The corpus of the model, '{one_line(name)}', is not there to begin from: {error}") from error
    rng = np.random.default_rng(seed)
    for at in rng.permutation(len(texts)):
        symbols = trained.codec.encode(next(pieces_of(trained.codec, [texts[at]]))).symbols
        if len(symbols) > count:
            start = 0 if trained.notation == "abc" else int(rng.integers(len(symbols) - count))
            found: NDArray[Any] = symbols[start : start + count]
            return found
    raise UsageError(f"No training piece of '{one_line(name)}' is longer than {count} symbols; ask for fewer.")
