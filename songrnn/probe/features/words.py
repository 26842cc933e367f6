"""The features of note words. A whole word has the value of the word, and so have the spaces after it.

Counts in words, and assumes 4/4 from the beginning, as the reader of note words does; knows no network.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from songrnn.music.sequence import WHOLE
from songrnn.notation.words.word import Word, parse
from songrnn.probe.features.feature import Feature, Values, copies, ordered, table

Real = NDArray[np.float64]

RUN = 3  # words that stood earlier, for a copy
WORD_FEATURES = table(
    Feature("pitch", "number", "highest pitch of the word"),
    Feature("direction", "number", "motion of the highest pitch to this word: up, level or down"),
    Feature("chord", "yes", "several pitches sound"),
    Feature("rest", "yes", "nothing sounds"),
    Feature("tied", "yes", "a pitch goes on into the next word"),
    Feature("duration", "number", "length of the word"),
    Feature("beat-position", "number", "share of a quarter note that has elapsed after the word"),
    Feature("bar-position", "number", "share of a 4/4 bar that has elapsed after the word"),
    Feature("to-end", "number", "words to the end of the piece"),
    Feature("since-start", "number", "words since the beginning of the piece"),
    Feature("copying", "yes", f"the last {RUN} words stood earlier in the piece, with the same one next"),
)
_NOTHING = float("nan")
_WORD = re.compile(r"\S+\s*")


def read(text: str) -> dict[str, Values]:
    """The values of all WORD_FEATURES, each of shape (len(text),). Never raises; linear time.

    What is no note word has only a place, and lasts nothing; nan in spaces before the first word.
    """
    found = _WORD.findall(text)
    texts = [one.rstrip() for one in found]
    words = [parse(one) for one in texts]
    sizes = [len(text) - sum(map(len, found)), *map(len, found)]
    answers = {name: _spread(values, sizes) for name, values in (_alone(words) | _together(words, texts)).items()}
    return ordered(WORD_FEATURES, answers)


def ends(words: Iterable[Word | None]) -> NDArray[np.int64]:
    """When each word ends, in parts of a whole note."""
    return np.cumsum([0 if word is None else word.lasts for word in words], dtype=np.int64)


def _spread(values: Real, sizes: list[int]) -> Real:
    return np.repeat(np.append(_NOTHING, values), sizes)


def _alone(words: list[Word | None]) -> dict[str, Real]:
    """What a word says by itself."""
    return {
        "pitch": np.array([_highest(word) for word in words]),
        "chord": np.array([_NOTHING if word is None else len(word.pitches) > 1 for word in words], float),
        "rest": np.array([_NOTHING if word is None else not word.pitches for word in words], float),
        "tied": np.array([_NOTHING if word is None else bool(word.tied) for word in words], float),
        "duration": np.array([_NOTHING if word is None else word.lasts / WHOLE for word in words], float),
    }


def _together(words: list[Word | None], texts: list[str]) -> dict[str, Real]:
    """What it takes the words before it, or the next one, to say."""
    now = ends(words)
    count = np.arange(len(words), dtype=float)
    return {
        "direction": _directions(words),
        "beat-position": now % (WHOLE // 4) / (WHOLE // 4),
        "bar-position": now % WHOLE / WHOLE,
        "to-end": len(words) - 1 - count,
        "since-start": count + 1,
        "copying": copies(tuple(texts), RUN).astype(float),
    }


def _directions(words: list[Word | None]) -> Real:
    """The motion to each word from the last one before it that sounds; nan where nothing sounds, and at the first."""
    pitches = np.array([_highest(word) for word in words])
    notes = np.flatnonzero(~np.isnan(pitches))
    out = np.full(len(words), _NOTHING)
    for before, now in pairwise(notes):
        out[now] = np.sign(pitches[now] - pitches[before])
    return out


def _highest(word: Word | None) -> float:
    return float(word.pitches[-1]) if word and word.pitches else _NOTHING
