"""How much of a piece stands in the training set: the longest run of its notes, and the share of its 2-bar fragments.

Conventions. A note is what begins together (songrnn.evaluate.melody); a run is notes one after the other. Everything is
measured twice: `verbatim`, the same pitches and lengths, and `invariant`, the same intervals and ratios of lengths, so
in any key and at any speed; a run that is verbatim is invariant too. A single note is no invariant run. Fragments are
all pairs of bars one after the other, as they are written, with at least FEWEST notes; one is known if all its notes
stand in one training piece in a row, wherever their bar lines are.

Knows pieces and lines; nothing of models, and no corpus by name. From what length on a run is a copy it does not say:
tunes of one style share phrases, and songrnn.evaluate.comparison asks how much human pieces share.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from songrnn.evaluate.melody import Line, Whole, line
from songrnn.evaluate.suffixes import Suffixes
from songrnn.music.sequence import NoteSequence

FEWEST = 4  # notes of a fragment; two bars with fewer, long notes or nearly nothing, are in every large corpus
RUNS, SHARES = ("longest_verbatim", "longest_invariant"), ("known_verbatim", "known_invariant")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands in a piece: its first note, from 0, and the bars of its first and last note, from 1."""

    note: int
    bar: int
    last_bar: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of notes of a piece, and where it stands in the training set first.

    piece      the training piece's number         name    its name
    places     of the training set at which the run stands, all in all
    semitones  that the piece is above the training piece
    stretch    how many times as long its notes are as those of the training piece
    """

    notes: int
    here: Place
    there: Place
    piece: int
    name: str
    places: int
    semitones: int
    stretch: float


@dataclass(frozen=True, slots=True)
class Novelty:
    """What a piece shares with the training set.

    verbatim, invariant              the longest run of either kind, the first of equals; None if there is none
    fragments                        how many 2-bar fragments the piece has
    known_verbatim, known_invariant  how many of them stand in the training set
    """

    notes: int
    verbatim: Passage | None
    invariant: Passage | None
    fragments: int
    known_verbatim: int
    known_invariant: int

    @property
    def nearest(self) -> Passage | None:
        """The longest run of any kind, with its training piece; the verbatim one where it is as long."""
        if self.verbatim and self.invariant and self.invariant.notes > self.verbatim.notes:
            return self.invariant
        return self.verbatim or self.invariant

    @property
    def longest(self) -> int:
        """The notes of the longest run of any kind."""
        return self.nearest.notes if self.nearest else 0

    def figures(self) -> dict[str, float]:
        """The figures by name: RUNS in notes, SHARES from 0 to 1, which are missing where there is no fragment."""
        longest = (self.verbatim, self.invariant)
        runs = {name: float(run.notes if run else 0) for name, run in zip(RUNS, longest, strict=True)}
        known = (self.known_verbatim, self.known_invariant) if self.fragments else ()
        return runs | {name: count / self.fragments for name, count in zip(SHARES, known, strict=False)}


@dataclass(frozen=True, slots=True)
class Index:
    """The pieces of a training set, to be looked up in; made by `build`."""

    lines: tuple[Line, ...]
    verbatim: Suffixes
    invariant: Suffixes

    @classmethod
    def build(cls, pieces: Iterable[NoteSequence]) -> Self:
        """Index pieces as songrnn.evaluate.melody.hear gives them: seconds for 15,000 tunes, once they are read."""
        lines = tuple(map(line, pieces))
        verbatim, invariant = [one.verbatim for one in lines], [one.invariant for one in lines]
        return cls(lines, Suffixes.build(verbatim), Suffixes.build(invariant))

    @property
    def memory(self) -> int:
        """Bytes."""
        arrays = (array for one in self.lines for array in (one.tops, one.steps, one.bars, one.verbatim, one.invariant))
        return self.verbatim.memory + self.invariant.memory + sum(array.nbytes for array in arrays)

    def novelty(self, piece: NoteSequence) -> Novelty:
        """What a piece shares with the training set."""
        own = line(piece)
        verbatim_N = self.verbatim.search(own.verbatim)
        moves = self.invariant.search(own.invariant)
        starts, counts = _fragments(own.bars)
        return Novelty(
            len(own), self._longest(own, verbatim_N, moves=0), self._longest(own, moves, moves=1), len(starts),
            int((verbatim_N[starts] >= counts).sum()), int((moves[starts] >= counts - 1).sum()),
        )  # fmt: skip

    def _longest(self, own: Line, lengths: Whole, moves: int) -> Passage | None:
        """The longest run. moves: 1 if symbols stand for the ways between notes, of which a run has one less."""
        if not lengths.any():
            return None
        at = int(lengths.argmax())
        symbols = (own.invariant if moves else own.verbatim)[at : at + int(lengths[at])]
        found = (self.invariant if moves else self.verbatim).find(symbols)
        assert found is not None  # as it was just seen there
        theirs, notes = self.lines[found.sequence], len(symbols) + moves
        return Passage(
            notes, _place(own, at, notes), _place(theirs, found.at, notes), found.sequence, theirs.name, found.places,
            int(own.tops[at] - theirs.tops[found.at]), float(own.steps[at] / theirs.steps[found.at]),
        )  # fmt: skip


def copied(piece: NoteSequence, index: Index) -> int:
    """The notes of the longest run of a piece that stands in the training set in whatever key and at whatever speed."""
    moves = int(index.invariant.search(line(piece).invariant).max(initial=0))
    return moves + 1 if moves else 0


def _place(own: Line, at: int, notes: int) -> Place:
    return Place(at, int(own.bars[at]), int(own.bars[at + notes - 1]))


def _fragments(bars_N: Whole) -> tuple[Whole, Whole]:
    """The first note of each 2-bar fragment, and how many notes it has."""
    firsts = np.arange(bars_N[0], bars_N[-1]) if len(bars_N) else np.empty(0, np.int64)
    starts, stops = np.searchsorted(bars_N, firsts), np.searchsorted(bars_N, firsts + 2)
    enough = stops - starts >= FEWEST
    return starts[enough], (stops - starts)[enough]
