"""What a codec decodes, told as text: ABC and note words as they are, note sequences in note words.

Times in seconds are moved to a grid, so that words say them in a few figures and they can be written down.
"""

from dataclasses import replace

from songrnn.music.sequence import WHOLE, NoteSequence, Part, Span
from songrnn.notation.words import read_words, write_words

_GRID = WHOLE // 96  # 21 ms at 120 quarters a minute, less than is heard as unevenness


def tell(value: str | NoteSequence) -> str:
    """A piece as text."""
    return value if isinstance(value, str) else write_words(_on_grid(value))


def listen(words: str) -> NoteSequence:
    """Note words as a note sequence."""
    return read_words(words).sequence


def _on_grid(sequence: NoteSequence) -> NoteSequence:
    """Every note at the nearest place of the grid, one step long at least."""
    return replace(sequence, parts=tuple(map(_part, sequence.parts)))


def _part(part: Part) -> Part:
    spans = {_near(span) for span in part.spans}
    return replace(part, spans=tuple(sorted(spans)))


def _near(span: Span) -> Span:
    onset = round(span.onset / _GRID) * _GRID
    return Span(onset, max(round(span.end / _GRID) * _GRID, onset + _GRID), span.pitch)
