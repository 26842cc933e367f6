"""The collapse alarm: whether a piece is no music but what a network falls into when it has learned too little.

Knows the pitches of a piece in their order, and judges nothing but endless repetition and emptiness: dull music is
music. Strains that are played again and again are no collapse, nor is an ostinato under a melody; the thresholds stand
where of 10,000 human tunes some five are called collapsed, songs on one note or of two pitches among them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from songrnn.corpus.facts import hear
from songrnn.errors import MusicError
from songrnn.music.piece import Piece
from songrnn.music.sequence import WHOLE, NoteSequence, Span
from songrnn.notation.words.word import Word
from songrnn.printable import one_line

_LONGEST = 64  # notes of a figure that loops: eight bars of a reel, four of sixteenths
_ONE, _FIGURE = 16, 8  # times in a row that one note or a figure of more is played
_SHARE = 0.5  # of the piece that a loop takes up
# Notes of a loop that is one, however long the piece is: of one note, and of a figure. Liszt's trills last 84.
_ENDLESS_ONE, _ENDLESS = 40, 96
_FEW, _ENOUGH = 2, 16  # pitches, in a piece of so many notes
_LONG, _SPARSE = 8, 0.25  # whole notes, and the fewest notes in each; songs that begin late have 0.3

Chord = tuple[int, ...]


def collapse(sequence: NoteSequence) -> str | None:
    """One sentence that says what is wrong with a piece, and how much of it; None if it did not collapse.

    Drums are not listened to: they loop, and are drums.
    """
    notes = sequence.pitched
    if not notes:
        return _silence(sequence)
    chords = _chords(notes)
    return _loop(chords) or _few_pitches(chords) or _sparse(sequence, len(notes))


def collapse_of_text(text: str, notation: str) -> str | None:
    """`collapse` of what a text says in "abc", "words" or "notes"; None where it cannot be read."""
    try:
        return collapse(hear(Piece(text), notation))
    except MusicError:
        return None


def _silence(sequence: NoteSequence) -> str | None:
    if sequence.spans:
        return None
    bars = len(sequence.measures)
    return f"It is rests alone: {bars:,} bar{'s' * (bars > 1)} without a note." if bars else "It holds no note."


def _chords(notes: Sequence[Span]) -> list[Chord]:
    """The pitches that begin together, one chord after the other."""
    begun: dict[int, list[int]] = {}
    for onset, _, pitch in notes:
        begun.setdefault(onset, []).append(pitch)
    return [tuple(sorted(set(pitches))) for pitches in begun.values()]


def _loop(chords: Sequence[Chord]) -> str | None:
    """Looks for the shortest figure that loops: everything in a loop equals what stood a figure's length before it."""
    numbers: dict[Chord, int] = {}
    names_N = np.array([numbers.setdefault(chord, len(numbers)) for chord in chords], np.int64)
    for size in range(1, min(_LONGEST, len(chords) // 2) + 1):
        begin, length = _longest_run(names_N[size:] == names_N[:-size])
        taken = length + size
        often, endless = (_ONE, _ENDLESS_ONE) if size == 1 else (_FIGURE, _ENDLESS)
        if taken >= often * size and taken >= min(_SHARE * len(chords), endless):
            figure = _figure(chords[begin : begin + size])
            return f"{figure} is played {taken // size:,} times in a row, {_of(taken, chords)}."
    return None


def _longest_run(true_N: NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of what is true begins, and its length; 0 if nothing is."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true_N, [False]])))
    if not len(edges):
        return 0, 0
    lengths = edges[1::2] - edges[::2]
    longest = int(lengths.argmax())
    return int(edges[2 * longest]), int(lengths[longest])


def _figure(chords: Sequence[Chord]) -> str:
    if len(chords) > 1:
        return f"One figure of {len(chords)} {_kind(chords)}s"
    return f"One {_kind(chords)}, {one_line(str(Word(chords[0])), 40)},"


def _kind(chords: Sequence[Chord]) -> str:
    return "note" if all(len(chord) == 1 for chord in chords) else "chord"


def _of(count: int, chords: Sequence[Chord]) -> str:
    return f"{count:,} of {len(chords):,} {_kind(chords)}s"


def _few_pitches(chords: Sequence[Chord]) -> str | None:
    pitches = {pitch for chord in chords for pitch in chord}
    if len(chords) < _ENOUGH or len(pitches) > _FEW:
        return None
    named = " and ".join(str(Word((pitch,))) for pitch in sorted(pitches))
    return f"It has no pitch but {named} in {len(chords):,} {_kind(chords)}s."


def _sparse(sequence: NoteSequence, count: int) -> str | None:
    length = sequence.end / WHOLE
    if length < _LONG or count >= _SPARSE * length:
        return None
    return f"It is nearly all rests or held notes: {count:,} note{'s' * (count > 1)} in {length:,.0f} whole notes."
