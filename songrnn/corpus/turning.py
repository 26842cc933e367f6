"""Music as it is found, turned into pieces of one notation: ABC, note words or note sequences, as text.

Knows which way leads from one notation into another, and when a text may stay as it came; how it is read, prepared and
written its neighbours know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from songrnn.corpus.clean import Rules, clean
from songrnn.corpus.dedupe import near_key
from songrnn.corpus.passages import passages, sketch
from songrnn.corpus.preparation import Preparation, prepare, transposed
from songrnn.corpus.reading import Raw, reason_of
from songrnn.errors import MusicError
from songrnn.music.score import Score
from songrnn.music.sequence import NoteSequence
from songrnn.notation.abc import transpose
from songrnn.notation.abc.diagnostic import Severity
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.abc.writer import write_tune
from songrnn.notation.sequences import dumps, from_score, loads, to_score
from songrnn.notation.words import read_words, write_words
from songrnn.printable import one_line

_OTHER_KEYS = (1, 2, 3, 4, 5, 6, -5, -4, -3, -2, -1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A piece in the notation that was asked for.

    key      what pieces share that begin alike, hashed
    sketch   of its passages; pieces with one of these keys in common stay on one side of the split
    others   the same in other keys, for training
    done     what preparation did to it
    """

    text: str
    name: str
    source: str
    key: str
    sketch: list[str] = field(default_factory=list)
    split: str = ""
    others: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that became no piece, and why."""

    name: str
    reason: str


def turn(raw: Raw, how: Preparation) -> Iterator[Prepared | Dropped]:
    """The pieces that something found becomes. Never raises, whatever the music is: it is dropped."""
    try:
        yield from _turn(raw, how)
    except Exception as error:  # noqa: BLE001  the other pieces of its file are worth having
        yield Dropped(raw.name, reason_of(error, raw.name))


def _turn(raw: Raw, how: Preparation) -> Iterator[Prepared | Dropped]:
    mended: tuple[str, ...] = ()
    if how.clean and raw.notation == "abc" and isinstance(raw.content, str):
        cleaned = clean(raw.content, Rules())
        if cleaned.dropped:
            yield Dropped(raw.name, cleaned.dropped)
            return
        raw, mended = replace(raw, content=cleaned.text), tuple(cleaned.mended)
    ready = prepare(_heard(raw), how)
    if ready.dropped:
        yield Dropped(raw.name, ready.dropped)
        return
    text = _as_it_came(raw, how, ready.done)
    for number, sequence in enumerate(ready.pieces, start=1):
        name = raw.name if len(ready.pieces) == 1 else f"{raw.name}, player {number}"
        others = tuple(_others(text, sequence, how)) if how.key == "all" else ()
        written = text if text is not None else _written(sequence, how)
        if not written:
            yield Dropped(raw.name, "nothing of it can be written")
            continue
        key, marks = _digest(near_key(sequence)), sketch(passages(sequence))
        yield Prepared(written, name, raw.source, key, marks, raw.split, others, (*mended, *ready.done))


def _others(text: str | None, sequence: NoteSequence, how: Preparation) -> Iterator[str]:
    """A piece on the other eleven tonics; ABC that stays as it came is moved by its letters, and keeps its layout."""
    tune = transpose.prepare(text) if text is not None and how.notation == "abc" else None
    for steps in _OTHER_KEYS:
        moved = transposed(sequence, steps)
        yield (transpose.transpose(tune, moved.key.tonic) if tune else None) or _written(moved, how)


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=12).hexdigest()


def _heard(raw: Raw) -> NoteSequence:
    """What is found as it sounds."""
    content = raw.content
    if isinstance(content, NoteSequence):
        return content
    if isinstance(content, Score):
        return from_score(content)
    if raw.notation == "notes":
        return loads(content)
    if raw.notation == "words":
        return replace(read_words(content).sequence, name=raw.name)
    reading = read_tune(content)
    errors = [one.what for one in reading.diagnostics if one.severity == Severity.ERROR]
    if errors and not any(bar.notes for voice in reading.score.voices for bar in voice.bars):
        raise MusicError(f"no music in it can be read: {one_line(errors[0], 80)}")
    return from_score(reading.score)


def _as_it_came(raw: Raw, how: Preparation, done: tuple[str, ...]) -> str | None:
    """The text of a piece that is in the wanted notation already, if nothing was done to it; a score's own ABC."""
    if done or how.tracks == "apart":
        return None
    if isinstance(raw.content, Score):
        return _body(write_tune(raw.content)) if how.notation == "abc" else None
    plain = how.notation != "words" or (how.ties and how.durations)
    if isinstance(raw.content, str) and raw.notation == how.notation and plain:
        return raw.content.strip()
    return None


def _written(sequence: NoteSequence, how: Preparation) -> str:
    if how.notation == "notes":
        text = dumps(sequence)
        loads(text)  # what is too long to be read again is not written
        return text
    if how.notation == "words":
        return write_words(sequence, ties=how.ties, durations=how.durations)
    return _body(write_tune(to_score(sequence)))


def _body(tune: str) -> str:
    """A tune without its number, which a tunebook gives anew."""
    return "\n".join(line for line in tune.strip().splitlines() if not line.startswith("X:"))
