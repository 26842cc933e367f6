"""The music lines of one voice into bars: lengths, accidentals, ties, tuplets, broken rhythm, repeats, signs.

Reads lexemes; fields are read by the parser, which tells a voice what changes. Any lexemes make bars: what cannot be
read is said and passed over. After: ABC 2.1, sections 4.1 to 4.20.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import PLAIN, UNCHANGED, Bar, Changes, Meter, Note, Signs
from songrnn.notation.abc.barline import bar_sign, passes
from songrnn.notation.abc.diagnostic import Journal, Place, Severity
from songrnn.notation.abc.lexer import kind, lexemes
from songrnn.notation.abc.lyrics import MOST_VERSES, sung
from songrnn.notation.abc.meaning import (
    Alterations,
    Meaning,
    altered,
    fine,
    impossible,
    is_fine,
    is_microtone,
    length,
    meaning,
    spell,
    times,
)
from songrnn.notation.abc.overlay import MOST_LAYERS, Span

_ONE = Fraction(1)
_EVEN = (1, 1)
_NOTHING: dict[str, Note] = {}
_MOST_REST_BARS = 500
_MOST_BARS = 20_000  # of a voice, rests of several bars written out
_MOST_SIGNS = 64  # of a kind about one note
_MOST_DIGITS = 12
# The shares of the two notes of a broken rhythm that is written with >; with < they change places.
_SHARES = {sign * n: ((2 ** (n + 1) - 1, 2**n), (1, 2**n)) for sign in "<>" for n in (1, 2, 3)}
# How many units a tuplet of p notes takes the time of; 0 stands for 3 in compound meters and 2 in the others.
_TUPLETS = {2: 3, 3: 2, 4: 3, 5: 0, 6: 2, 7: 0, 8: 3, 9: 0}
_SHORT_MARKS = {
    ".": "staccato", "~": "roll", "H": "fermata", "J": "slide", "L": "accent", "M": "lowermordent", "O": "coda",
    "P": "uppermordent", "R": "roll", "S": "segno", "T": "trill", "u": "upbow", "v": "downbow",
}  # fmt: skip


class Lines:
    """Reads the music lines of one voice; `finish` ends the last bar. `bars` and `places` grow side by side.

    quick   the meanings of plain notes, or nothing where something waits for the next note
    """

    def __init__(self, key: Key, meter: Meter, unit: Fraction, journal: Journal, octaves: int = 0) -> None:
        self.key, self.meter, self.unit, self.octaves = key, meter, unit, octaves
        self.journal = journal
        self.bars: list[Bar] = []
        self.places: list[Place] = []
        self.notes: list[Note] = []
        self.changes = UNCHANGED
        self.base: Meaning = meaning(key.alterations, unit, octaves)
        self.meaning = self.base
        self.quick: dict[str, Note] = self.base
        self._layers: list[tuple[Note, ...]] = []
        self._signs: dict[str, Any] = {}  # what stands before a note and belongs to it
        self._held: dict[tuple[int, str], int] = {}  # accidentals of notes that are tied on
        self._tuplet, self._left = _EVEN, 0  # the factor of the tuplet under way, and its notes still to come
        self._broken = _EVEN  # the factor that the coming note owes to broken rhythm
        self._opens = False
        self._endings: tuple[int, ...] = ()
        self._begun = Place(0, 0)
        self._row = (0, 0)  # the bar and the note that the music line began with, for its lyrics
        self.part = ""
        self._verses = 0
        self._goes_on = False  # the music line, in the next one
        self._span: Span | None = None

    # The fields of the tune change these.

    def set_key(self, key: Key) -> None:
        """A key signature that holds from here on."""
        self.key = key
        self._set(replace(self.changes, key=key))

    def set_meter(self, meter: Meter) -> None:
        """A meter that holds from here on."""
        self.meter = meter
        self._set(replace(self.changes, meter=meter))

    def set_unit(self, unit: Fraction) -> None:
        """A unit note length that holds from here on."""
        self.unit = unit
        self._set(self.changes)

    def begin_part(self, name: str) -> None:
        """A new part of the tune begins: no repeat goes back past this place."""
        self._end_bar(1)
        self.part = name
        self.changes = replace(self.changes, part=name)

    def set_octaves(self, octaves: int) -> None:
        """All notes from here on sound so many octaves higher than they are written."""
        self.octaves = octaves
        self._set(self.changes)

    def _set(self, changes: Changes) -> None:
        self.changes = changes
        self.base = self.meaning = meaning(self.key.alterations, self.unit, self.octaves)
        self._settle()

    def _settle(self) -> None:
        """Plain notes can be looked up while nothing waits for the next one."""
        waits = self._left or self._signs or self._held or self._broken is not _EVEN
        self.quick = _NOTHING if waits else self.meaning

    def begin_row(self, row: str) -> None:
        """A music line begins here: lyrics after it belong to its notes, and to those of the lines that it goes on."""
        if not self._goes_on:
            self._row = (len(self.bars), len(self.notes))
        self._verses = 0
        self._goes_on = "\\" in row and row.split("%", maxsplit=1)[0].rstrip().endswith("\\")

    def sing(self, line: str) -> None:
        """The lyrics of the music line before, one verse more of them."""
        if self._verses >= MOST_VERSES:
            self.journal.say(Severity.REMARK, f"more than {MOST_VERSES} verses are left out")
            return
        first, note = self._row
        rows = [bar.notes for bar in self.bars[first:]]
        rows.append(tuple(self.notes))
        found = sung([rows[0][note:], *rows[1:]], line, self._verses)
        found[0] = (*rows[0][:note], *found[0])
        self._verses += 1
        self.notes = list(found.pop())
        for at, notes in enumerate(found, start=first):
            if notes != self.bars[at].notes:
                self.bars[at] = replace(self.bars[at], notes=notes)

    def _begin_here(self) -> None:
        """The first bar begins with the first line, others after a bar line."""
        if not self._begun.line:
            self._begun = Place(self.journal.line, self.journal.at)

    def read(self, texts: Sequence[str]) -> None:
        """The lexemes of a music line, or of a part of one; the journal knows which line it is."""
        self._begin_here()
        journal = self.journal
        first = journal.at
        find, add = self.quick.get, self.notes.append
        for at, text in enumerate(texts, start=first):
            note = find(text)
            if note is not None:
                add(note)
                continue
            journal.at = at
            self._HANDLERS[kind(text)](self, text)
            find, add = self.quick.get, self.notes.append
        journal.at = first + len(texts)

    def finish(self) -> None:
        """The tune is over: end the bar under way."""
        self._end_bar(0)
        if self._span:
            self._warn("overlays that do not end", "write &) after them")
            self._span.take(self.bars, self.places)
            self._end_span(self._span)
        if self._broken is not _EVEN and self.bars:
            self._error("broken rhythm with no note after it", "write the note that it lengthens or shortens")
            self._mend_last()
        if self._left:
            self._warn("the tune ends inside a tuplet", f"{self._left} more of its notes are missing")

    def _mend_last(self) -> None:
        """Take back what broken rhythm did to the last note, as no other makes up for it."""
        *bars, last = self.bars
        note = last.notes[-1]
        above, below = self._broken
        whole = replace(note, duration=fine(note.duration / (2 - Fraction(above, below))))
        self.bars = [*bars, replace(last, notes=(*last.notes[:-1], whole))]

    def _error(self, what: str, advice: str = "") -> None:
        self.journal.say(Severity.ERROR, what, advice)

    def _warn(self, what: str, advice: str = "") -> None:
        self.journal.say(Severity.WARNING, what, advice)

    # Notes, rests and chords.

    def _note(self, text: str) -> None:
        if self.quick is self.meaning:  # nothing waits for it
            known = self.meaning.signed.get(text)
            if known is not None:
                note, self.meaning = known
                self.quick = self.meaning
                self.notes.append(note)
                return
        self._add(self._single(text))

    def _single(self, text: str) -> Note:
        """The note that a text means here; its sign holds from here to the end of the bar."""
        if text[0] in "^_=":
            if is_microtone(text):
                self.journal.say(Severity.REMARK, f"microtone '{text[:20]}' rounded to the next semitone")
            note, self.meaning = self.meaning.after(text)
            if self._held:  # a sign of its own is stronger than one that a tie carries
                letter = note.pitches[0].letter
                self._held = {place: held for place, held in self._held.items() if place[1] != letter}
        else:
            note = self.meaning.note(text)
        if impossible(text):
            self._error(f"impossible length in '{text[:20]}'", "give a length between 1/10000 and 10000 units")
        return note

    def _add(self, note: Note) -> None:
        """A note, chord or rest with what waited for it."""
        duration, pitches, signs = note.duration, note.pitches, PLAIN
        if self._left:
            duration = times(*duration.as_integer_ratio(), *self._tuplet)
            self._left -= 1
        if self._broken is not _EVEN:
            duration = times(*duration.as_integer_ratio(), *self._broken)
            self._broken = _EVEN
        if self._held:
            pitches = _ascending(map(self._carried, note.pitches))
            self._held = {}
        if self._signs:
            signs = Signs(**self._signs)
            self._signs = {}
        if not is_fine(duration):
            duration = self._rounded(duration)
        if duration is not note.duration or pitches is not note.pitches or signs is not PLAIN:
            note = Note(pitches, duration, note.tied, signs)
        self.notes.append(note)
        if note.tied:
            self._hold(note.tied)
        self._settle()

    def _rounded(self, duration: Fraction) -> Fraction:
        self.journal.say(Severity.REMARK, f"a length of {duration} is rounded to what can be counted")
        return fine(duration)

    def _carried(self, pitch: Pitch) -> Pitch:
        """A pitch with the accidental that a tie carries over the bar line."""
        return replace(pitch, alteration=self._held.get((pitch.octave, pitch.letter), pitch.alteration))

    def _hold(self, pitches: Sequence[Pitch]) -> None:
        signature = dict(zip("CDEFGAB", self.base.alterations, strict=True))
        self._held = {
            (pitch.octave, pitch.letter): pitch.alteration
            for pitch in pitches
            if pitch.alteration != signature[pitch.letter]
        }

    def _rest(self, text: str) -> None:
        if text[0] in "zx":
            self._add(self._single(text))
            return
        factor = length(text[1:])
        if factor is None:
            self._error(f"impossible length in '{text[:20]}'", "give a whole number of bars, at most 10000")
            factor = _ONE
        if self.notes:
            self._warn(f"'{text[:20]}' rests for whole bars, inside a bar", "write z for a short rest")
        self._rest_bars(factor)

    def _rest_bars(self, count: Fraction) -> None:
        whole = fine(self.meter.length or _ONE)
        more = min(count.numerator // count.denominator, _MOST_REST_BARS) - 1
        for _ in range(min(more, _MOST_BARS - len(self.bars))):
            self.notes.append(Note((), whole))
            self._end_bar(0)
        self._add(Note((), whole if more >= 0 else whole * count))

    def _chord(self, text: str) -> None:
        inside, _, outer = text[1:].rpartition("]")
        notes, ties = self._chord_notes(inside)
        factor = length(outer)
        if factor is None:
            self._error(f"impossible length '{outer[:20]}' of a chord", "give one between 1/10000 and 10000 units")
            factor = _ONE
        if not notes:
            self._error(f"'{text[:20]}' holds no note", "write notes inside the brackets, or leave them out")
            return
        pitches = _ascending(note.pitches[0] for note in notes)
        if len({note.duration for note in notes}) > 1:
            self.journal.say(Severity.REMARK, "notes of a chord differ in length; the first one's is taken")
        self._add(Note(pitches, notes[0].duration * factor, _ascending(ties)))

    def _chord_notes(self, inside: str) -> tuple[list[Note], list[Pitch]]:
        notes: list[Note] = []
        ties: list[Pitch] = []
        for text in lexemes(inside):
            match kind(text):
                case "note":
                    notes.append(self._single(text))
                case "tie" if notes:
                    ties.append(notes[-1].pitches[0])
                case "decoration":
                    self._decoration(text)
                case "space" | "rest" | "slur":
                    pass
                case _:
                    self._error(f"'{text[:20]}' means nothing inside a chord", "take it out")
        return notes, ties

    def _grace(self, text: str) -> None:
        signed = self.meaning.alterations  # signs of graces are theirs alone
        graces: list[Note] = []
        for inner in lexemes(text[1:-1].removeprefix("/")):
            match kind(inner):
                case "note" if len(graces) < _MOST_SIGNS:
                    pitch, factor = spell(inner, signed, self.octaves)
                    graces.append(Note((pitch,), fine((factor or _ONE) * self.unit)))
                    signed = altered(signed, pitch)
                    if factor is None:
                        self._error(f"impossible length in '{inner[:20]}'", "give one between 1/10000 and 10000 units")
                case "chord" if len(graces) < _MOST_SIGNS and (pitches := self._grace_chord(inner, signed)):
                    graces.append(Note(pitches, fine((length(inner.rpartition("]")[2]) or _ONE) * self.unit)))
                case "space" | "slur" | "note" | "rest" | "chord" | "decoration" | "tie":
                    pass
                case _:
                    self._error(f"'{_shown(inner)}' means nothing among graces", "take it out")
        if not graces:
            self._warn(f"'{text[:20]}' holds no grace note", "write notes inside the braces, or leave them out")
        self._sign("graces", *graces)

    def _grace_chord(self, text: str, signed: Alterations) -> tuple[Pitch, ...]:
        notes = (one for one in lexemes(text[1 : text.rindex("]")]) if kind(one) == "note")
        return _ascending(spell(one, signed, self.octaves)[0] for one in notes)

    def _sign(self, name: str, *what: Any) -> None:
        """Something that belongs to the next note, at most so much of it."""
        self._signs[name] = (*self._signs.get(name, ()), *what)[:_MOST_SIGNS]
        self._settle()

    def _nothing(self, _: str) -> None:
        """Spaces, spacers, comments and line ends mean nothing to the music."""

    # What stands between notes.

    def _tie(self, _: str) -> None:
        if not self.notes or not self.notes[-1].pitches:
            self._warn("a tie without a note before it", "write it right after a note")
            return
        note = self.notes[-1]
        self.notes[-1] = Note(note.pitches, note.duration, note.pitches, note.signs)
        self._hold(note.pitches)
        self._settle()

    def _broken_rhythm(self, text: str) -> None:
        if not self.notes or self._broken is not _EVEN or len(text) > 3:
            self._error(f"misplaced broken rhythm '{text[:20]}'", "write > or < between two notes of a bar")
            return
        last = self.notes[-1]
        mine, self._broken = _SHARES[text] if text[0] == ">" else _SHARES[text][::-1]
        duration = times(*last.duration.as_integer_ratio(), *mine)
        self.notes[-1] = Note(last.pitches, duration, last.tied, last.signs)
        self._settle()

    def _tuplet_sign(self, text: str) -> None:
        parts = [int(part[:_MOST_DIGITS]) if part else 0 for part in text[1:].split(":")]
        count, time, notes = (*parts, 0, 0)[:3]
        if not (2 <= count <= 9 or (time and 1 <= count <= 64)) or len(text) > _MOST_DIGITS or time > 64:
            self._error(f"unknown tuplet '{text[:20]}'", "write (2 to (9, or (p:q:r)")
            return
        if self._left:
            self._warn("a tuplet inside a tuplet", f"{self._left} more notes of the outer one are missing")
        compound = self.meter.unit == 8 and self.meter.beats % 3 == 0
        time = time or _TUPLETS[count] or (3 if compound else 2)
        self._tuplet, self._left = (time, count), min(notes or count, 1000)
        self._settle()

    def _slur(self, text: str) -> None:
        if text == "(":
            self._sign("marks", "(")
        elif self.notes:
            note = self.notes[-1]
            self.notes[-1] = Note(note.pitches, note.duration, note.tied, _slurred(note.signs))

    def _decoration(self, text: str) -> None:
        name = text.strip("!+") if len(text) > 2 else _SHORT_MARKS.get(text, "")
        if not name:
            self.journal.say(Severity.REMARK, f"passed over the decoration '{text[:20]}'")
            return
        self._sign("marks", name)

    def _quoted(self, text: str) -> None:
        words = text[1:-1]
        if words[:1] in ("^", "_", "<", ">", "@"):
            self._sign("words", words)
        elif words:
            self._signs["harmony"] = words
            self._settle()

    def _overlay(self, text: str) -> None:
        if text != "&" or self._span:
            self._spanning(text)
        elif self.notes and len(self._layers) < MOST_LAYERS:
            self._layers.append(tuple(self.notes))
            self.notes = []
        self.meaning = self.base
        self._settle()

    def _spanning(self, text: str) -> None:
        """Overlays over several bars: (& those that are on top, & those below them, and so on &)."""
        if text == "(&" and not self._span and not self.notes:
            self._span = Span(len(self.bars))
            return
        if text == "(&" or not self._span:
            self._error(f"misplaced '{text}'", "write (& at the beginning of a bar, and &) after its overlays")
            return
        self._end_bar(0)
        self._span.take(self.bars, self.places)
        if text == "&)":
            self._end_span(self._span)

    def _end_span(self, span: Span) -> None:
        self._span = None
        if not span.fits():
            self._warn("an overlay is longer than the bars that it goes with", "its last bars are left out")
        self.bars += span.bars()
        self.places += span.places

    def _other(self, text: str) -> None:
        advice = {"[": "close the chord with ]", "{": "close the graces with }", '"': 'close the text with "'}
        self._error(f"'{_shown(text)}' means nothing here", advice.get(text, "take it out"))

    # Bar lines.

    def _barline(self, text: str) -> None:
        sign = bar_sign(text)
        self._end_bar(sign.closes)
        if sign.opens:
            self._opens = True
        if sign.endings:
            self._endings = sign.endings

    def _ending(self, text: str) -> None:
        self._end_bar(0)
        if len(text) > 1:
            self._endings = passes(text[1:])
            return
        self._error("'[' means nothing here", "close the chord with ]")

    def _end_bar(self, closes: int) -> None:
        """End the bar under way. With no notes in it, its bar line only adds to the one before."""
        if self.notes:
            self._append((*self._layers, tuple(self.notes)) if self._layers else (tuple(self.notes),), closes)
            self.notes = []
        elif self._layers:
            self._append(tuple(self._layers), closes)
        elif self.bars and closes > self.bars[-1].closes:
            self.bars[-1] = replace(self.bars[-1], closes=closes)
        self._begun = Place(self.journal.line, self.journal.at + 1)
        if self.meaning is not self.base:
            self.meaning = self.base
        self._settle()

    def _append(self, layers: tuple[tuple[Note, ...], ...], closes: int) -> None:
        self.bars.append(Bar(layers[0], self._opens, closes, self._endings, layers[1:], self.changes))
        self.places.append(self._begun)
        self._opens, self._endings, self.changes, self._layers = False, (), UNCHANGED, []

    _HANDLERS: ClassVar[dict[str, Callable[["Lines", str], None]]] = {
        "note": _note, "rest": _rest, "chord": _chord, "grace": _grace, "tie": _tie,
        "broken": _broken_rhythm, "tuplet": _tuplet_sign, "slur": _slur, "quoted": _quoted,
        "decoration": _decoration, "overlay": _overlay, "bar": _barline, "ending": _ending,
        "other": _other, "space": _nothing, "spacer": _nothing, "continuation": _nothing,
        "comment": _nothing,
    }  # fmt: skip


def _ascending(pitches: Iterable[Pitch]) -> tuple[Pitch, ...]:
    """Each pitch once, from low to high."""
    return tuple(sorted(set(pitches), key=lambda pitch: (pitch.midi, pitch)))


@lru_cache(maxsize=1024)
def _slurred(signs: Signs) -> Signs:
    """Signs of a note on which one more slur ends."""
    return replace(signs, marks=(*signs.marks, ")")[:_MOST_SIGNS])


def _shown(text: str) -> str:
    return text[:20] if text.isprintable() else f"U+{ord(text[0]):04X}"
