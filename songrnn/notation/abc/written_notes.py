"""Notes, chords and rests as ABC text, under what a reader of the bar so far believes about accidentals.

A sign is written where songrnn's reader needs it, and where another one would: in some an accidental holds in its own
octave only, in some those of graces and of tied notes stay for the bar. After: ABC 2.1, sections 4.1 to 4.20 and 11.3.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

from songrnn.music.pitch import LETTERS, SEMITONES, Key, Pitch
from songrnn.music.score import PLAIN, Bar, Meter, Note, Signs
from songrnn.notation.abc.written_fields import WRITTEN_SIGNS
from songrnn.notation.abc.written_rhythm import Stem, apart, broken, length_text, stems

SHORT_MARKS = {
    "staccato": ".", "roll": "~", "fermata": "H", "accent": "L", "lowermordent": "M", "coda": "O",
    "uppermordent": "P", "segno": "S", "trill": "T", "upbow": "u", "downbow": "v",
}  # fmt: skip
_MARK = re.compile(r"[^!|\s]+")
_PLACED = ("^", "_", "<", ">", "@")  # how annotations begin, and chord symbols must not
_OCTAVES = (0, 9)
_CENTRE = 4
_FURTHEST = 2  # semitones that a sign can alter a letter


class Pen:
    """Writes the bars of one voice, in their order; remembers the accidentals of the bar and of ties into it."""

    def __init__(self, key: Key, meter: Meter, unit: Fraction) -> None:
        self.meter, self.unit = meter, unit
        self._held: dict[tuple[int, str], int] = {}  # accidentals of notes that are tied on
        self.change(key, None)

    def change(self, key: Key | None, meter: Meter | None) -> None:
        """A key and a meter that hold from here on; None for what stays."""
        self.meter = meter or self.meter
        if key:
            self._signature = dict(zip(LETTERS, key.alterations, strict=True))
        self._clear()

    def _clear(self) -> None:
        self._signed = dict(self._signature)  # a sign holds in all octaves: songrnn's reader
        self._octaves: dict[tuple[int, str], int] = {}  # in its own only
        self._loose = dict(self._signature)  # those of graces and of tied notes do too

    def bar(self, bar: Bar, *, pickup: bool = False) -> str:
        """The notes of a bar, its layers joined by "&". A pick-up is counted from the end of its bar."""
        if self.is_rest(bar):
            self._held = {}
            return "Z"
        late = self.meter.length - bar.length if pickup and self.meter.length else Fraction(0)
        texts = [self._layer(layer, late) for layer in (bar.notes, *bar.overlays) if layer]
        self._clear()
        return " & ".join(texts)

    def is_rest(self, bar: Bar) -> bool:
        """Whether a bar is one rest that fills it, with nothing about it: "Z"."""
        return bar.notes == (Note((), self.meter.length or Fraction(0)),) and not bar.overlays

    def _layer(self, notes: Sequence[Note], late: Fraction) -> str:
        self._clear()
        written = stems(notes)
        spaces = apart(written, self.meter, late)
        text = ""
        owed: Fraction | None = None  # what the second of a broken pair is written as
        for at, (stem, following) in enumerate(zip_longest(written, written[1:])):
            beside = following is not None and owed is None and not spaces[at + 1]
            pair = broken(stem, following, self.unit) if beside and following else None
            sign, length = pair or ("", owed or stem.duration)
            text += " " * spaces[at] + self._stem(stem, length) + sign
            owed = length if pair else None
        return text

    def _stem(self, stem: Stem, duration: Fraction) -> str:
        """A note with everything about it, in the standard's order."""
        note = stem.note
        signs = self._before(note.signs) if note.signs is not PLAIN else ""
        length = length_text(duration, self.unit)
        if not note.pitches:
            self._held = {}
            text = f"z{length}"
        else:
            text = self._pitched(note, length)
        return f"{stem.tuplet}{signs}{text}{')' * note.signs.marks.count(')')}"

    def _pitched(self, note: Note, length: str) -> str:
        forced = self._doubled(note.pitches) if self._held else frozenset()
        names = [self._name(pitch, forced=pitch.letter in forced) for pitch in note.pitches]
        tied = _tied(note)
        self._held = {
            (pitch.octave, pitch.letter): pitch.alteration
            for pitch in note.tied
            if pitch.alteration != self._signature[pitch.letter]
        }
        whole = "-" if all(tied) else ""
        if len(names) == 1:
            return f"{names[0]}{length}{whole}"
        inner = "".join(name + "-" * (ties and not whole) for name, ties in zip(names, tied, strict=True))
        return f"[{inner}]{length}{whole}"

    def _doubled(self, pitches: Sequence[Pitch]) -> frozenset[str]:
        """Letters that a chord has twice while a tie holds one: a sign on one undoes what another needs."""
        letters = [pitch.letter for pitch in pitches]
        return frozenset(letter for _, letter in self._held if letters.count(letter) > 1)

    def _name(self, pitch: Pitch, *, forced: bool = False) -> str:
        """A pitch with its sign, if it needs one; what readers believe afterwards is noted."""
        pitch = _spellable(pitch)
        place, letter, wanted = (pitch.octave, pitch.letter), pitch.letter, pitch.alteration
        held = self._held.get(place)
        if held is not None:
            beliefs = {held}
        else:
            own = self._octaves.get(place, self._signature[letter])
            beliefs = {self._signed[letter], own, self._loose[letter]}
        self._loose[letter] = wanted
        if beliefs == {wanted} and not forced:
            return _letter(pitch)
        self._signed[letter] = self._octaves[place] = wanted
        self._held = {place: held for place, held in self._held.items() if place[1] != letter}
        return WRITTEN_SIGNS[wanted] + _letter(pitch)

    # What stands before a note.

    def _before(self, signs: Signs) -> str:
        text = self._graces(signs.graces) if signs.graces else ""
        if signs.harmony:
            harmony = _quotable(signs.harmony)
            text += f'"{harmony.lstrip("".join(_PLACED))}"'
        for words in signs.words:
            text += f'"{"" if words.startswith(_PLACED) else "^"}{_quotable(words)}"'
        return text + "".join(_marks(signs.marks))

    def _graces(self, graces: Sequence[Note]) -> str:
        """Graces in braces. Their signs are theirs alone, but not every reader knows."""
        kept = dict(self._signed), dict(self._octaves), self._held
        self._held = {}
        text = ""
        for grace in graces:
            names = [self._name(pitch) for pitch in grace.pitches]
            name = names[0] if len(names) == 1 else f"[{''.join(names)}]"
            text += name + length_text(grace.duration, self.unit) if names else ""
        self._signed, self._octaves, self._held = kept
        return f"{{{text}}}" if text else ""


