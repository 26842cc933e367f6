"""Plain one-voice ABC tunes into scores.

Understands notes, rests, chords, tuplets, broken rhythm, ties, key signatures, accidentals, repeats and endings.
Everything else (graces, slurs, decorations, chord symbols, lyrics, further voices, changes of key or meter inside
the tune) is passed over, and said to be. Any string gives a score; nothing raises.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from songrnn.music.pitch import Key, midi_number
from songrnn.music.score import Bar, Meter, Note, Score
from songrnn.notation.abc.header import Header, default_unit, read_header, read_key, read_meter, read_unit, split_header
from songrnn.notation.abc.lexer import Token, lines, tokens
from songrnn.notation.abc.timing import Barline, Remark, Sound, timeline

_ACCIDENTALS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
_SKIPPED = {"grace": "grace notes", "slur": "slurs", "decoration": "decorations", "quoted": "chord symbols and text"}
_MOST_PASSES = 9
_TEMPO = re.compile(r"(\d{1,3}/\d{1,4})[ \t]*=[ \t]*(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Reading:
    """A score and what its reader passed over."""

    score: Score
    remarks: tuple[Remark, ...]


def read_tune(text: str) -> Reading:
    """One ABC tune as a score.

    text      a header through K: and a body; where a field is missing, 4/4, the default unit and C major stand in
    returns   the score, and a remark for everything that was passed over or mended
    """
    header_text, _ = split_header(text)
    header = read_header(header_text)
    meter = read_meter(header.get("M")) or Meter()
    key = read_key(header.get("K")) or Key()
    unit = read_unit(header.get("L")) or default_unit(meter)
    body = [token for token in tokens(text) if token.line > len(lines(header_text))]
    timed = timeline(body, unit, meter)
    bars = _Bars(key).build(timed.items)
    score = Score(tuple(bars), key, meter, _tempo(header), header.get("T"))
    return Reading(score, (*timed.remarks, *_skipped(body)))


def _skipped(body: Sequence[Token]) -> list[Remark]:
    """One remark for each kind of thing that a plain tune can lose without losing a note."""
    first = {token.kind: token for token in reversed(body)}
    return [
        Remark(f"left out {what}", first[kind].line, first[kind].column)
        for kind, what in _SKIPPED.items()
        if kind in first
    ]


def _tempo(header: Header) -> float:
    """Quarter notes a minute from a Q: of the form 1/4=120; 120 where there is none like it."""
    found = _TEMPO.search(header.get("Q"))
    beat = read_unit(found[1]) if found else None
    if found is None or beat is None:
        return 120.0
    quarters = float(int(found[2]) * beat * 4)
    return quarters if 10 <= quarters <= 1000 else 120.0


class _Bars:
    """Gathers sounds into bars; keeps the accidentals of the bar under way."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.bars: list[Bar] = []
        self.notes: list[Note] = []
        self.accidentals: dict[str, int] = {}  # for all octaves (ABC 2.1, section 11.3)
        self.held: dict[tuple[str, int], int] = {}  # accidentals of notes tied over the bar line
        self.opens = False
        self.endings: tuple[int, ...] = ()

    def build(self, items: Sequence[Sound | Barline]) -> list[Bar]:
        for item in items:
            if isinstance(item, Sound):
                self._sound(item)
            else:
                self._barline(item)
        self._finish(0)
        return self.bars

    def _sound(self, sound: Sound) -> None:
        pitches = tuple(dict.fromkeys(self._pitch(token, tied=sound.tie is not None) for token in sound.notes))
        self.notes.append(Note(tuple(sorted(pitches)), sound.duration, sound.tie is not None and bool(pitches)))
        if sound.tie is None:
            self.held.clear()

    def _pitch(self, token: Token, *, tied: bool) -> int:
        name = token.text.lstrip("^_=")
        sign = token.text[: len(token.text) - len(name)]
        letter = name[0].upper()
        octave = 4 + name[0].islower() + name.count("'") - name.count(",")
        octave = max(0, min(9, octave))
        place = (letter, octave)
        if sign:
            self.accidentals[letter] = _ACCIDENTALS[sign]
        alteration = self.accidentals.get(letter, self.held.get(place, self.key.alteration(letter)))
        if tied:
            self.held[place] = alteration
        return max(0, min(127, midi_number(letter, octave, alteration)))

    def _barline(self, barline: Barline) -> None:
        text = barline.text
        closes = _passes(text) or int(any(sign in text for sign in ("||", "|]", "[|")))
        self._finish(closes)
        self.opens = self.opens or (text.endswith(":") and len(text) > 1)
        if barline.ending:
            self.endings = _numbers(barline.ending)

    def _finish(self, closes: int) -> None:
        """End the bar under way. With no notes in it, its bar line only adds to the one before."""
        if self.notes:
            self.bars.append(Bar(tuple(self.notes), self.opens, closes, self.endings))
            self.notes, self.opens, self.endings = [], False, ()
        elif self.bars and closes > self.bars[-1].closes:
            self.bars[-1] = replace(self.bars[-1], closes=closes)
        self.accidentals.clear()


def _passes(text: str) -> int:
    """How often a bar line has the section before it played: `:|` and `::` twice, `::|` thrice; 0 if not at all."""
    if set(text) == {":"}:
        return 2
    colons = len(text) - len(text.lstrip(":"))
    return min(colons + 1, _MOST_PASSES) if colons else 0


def _numbers(ending: str) -> tuple[int, ...]:
    """The passes that "1", "1,3" or "1-3" names, of the first nine."""
    passes: set[int] = set()
    for part in ending.split(","):
        low, _, high = part.partition("-")
        passes.update(range(int(low[:4]), min(int((high or low)[:4]), _MOST_PASSES) + 1))
    return tuple(sorted(n for n in passes if n >= 1))
