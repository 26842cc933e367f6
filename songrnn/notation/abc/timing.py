"""Lexemes of ABC music into sounds and bar lines, with exact durations.

Resolves lengths, chords, tuplets, broken rhythm, ties and graces; knows nothing of pitch or of repeats.
After: ABC 2.1, sections 4.1 to 4.17.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from songrnn.music.score import Meter
from songrnn.notation.abc.lexer import Token

_PASSED_OVER = frozenset({"space", "spacer", "slur", "continuation", "newline", "comment", "quoted", "decoration"})
_ONE = Fraction(1)
_LONGEST = 10**4  # a length of more units than this, or of fewer than 1 to this, is a slip of the pen or an attack
_MOST_DIGITS = 12  # in a length or tuplet sign: for 10000/10000, and int() refuses numbers of thousands of digits
# How many units a tuplet of p notes takes the time of; 0 stands for 3 in compound meters and 2 in the others.
_TUPLETS = {2: 3, 3: 2, 4: 3, 5: 0, 6: 2, 7: 0, 8: 3, 9: 0}


@dataclass(slots=True)
class Sound:
    """A note, chord or rest.

    notes      the note lexemes, none for a rest        duration   of a whole note
    first      the index of its first lexeme            last       the index of the last lexeme of its pitch or length
    """

    notes: list[Token]
    duration: Fraction
    first: int
    last: int
    tie: int | None = None


@dataclass(frozen=True, slots=True)
class Barline:
    """A bar line: its text, the numbers of the ending it begins, and the index of its lexeme."""

    text: str
    at: int
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a tune that a reader passed over or mended: what, and where, from 1."""

    what: str
    line: int
    column: int


@dataclass(slots=True)
class Timeline:
    """The sounds and bar lines of a tune body in order, and the remarks made on the way."""

    items: list[Sound | Barline] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def timeline(body: Sequence[Token], unit: Fraction, meter: Meter) -> Timeline:
    """The sounds and bar lines of a body's lexemes.

    body     lexemes of music lines; field lines, inline fields and overlays are remarked on and passed over
    unit     the unit note length        meter    decides what some tuplets mean
    """
    return _Timer(body, unit, meter).run()


@lru_cache(maxsize=4096)
def length(text: str) -> Fraction | None:
    """The factor that a length lexeme states: "2", "3/2", "/", "//", "/4"; None if it divides by 0 or is absurd."""
    if len(text) > _MOST_DIGITS:
        return None
    number, slash, below = text.partition("/")
    more = below.count("/") if slash else 0
    divisor = int(below.strip("/")) if below.strip("/") else 2 ** (1 + more) if slash else 1
    if divisor == 0:
        return None
    factor = Fraction(int(number or 1), divisor)
    return factor if Fraction(1, _LONGEST) <= factor <= _LONGEST else None


@lru_cache(maxsize=4096)
def _product(factor: Fraction, unit: Fraction) -> Fraction:
    """The same few lengths come again and again; Fractions are slow to multiply."""
    return factor * unit


def _dots(dots: int) -> Fraction:
    """What broken rhythm does to a length: `>` adds half, `>>` three quarters; the other side loses as much."""
    share = Fraction(1, 2 ** abs(dots))
    return share if dots < 0 else 2 - share