def _tied(note: Note) -> list[bool]:
    """Which pitches of a note are tied on; one that its reader took without a carried accidental counts too."""
    exact = [pitch in note.tied for pitch in note.pitches]
    if sum(exact) == len(note.tied):
        return exact
    places = {(pitch.octave, pitch.letter) for pitch in note.tied}
    return [(pitch.octave, pitch.letter) in places for pitch in note.pitches]


def _marks(marks: Sequence[str]) -> list[str]:
    """Decorations and beginnings of slurs. A short one before a slur is no good: a dot makes it a dotted one."""
    written = []
    for at, mark in enumerate(marks):
        if mark == "(":
            written.append("(")
        elif mark in SHORT_MARKS and "(" not in marks[at:]:
            written.append(SHORT_MARKS[mark])
        elif mark != ")" and _MARK.fullmatch(mark):
            written.append(f"!{mark}!")
    return written


def _quotable(text: str) -> str:
    return " ".join(text.replace('"', "'").split("\n"))


def _spellable(pitch: Pitch) -> Pitch:
    """The pitch, or one that sounds the same, if it needs a sign or an octave that ABC has not."""
    if abs(pitch.alteration) <= _FURTHEST and _OCTAVES[0] <= pitch.octave <= _OCTAVES[1]:
        return pitch
    octave, step = divmod(pitch.midi, 12)
    letter = max((letter for letter in LETTERS if SEMITONES[letter] <= step), key=SEMITONES.__getitem__)
    return Pitch(max(octave - 1, _OCTAVES[0]), letter, step - SEMITONES[letter])


def _letter(pitch: Pitch) -> str:
    above = pitch.octave - _CENTRE
    return pitch.letter.lower() + "'" * (above - 1) if above > 0 else pitch.letter + "," * -above
