"""Originality: how much of what a model writes stands in its training split, and how to keep copies from being written.

What songrnn.evaluate.novelty measures, for pieces of a corpus and for tunes as they are written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from songrnn.actions.generate import Arranged, Text, Wish, Written, generate
from songrnn.actions.material import learned
from songrnn.actions.writing import Counted
from songrnn.errors import CorpusError, UsageError
from songrnn.music.piece import Piece

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.corpus.build import Corpus
    from songrnn.evaluate.comparison import Comparison
    from songrnn.evaluate.novelty import Index, Novelty
    from songrnn.music.sequence import NoteSequence

_PATIENCE = 100  # tunes in a row that are copies, after which no more are tried


@dataclass(frozen=True, slots=True)
class Originality:
    """What written pieces share with a training split, beside the pieces of another split.

    training    how many pieces the training split has
    held_out    the name of the other split
    pieces      what was measured of each written piece, in their order
    names       of the written pieces
    """

    corpus: str
    training: int
    held_out: str
    comparison: "Comparison"
    pieces: tuple["Novelty", ...]
    names: tuple[str, ...]


def measure(
    written: Sequence[Piece], notation: str, corpus: "Corpus", split: str = "test"
) -> Iterator[Counted | Originality]:
    """Measure pieces that were written; Counted on the way, then Originality.

    notation   what the pieces are written in
    corpus     the one that the model learned from
    split      the human pieces to measure beside

    raises     CorpusError if the split is empty
    """
    from songrnn.evaluate.comparison import compare

    _check(corpus, split)
    total = sum(map(len, (corpus.splits["train"], corpus.splits[split], written)))
    heard: list[NoteSequence] = []
    known = _heard([*corpus.splits["train"], *corpus.splits[split]], corpus.notation)
    for sequence in chain(known, _heard(written, notation)):
        heard.append(sequence)
        yield Counted("pieces read", len(heard), total)
    training, human = len(corpus.splits["train"]), len(corpus.splits[split])
    index = _index(heard[:training])
    found: list[Novelty] = []
    for sequence in heard[training:]:
        found.append(index.novelty(sequence))
        yield Counted("pieces compared", len(found), total - training)
    written_ones = tuple(found[human:])
    names = tuple(piece.name for piece in written)
    yield Originality(corpus.name, training, split, compare(written_ones, found[:human]), written_ones, names)


def _check(corpus: "Corpus", split: str) -> None:
    if split == "train":
        raise UsageError("Written tunes are measured beside held-out ones; give --split valid or test.")
    for needed in ("train", split):
        if not corpus.splits[needed]:
            raise CorpusError(f"The corpus '{corpus.name}' has no {needed} split, which originality is measured by.")


def _heard(pieces: Iterable[Piece], notation: str) -> Iterator["NoteSequence"]:
    from songrnn.evaluate.melody import hear

    return (hear(piece, notation) for piece in pieces)


def _index(heard: Iterable["NoteSequence"]) -> "Index":
    from songrnn.evaluate.novelty import Index

    return Index.build(heard)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A tune that copies so many notes in a row, and is not kept."""

    seed: int
    copied: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Says which tunes are copies. most: notes in a row, in whatever key and at whatever speed, that are allowed."""

    index: "Index"
    most: int

    def judge(self, written: Written) -> Written | Rejected:
        """The tune, unless it copies more than is allowed."""
        from songrnn.evaluate.novelty import copied

        (heard,) = _heard([Piece(written.tune)], written.notation)
        run = copied(heard, self.index)
        return Rejected(written.seed, run) if run > self.most else written


def guard(trained: "Trained", most: int) -> Guard:
    """A guard against copies from the training split of the corpus that a model learned from.

    raises   UsageError if the model does not say where it learned; CorpusError if that is not there any more, or is not
             what it was
    """
    found = learned(trained)
    return Guard(_index(_heard(found.splits["train"], found.notation)), most)


def generate_original(
    trained: "Trained", prompt: str, wish: Wish, count: int, against: Guard
) -> Iterator[Arranged | Text | Written | Rejected]:
    """`count` tunes in a row, none of which copies more than the guard allows; a copy is Rejected, and the next tried.

    Tune after tune takes the next seed, whether the one before was kept or not. The prompt is part of the tune. What
    Text has told of a tune that is rejected then is to be forgotten.

    raises   UsageError if a hundred in a row are copies
    """
    seed, kept, refused = wish.seed, 0, 0
    while kept < count:
        last = None
        for event in generate(trained, prompt, replace(wish, seed=seed)):
            last = against.judge(event) if isinstance(event, Written) else event
            yield last
        kept, refused = (kept, refused + 1) if isinstance(last, Rejected) else (kept + 1, 0)
        seed += 1
        if refused == _PATIENCE:
            raise CorpusError(
                f"The last {refused} tunes copy more than {against.most} notes in a row each; allow more, or raise the "
                "temperature."
            )