class _Timer:
    """One pass over the lexemes. `at` is the next lexeme; tuplets and broken rhythm wait in `left` and `broken`."""

    def __init__(self, body: Sequence[Token], unit: Fraction, meter: Meter) -> None:
        self.body = body
        self.unit = unit
        self.bar = (meter.length or _ONE) / unit  # in units
        self.compound = meter.unit == 8 and meter.beats % 3 == 0
        self.at = 0
        self.out = Timeline()
        self.factor = Fraction(1)  # of the tuplet under way
        self.left = 0  # notes of that tuplet still to come
        self.broken = 0  # dots that the coming note owes: positive lengthens it
        self.last: Sound | None = None  # in this bar

    def run(self) -> Timeline:
        while self.at < len(self.body):
            token = self.body[self.at]
            handler = getattr(self, f"_on_{token.kind}", None)
            if handler is not None:
                handler(token)
            else:
                if token.kind not in _PASSED_OVER:
                    self._remark(f"passed over '{token.text[:20]}'", token)
                self.at += 1
        if self.broken:
            self._remark("broken rhythm with no note after it", self.body[-1])
        return self.out

    def _remark(self, what: str, token: Token) -> None:
        self.out.remarks.append(Remark(what, token.line, token.column))

    def _next_is(self, kind: str) -> bool:
        return self.at < len(self.body) and self.body[self.at].kind == kind

    def _length(self) -> Fraction:
        """Read the length lexeme that may stand here; 1 where none does."""
        if not self._next_is("length"):
            return _ONE
        token = self.body[self.at]
        self.at += 1
        factor = length(token.text)
        if factor is None:
            self._remark(f"impossible length '{token.text}'", token)
            return _ONE
        return factor

    def _on_note(self, token: Token) -> None:
        first = self.at
        self.at += 1
        self._sound(Sound([token], self._length(), first, self.at - 1))

    def _on_rest(self, token: Token) -> None:
        first = self.at
        self.at += 1
        whole = token.text in "ZX" and self.last is None  # after a note of the same bar it is a slip of the pen
        units = self._length() * (self.bar if whole else 1)
        self._sound(Sound([], units, first, self.at - 1))

    def _on_chord(self, token: Token) -> None:
        if token.text == "]":
            self._remark("passed over ']' without '['", token)
            self.at += 1
            return
        first, notes, ties, inner = self.at, [], [], Fraction(0)
        self.at += 1
        while self.at < len(self.body) and self.body[self.at].text != "]":
            inside = self.body[self.at]
            if inside.kind in ("bar", "newline"):
                self._remark("chord without ']'", token)
                return
            self.at += 1
            if inside.kind == "note":
                notes.append(inside)
                inner = inner or self._length()
            elif inside.kind == "tie":
                ties.append(self.at - 1)
        self.at += 1
        if notes:
            self._sound(Sound(notes, inner * self._length(), first, self.at - 1))
            self._ties_inside(ties, token)

    def _ties_inside(self, ties: Sequence[int], token: Token) -> None:
        """`[C-E-]` is `[CE]-`; a tie on some notes of a chord only is passed over."""
        chord = self.out.items[-1]
        assert isinstance(chord, Sound)
        if ties and len(ties) != len(chord.notes):
            self._remark("tie of some notes of a chord", token)
        elif ties and chord.tie is None:
            chord.tie = ties[-1]

    def _sound(self, sound: Sound) -> None:
        sound.duration = _product(sound.duration, self.unit)
        if self.left:
            sound.duration *= self.factor
            self.left -= 1
        if self.broken:
            sound.duration *= _dots(self.broken)
            self.broken = 0
        self.last = sound
        self.out.items.append(sound)
        if self._next_is("tie"):
            sound.tie = self.at
            self.at += 1

    def _on_tuplet(self, token: Token) -> None:
        parts = [int(part[:_MOST_DIGITS]) if part else 0 for part in token.text[1:].split(":")]
        count, time, notes = (*parts, 0, 0)[:3]
        self.at += 1
        if not 2 <= count <= 9 or len(token.text) > _MOST_DIGITS:
            self._remark(f"unknown tuplet '{token.text}'", token)
            return
        if self.left:
            self._remark("tuplet inside a tuplet", token)
        time = time or _TUPLETS[count] or (3 if self.compound else 2)
        self.factor, self.left = Fraction(time, count), notes or count

    def _on_broken(self, token: Token) -> None:
        self.at += 1
        if self.last is None or self.broken or len(token.text) > 3:
            self._remark(f"misplaced broken rhythm '{token.text}'", token)
            return
        dots = len(token.text) if token.text[0] == ">" else -len(token.text)
        self.last.duration *= _dots(dots)
        self.broken = -dots

    def _on_tie(self, token: Token) -> None:
        self.at += 1
        if self.last is None:
            self._remark("tie without a note before it", token)
        else:
            self.last.tie = self.at - 1

    def _on_grace(self, token: Token) -> None:
        self.at += 1
        if token.text == "}":
            self._remark("passed over '}' without '{'", token)
            return
        while self.at < len(self.body) and self.body[self.at].text != "}":
            if self.body[self.at].kind in ("bar", "newline"):
                self._remark("grace notes without '}'", token)
                return
            self.at += 1
        self.at += 1

    def _on_bar(self, token: Token) -> None:
        at = self.at
        self.at += 1
        ending = ""
        if self._next_is("ending_number"):
            ending = self.body[self.at].text
            self.at += 1
        self._barline(Barline(token.text, at, ending), token)

    def _on_ending(self, token: Token) -> None:
        self._on_bar(token)

    def _barline(self, barline: Barline, token: Token) -> None:
        if self.broken:
            self._remark("broken rhythm across a bar line", token)
            self.broken = 0
        self.last = None
        self.out.items.append(barline)
