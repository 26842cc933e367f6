"""Notes of a bar into music21: their values, ties, accidentals, beams, and all that is written about them.

Knows one layer of one bar at a time; what goes on over bar lines is kept by the Hand that writes a part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from songrnn.music.figures import read_figure
from songrnn.music.pitch import LETTERS, Pitch
from songrnn.music.score import Meter, Note
from songrnn.notation.stream.lengths import Value, beams, tuplet_edges, values
from songrnn.notation.stream.marks import SPAN_ENDS, SPANS, beside, is_beside, put_on

_TYPES = {
    Fraction(8): "maxima", Fraction(4): "longa", Fraction(2): "breve", Fraction(1): "whole", Fraction(1, 2): "half",
    Fraction(1, 4): "quarter", Fraction(1, 8): "eighth", Fraction(1, 16): "16th", Fraction(1, 32): "32nd",
    Fraction(1, 64): "64th", Fraction(1, 128): "128th", Fraction(1, 256): "256th", Fraction(1, 512): "512th",
    Fraction(1, 1024): "1024th",
}  # fmt: skip
_EDGES = {"start": "start", "stop": "stop", "both": "startStop"}
_MOST_SPANNERS = 500  # slurs and wedges of a part: music21 looks through all of them for each note
_PLACES = {"^": "above", "_": "below"}


@dataclass(slots=True)
class Hand:
    """What goes on from bar to bar while a part is written.

    signature   semitones that each of the seven letters from C is raised
    held        MIDI numbers of the pitches that are tied to the next note
    slurs       the notes on which slurs began that are not over
    spans       the notes on which wedges began, by the names of their ends
    spanners    the music21 spanners that are complete
    syllables   the verses in which the last syllable ends with a hyphen
    """

    meter: Meter
    signature: tuple[int, ...] = (0,) * 7
    held: frozenset[int] = frozenset()
    slurs: list[Any] = field(default_factory=list)
    spans: dict[str, tuple[Any, str]] = field(default_factory=dict)
    spanners: list[Any] = field(default_factory=list)
    hyphens: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A printed note: a part of a written one, that is tied where it is not the last part."""

    note: Note
    value: Value
    first: bool
    last: bool


class _Sharps(dict[tuple[int, str], int]):
    """The alterations that hold in a bar so far, for each octave and letter; those of the signature at first."""

    def __init__(self, signature: tuple[int, ...]) -> None:
        super().__init__()
        self.signature = signature

    def __missing__(self, place: tuple[int, str]) -> int:
        return self.signature[LETTERS.index(place[1])]


def write_layer(notes: Sequence[Note], place: Any, hand: Hand, begun: Fraction) -> None:
    """Write notes one after the other into a music21 measure or voice.

    notes   with durations that songrnn.notation.stream.lengths can print; a duration of 0 is left out
    begun   where in a full bar the first one begins, for the beams
    """
    pieces = list(_pieces(notes))
    written = [piece.value for piece in pieces]
    edges = tuplet_edges(written)
    joined = beams(written, [bool(piece.note.pitches) for piece in pieces], hand.meter, begun)
    sharps = _Sharps(hand.signature)
    now = Fraction(0)
    for piece, edge, beam in zip(pieces, edges, joined, strict=True):
        printed = _printed(piece, hand, sharps)
        printed.duration = _duration(piece.value, edge)
        for kind in beam:
            _add_beam(printed, kind)
        for thing in (*_before(piece, printed, hand), printed):
            place.coreInsert(now * 4, thing)
        if piece.last:
            _spans_end(piece, printed, hand)
            hand.held = frozenset(pitch.midi for pitch in piece.note.tied)
        now += piece.value.duration
    place.coreElementsChanged()


def _pieces(notes: Sequence[Note]) -> Iterator[_Piece]:
    for note in notes:
        found = values(note.duration) if note.duration else ()
        for at, value in enumerate(found):
            yield _Piece(note, value, at == 0, at == len(found) - 1)


def _printed(piece: _Piece, hand: Hand, sharps: _Sharps) -> Any:
    """The music21 note, chord or rest."""
    from music21 import chord, note

    pitches = {pitch.midi: pitch for pitch in piece.note.pitches}.values()
    if not pitches:
        return note.Rest()
    going_on = {pitch.midi for pitch in piece.note.tied}
    single = []
    for pitch in pitches:
        tied_from = not piece.first or pitch.midi in hand.held
        one = note.Note(_pitch(pitch, sharps, shown=not tied_from))
        one.tie = _tie(tied_from, not piece.last or pitch.midi in going_on)
        single.append(one)
    return chord.Chord(single) if len(single) > 1 else single[0]


def _tie(tied_from: bool, tied_on: bool) -> Any:
    from music21.tie import Tie

    kind = ("continue" if tied_on else "stop") if tied_from else "start"
    return Tie(kind) if tied_from or tied_on else None


