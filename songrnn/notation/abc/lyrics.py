"""Lyrics under notes: which note each syllable of a w: line falls on.

Knows syllables and bars of notes; nothing of other fields. After: ABC 2.1, section 5.1. A syllable that goes on in the
next one ends with "-"; "_" stands under a note on which the syllable before is held.
"""

import re
from collections.abc import Iterator, Sequence

from songrnn.music.score import Note, Signs

MOST_VERSES = 32
HOLD = "_"
_PIECE = re.compile(r"[|_*-]|(?:\\[-_*~]|[^\s|_*-])+")
_ESCAPE = re.compile(r"\\([-_*~])|~")


def syllables(line: str) -> Iterator[str]:
    """The syllables of a w: line; "|" for the next bar, "_" for a held note, "" for a note without one."""
    word = ""  # that may yet be found to go on
    spaced = True  # a hyphen after a space, or after another one, is a syllable of its own
    for found in _PIECE.finditer(line):
        piece = found[0]
        spaced = spaced or line[found.start() - 1 : found.start()].isspace()
        if piece == "-" and word and not spaced:
            yield word + "-"
            word, spaced = "", True
            continue
        if word:
            yield word
            word = ""
        if piece in "|_":
            yield piece
        elif piece in "*-":
            yield ""
        else:
            word = _ESCAPE.sub(lambda code: code[1] or " ", piece)
        spaced = piece == "-"
    if word:
        yield word


def sung(bars: Sequence[Sequence[Note]], line: str, verse: int) -> list[tuple[Note, ...]]:
    """The notes of bars with the syllables of a line as their verse, counted from 0; too many are left out."""
    rows = [list(bar) for bar in bars]
    places = [(number, at) for number, bar in enumerate(bars) for at, note in enumerate(bar) if note.pitches]
    here, bar = 0, 0
    for syllable in syllables(line):
        if syllable == "|":
            bar += 1
            while here < len(places) and places[here][0] < bar:
                here += 1
            continue
        if here >= len(places):
            break
        bar, at = places[here]
        here += 1
        rows[bar][at] = _with(rows[bar][at], syllable, verse)
    return [tuple(row) for row in rows]


def _with(note: Note, syllable: str, verse: int) -> Note:
    if not syllable:
        return note
    signs = note.signs
    lyrics = (*signs.lyrics, *[""] * (verse - len(signs.lyrics)), syllable)
    return Note(
        note.pitches, note.duration, note.tied, Signs(signs.graces, signs.marks, signs.harmony, signs.words, lyrics)
    )
