"""What a piece is like: its key, meter, rhythm, source, how long it is and what its notes are.

Knows the three notations; counts nothing over a corpus (songrnn.corpus.statistics does) and judges nothing.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from songrnn.errors import MusicError
from songrnn.music.piece import Piece
from songrnn.music.sequence import FINEST, NoteSequence
from songrnn.notation.abc.header import read_header, split_header
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import from_score, loads, meter_of
from songrnn.notation.words import read_words


@dataclass(frozen=True, slots=True)
class Facts:
    """About one piece.

    meter, key, rhythm   as words, "" where nothing says them
    length               whole notes, repeats played
    pitches              MIDI numbers and how often each begins
    durations            of notes, in 48ths of a whole note, and how often
    """

    source: str
    meter: str
    key: str
    rhythm: str
    notes: int
    length: float
    pitches: Counter[int] = field(default_factory=Counter)
    durations: Counter[int] = field(default_factory=Counter)


def hear(piece: Piece, notation: str) -> NoteSequence:
    """A piece as it sounds; raises MusicError where a note sequence cannot be read."""
    if notation == "notes":
        return loads(piece.text)
    if notation == "words":
        return replace(read_words(piece.text).sequence, name=piece.name)
    return from_score(read_tune(piece.text).score)


def heard_or_silent(piece: Piece, notation: str) -> NoteSequence:
    """A piece as it sounds; one that cannot be read has no notes."""
    try:
        return hear(piece, notation)
    except MusicError:
        return NoteSequence(())


def facts(piece: Piece, heard: NoteSequence, notation: str) -> Facts:
    """The facts about a piece that sounds like that."""
    spans = heard.spans
    rhythm = read_header(split_header(piece.text)[0]).get("R").casefold().strip() if notation == "abc" else ""
    meter = meter_of(heard)
    return Facts(
        piece.source,
        f"{meter.beats}/{meter.unit}" if heard.measures and notation != "words" else "",
        f"{heard.key.tonic}{'' if heard.key.mode == 'maj' else heard.key.mode}",
        rhythm,
        len(spans),
        (heard.end - min((span.onset for span in spans), default=0)) / (48 * FINEST),
        Counter(span.pitch for span in spans),
        Counter(max(round((span.end - span.onset) / FINEST), 1) for span in spans),
    )
