"""A counted baseline: Kneser-Ney, mixed with copying what followed the longest match earlier in the same piece.

Tunes repeat themselves, and a network hears that. One that does not beat Copying has learned to repeat, not to compose.
It knows whole numbers, and of music neither bars nor repeat signs. What it reads in a piece it forgets with the piece;
how far a match is trusted was counted on training pieces only. Symbols as in ngram.py; figures are in nats.

After: the match model of Mahoney 2005, "Adaptive weighing of context models for lossless data compression"; weights
by expectation-maximisation on held-out pieces as in Jelinek and Mercer 1980, "Interpolated estimation of Markov source
parameters from sparse data".

Axes: N predictions, T symbols of a piece, L lengths of match (none, then LENGTHS).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from songrnn.evaluate.ngram import KneserNey, Real, Whole
from songrnn.form import Ids

# Symbols. From 32 on, a match is as good as any longer one; all lengths from 1 to 32 gain 0.005 nats and cost thrice.
LENGTHS = (2, 3, 4, 5, 6, 8, 12, 16, 24, 32)
HELD_OUT = 5  # of so many training pieces one teaches the weights, and the others are counted for it
ROUNDS = 50  # of expectation-maximisation; on 160 tunes, five digits stand still after twenty


@dataclass(frozen=True, slots=True)
class Matches:
    """What copying proposes for each symbol of a piece and for its end, from what stands before it.

    lengths   (T + 1,): 0 for no match, i for a match of LENGTHS[i - 1] symbols or more
    copied    (T + 1,): the symbol that followed the most recent of the longest matches, 0 where there is none
    """

    lengths: NDArray[np.int64]
    copied: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copying:
    """A distribution over the next symbol given the piece so far; made by `fit`.

    counted   what to believe for the rest of the mass
    weights   (L,) the mass that goes to the copied symbol, per length of match, in 0 … 1 without 1; the first is 0
    """

    counted: KneserNey
    weights: Real

    @classmethod
    def fit(cls, pieces: Sequence[Whole], size: int, order: int = 5) -> Self:
        """Count the pieces, and learn on every fifth what a match is worth beside counts that have not seen it.

        pieces   at least one array of shape (T,), symbols in 1 … size - 1, without the end symbol; from a single piece
                 nothing can be held out, so nothing is ever copied
        size     how many symbols there are, the end symbol among them
        order    the symbols of an n-gram, 1 or more
        """
        held = pieces[1::HELD_OUT]
        rest = [piece for place, piece in enumerate(pieces) if place % HELD_OUT != 1]
        weights_L = _weights(held, KneserNey.fit(rest, size, order))
        return cls(KneserNey.fit(pieces, size, order), weights_L)

    def nats(self, piece_T: Whole) -> Real:
        """The surprise of each symbol and of the end.

        piece_T    (T,) symbols in 1 … size - 1, without the end symbol
        returns    (T + 1,) nats, finite; the last is the end symbol's
        """
        found = matches(piece_T)
        weights_N = self.weights[found.lengths]
        return -np.log(weights_N * _hits(found, piece_T) + (1 - weights_N) * np.exp(-self.counted.nats(piece_T)))

    def probabilities(self, read_T: Whole) -> Real:
        """What comes next, once `read_T` has been read from the start of a piece.

        read_T     (T,) symbols in 1 … size - 1; all of them matter, and all are gone through
        returns    (size,) probabilities, all above 0, summing to 1; [0] is the end of the piece
        """
        found = matches(read_T)
        weight = self.weights[found.lengths[-1]]
        mixed: Real = (1 - weight) * self.counted.probabilities(read_T)
        mixed[found.copied[-1]] += weight
        return mixed


def matches(piece_T: Whole) -> Matches:
    """Look for the longest suffix of what has been read that was read before, at every place of a piece.

    piece_T    (T,) symbols, without the end symbol
    """
    text = "".join(map(chr, piece_T.tolist()))  # strings are sliced and looked up faster than arrays
    lengths_N = np.zeros(len(text) + 1, np.int64)
    copied_N = np.zeros(len(text) + 1, np.int64)
    after: dict[str, int] = {}  # suffixes of all lengths, and where the symbol stands that last followed each
    for now in range(len(text) + 1):
        for rank, length in enumerate(LENGTHS, start=1):
            if length > now:
                break
            suffix = text[now - length : now]
            if suffix in after:  # then so were the shorter ones; the longest comes last and stays
                lengths_N[now], copied_N[now] = rank, piece_T[after[suffix]]
            after[suffix] = now
    return Matches(lengths_N, copied_N)


def _hits(found: Matches, piece_T: Whole) -> NDArray[np.bool_]:
    """Whether the copied symbol was the right one. The end never is a copy: it stands nowhere earlier in its piece."""
    right_N: NDArray[np.bool_] = found.copied == np.append(piece_T, Ids.END)
    return right_N & (found.lengths > 0)


def _weights(held: Sequence[Whole], counted: KneserNey) -> Real:
    """The weights that make held-out pieces likeliest, each length having missed once more than it did.

    The imagined miss keeps every weight below 1, and at 0 where a length never occurred.
    """
    weights_L = np.array([0.0] + [0.5] * len(LENGTHS))
    if not held:
        return np.zeros_like(weights_L)
    found = [matches(piece) for piece in held]
    lengths_N = np.concatenate([each.lengths for each in found])
    hits_N = np.concatenate([_hits(*both) for both in zip(found, held, strict=True)])
    chances_N = np.exp(-np.concatenate([counted.nats(piece) for piece in held]))
    counts_L = np.bincount(lengths_N, minlength=len(weights_L))
    for _ in range(ROUNDS):
        copied_N = hits_N * weights_L[lengths_N]  # the mass of each symbol that copying accounts for
        credit_N = copied_N / (copied_N + (1 - weights_L[lengths_N]) * chances_N)
        weights_L = np.bincount(lengths_N, credit_N, len(weights_L)) / (counts_L + 1)
    return weights_L
