"""Note words into note sequences. Total: whatever is no note word is passed over and counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span
from songrnn.notation.words.word import EXAMPLES, Word, parse
from songrnn.printable import one_line

_MOST_NOTES = 200_000
_LATEST = 20_000 * WHOLE  # parts; where 4/4 bars are counted, as many of them
_SHOWN = 3
_LOOKED_AT = 200  # words that tell what a text is
_MOST_CHARACTERS = 20_000  # of them
_ENOUGH = 0.8  # of the words are note words, in a text of them that has some mistakes


@dataclass(frozen=True, slots=True)
class WordsRead:
    """What was read, in 4/4 bars at 120 quarters a minute, and one sentence for each kind of thing that was not."""

    sequence: NoteSequence
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Stream:
    """Notes as words bring them.

    sounding   pitch → onset of what is tied into the next word
    """

    now: int = 0
    spans: list[Span] = field(default_factory=list)
    sounding: dict[int, int] = field(default_factory=dict)

    def add(self, word: Word) -> None:
        """The notes of the next word begin or go on; those that it does not name end before it."""
        begin, self.now = self.now, self.now + word.lasts
        held = self.sounding
        self.sounding = {}
        for pitch in word.pitches:
            onset = held.pop(pitch, begin)
            if pitch in word.tied:
                self.sounding[pitch] = onset
            else:
                self.spans.append(Span(onset, self.now, pitch))
        self.spans += [Span(onset, begin, pitch) for pitch, onset in held.items()]

    def notes(self) -> tuple[Span, ...]:
        """All of them, in their order; what is tied to no further word ends here."""
        self.spans += [Span(onset, self.now, pitch) for pitch, onset in self.sounding.items()]
        self.sounding = {}
        return tuple(sorted(self.spans))


def read_words(text: str) -> WordsRead:
    """The music of note words, however they are separated. Never raises; what is too long is read in part."""
    stream, remarks = _Stream(), list[str]()
    strange: list[str] = []
    count = 0
    for one in _split(text):
        word = parse(one)
        if word is None:
            count += 1
            strange += [one] * (len(strange) < _SHOWN)
        elif stream.now + word.lasts > _LATEST or len(stream.spans) > _MOST_NOTES:
            remarks.append(f"The line is longer than {_MOST_NOTES:,} notes or {_LATEST // WHOLE:,} bars; cut it.")
            break
        else:
            stream.add(word)
    if count:
        remarks.insert(0, _passed_over(count, strange))
    notes = stream.notes()
    bars = tuple(Measure(at, at + WHOLE, 4, 4) for at in range(0, stream.now, WHOLE)) if notes else ()
    return WordsRead(NoteSequence((Part(notes),) if notes else (), bars), tuple(remarks))


def _split(text: str) -> Iterator[str]:
    return (found.group() for found in re.finditer(r"\S+", text))


def _passed_over(count: int, examples: list[str]) -> str:
    shown = ", ".join(f"'{one_line(example, 20)}'" for example in examples)
    more = f" and {count - len(examples)} more" if count > len(examples) else ""
    verb = "is no note word and is" if count == 1 else "are no note words and are"
    return f"{shown}{more} {verb} passed over; write {EXAMPLES}."


def is_words(text: str) -> bool:
    """Whether a text is note words, and not ABC or prose, from its beginning."""
    words = [*islice(_split(text[:_MOST_CHARACTERS]), _LOOKED_AT)]
    if len(text) > _MOST_CHARACTERS and len(words) < _LOOKED_AT:
        words = words[:-1]  # cut in two, perhaps
    known = [word for word in map(parse, words) if word]
    return any(word.pitches for word in known) and len(known) >= _ENOUGH * len(words)
