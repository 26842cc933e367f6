"""What may be asked of a place in a text, and the answers: the features that units are scored against.

Knows texts, no network. A feature has one value a character, of the place that is reached after it, as a network's
state after that character is: nothing that stands later is known to it, but for what a feature expressly looks forward
to, and that a bar is a pick-up. nan where the question has no sense.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import UsageError
from songrnn.printable import one_line
from songrnn.probe.features import abc, words
from songrnn.probe.features.abc import FEATURES
from songrnn.probe.features.feature import Feature, Values
from songrnn.probe.features.words import WORD_FEATURES

__all__ = ["FEATURES", "WORD_FEATURES", "Feature", "Values", "at_symbols", "read_features", "table_of"]

_READERS = {"abc": (FEATURES, abc.read), "words": (WORD_FEATURES, words.read)}


def table_of(notation: str) -> dict[str, Feature]:
    """The features of a notation, in the order shown to people; raises UsageError if it has none."""
    if notation not in _READERS:
        known = " or ".join(f"'{name}'" for name in _READERS)
        raise UsageError(f"There are no features of the notation '{one_line(notation, 40)}'; give texts of {known}.")
    return _READERS[notation][0]


def read_features(text: str, notation: str = "abc") -> dict[str, Values]:
    """The values of every feature, one a character of the text, each of shape (len(text),).

    returns   1 and 0 for yes and no, numbers for numbers, nan where the question has no sense; any text has them,
              in linear time
    raises    UsageError if the notation has no features
    """
    table_of(notation)
    return _READERS[notation][1](text)


def at_symbols(values: NDArray[np.floating], texts: Sequence[str]) -> Values:
    """The value at the last character of each symbol's text, (T,); nan for a symbol without text.

    texts   what each symbol settles; joined they are the text
    """
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    assert sizes.sum() == len(values)
    padded = np.append(values, np.nan).astype(np.float32)
    return np.where(sizes > 0, padded[np.cumsum(sizes) - 1], np.float32(np.nan))