def _pitch(pitch: Pitch, sharps: _Sharps, *, shown: bool) -> Any:
    """A music21 pitch; its accidental is printed if another alteration held for its place, and `shown`."""
    from music21 import pitch as pitches

    place = (pitch.octave, pitch.letter)
    differs = sharps[place] != pitch.alteration
    found = pitches.Pitch(step=pitch.letter, octave=pitch.octave)
    if differs or pitch.alteration:
        found.accidental = pitches.Accidental(pitch.alteration)
        found.accidental.displayStatus = differs and shown
    if differs and shown:
        sharps[place] = pitch.alteration
    return found


def _duration(value: Value, edge: str) -> Any:
    from music21.duration import Duration, Tuplet

    duration = Duration(type=_TYPES[value.base], dots=value.dots)
    if value.actual > 1:
        tuplet = Tuplet(value.actual, value.normal)
        tuplet.type = _EDGES.get(edge)
        duration.appendTuplet(tuplet)
    return duration


def _add_beam(printed: Any, kind: str) -> None:
    if kind in ("left", "right"):
        printed.beams.append("partial", kind)
    else:
        printed.beams.append(kind)


def _before(piece: _Piece, printed: Any, hand: Hand) -> Iterator[Any]:
    """What comes at the moment of a note and before it; what belongs on the note is put on it."""
    if not piece.first:
        return
    signs = piece.note.signs
    if signs.harmony:
        yield _harmony(signs.harmony)
    yield from map(_words, signs.words)
    yield from map(beside, filter(is_beside, signs.marks))
    for mark in signs.marks:
        _mark(mark, printed, hand)
    for verse, syllable in enumerate(signs.lyrics):
        _add_syllable(printed, verse, syllable, hand)
    for grace in signs.graces:
        yield from _grace(grace)


def _mark(mark: str, printed: Any, hand: Hand) -> None:
    """A decoration on a note, or the beginning of a slur or wedge."""
    if mark == "(":
        hand.slurs.append(printed)
        del hand.slurs[:-_MOST_SPANNERS]
    elif mark in SPANS:
        end, kind = SPANS[mark]
        hand.spans[end] = (printed, kind)
    elif mark != ")" and mark not in SPAN_ENDS and not is_beside(mark):
        put_on(printed, mark)


def _spans_end(piece: _Piece, printed: Any, hand: Hand) -> None:
    """Slurs and wedges that end with a note."""
    from music21 import dynamics
    from music21.spanner import Slur

    for mark in piece.note.signs.marks:
        if len(hand.spanners) >= _MOST_SPANNERS:
            return
        if mark == ")" and hand.slurs:
            begun = hand.slurs.pop()
            hand.spanners += [] if begun is printed else [Slur([begun, printed])]
        elif mark in hand.spans:
            begun, kind = hand.spans.pop(mark)
            hand.spanners.append(getattr(dynamics, kind)([begun, printed]))


def _grace(grace: Note) -> Iterator[Any]:
    """A short note without time of its own; several pitches are a chord."""
    from music21 import chord, note

    single = [note.Note(_pitch(pitch, _Sharps((0,) * 7), shown=True)) for pitch in grace.pitches]
    if not single:
        return
    found = chord.Chord(single) if len(single) > 1 else single[0]
    value = next(iter(values(grace.duration)), Value(Fraction(1, 16)))
    found.duration = _duration(replace(value, actual=1, normal=1), "")
    found = found.getGrace()
    found.duration.slash = False
    yield found


def _words(words: str) -> Any:
    from music21.expressions import TextExpression

    placed = words[:1] in "^_<>@"
    found = TextExpression(words[1:] if placed else words)
    found.placement = _PLACES.get(words[:1], "above")
    return found


def _harmony(text: str) -> Any:
    """A chord symbol; words above the notes for what names no chord."""
    from music21.harmony import ChordSymbol
    from music21.pitch import Accidental
    from music21.pitch import Pitch as Music21Pitch

    figure = read_figure(text)
    if figure is None:
        return _words(f"^{text}")

    def spelled(letter: str, alteration: int) -> Any:
        pitch = Music21Pitch(step=letter)
        if alteration:
            pitch.accidental = Accidental(alteration)
        return pitch

    found = ChordSymbol()
    found.root(spelled(figure.root, figure.root_alteration))
    if figure.bass:
        found.bass(spelled(figure.bass, figure.bass_alteration), allow_add=True)
    found.chordKind, found.chordKindStr = figure.kind, figure.suffix
    return found


def _add_syllable(printed: Any, verse: int, syllable: str, hand: Hand) -> None:
    """A syllable with the hyphens that lead from and to it; "_" and "*" print none."""
    from music21.note import Lyric

    text = syllable.rstrip("-")
    if text in ("", "_", "*"):
        return
    from_before, goes_on = verse in hand.hyphens, text != syllable
    syllabic = ("middle" if goes_on else "end") if from_before else "begin" if goes_on else "single"
    hand.hyphens ^= {verse} if from_before != goes_on else set()
    printed.lyrics.append(Lyric(text, number=verse + 1, syllabic=syllabic, applyRaw=True))
