"""What is heard of a score: repeats and parts played, ties joined, voices together, in exact time.

Knows how players read bars, endings and graces; nothing of notation or of instruments.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import lcm

from songrnn.music.score import Bar, Note, Score, Voice

_MOST_BARS = 20_000  # of one voice, repeats played: 10 hours of reels
_NONE = Fraction(0)
_MOST_DENOMINATORS = 500  # of times that are compared as whole numbers
_GRACE = Fraction(1, 4)  # of its written length, that a grace note is played for: {c} is a 32nd where L: is 1/8
_GRACES_SHARE = Fraction(1, 2)  # of the note that they lean on that all its graces may take


@dataclass(frozen=True, slots=True, order=True)
class Sounding:
    """One pitch for one span, in whole notes from the beginning. `grace` marks a short note before the beat's own."""

    onset: Fraction
    pitch: int
    duration: Fraction
    voice: int = 0
    grace: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that holds from a moment on: a bar whose changes say what."""

    onset: Fraction
    bar: Bar


@dataclass(frozen=True, slots=True)
class Performance:
    """What is heard.

    soundings   in the order of their onsets, then pitches
    end         of the longest voice, its last rests included
    marks       bars of the first voice that change key, meter or tempo, as they are played
    """

    soundings: tuple[Sounding, ...]
    end: Fraction
    marks: tuple[Mark, ...] = ()


def perform(score: Score, *, graces: bool = True) -> Performance:
    """The score as it is played. With `graces` False grace notes are silent, and take no time from others."""
    players = [_Player(number, graces) for number in range(len(score.voices))]
    for player, voice in zip(players, score.voices, strict=True):
        player.play(in_order(voice, score.parts))
    heard = _in_time([sounding for player in players for sounding in player.heard])
    end = max((player.now for player in players), default=Fraction(0))
    return Performance(tuple(heard), end, tuple(players[0].marks) if players else ())


def _in_time(heard: list[Sounding]) -> list[Sounding]:
    """Soundings in their order. Fractions are slow to compare: as whole multiples of one of them they are fast."""
    denominators = {one.onset.denominator for one in heard} | {one.duration.denominator for one in heard}
    if len(denominators) > _MOST_DENOMINATORS:
        return sorted(heard)
    scale = lcm(*denominators)

    def place(one: Sounding) -> tuple[int, int, int, int, bool]:
        onset, duration = one.onset, one.duration
        return (
            onset.numerator * (scale // onset.denominator),
            one.pitch,
            duration.numerator * (scale // duration.denominator),
            one.voice,
            one.grace,
        )

    return sorted(heard, key=place)


def in_order(voice: Voice, parts: str) -> Iterator[Bar]:
    """The bars of a voice as they are played, at most 20,000."""
    bars: Sequence[Bar] = voice.bars
    if parts and any(bar.changes.part for bar in bars):
        named: dict[str, list[Bar]] = {}
        name = ""
        for bar in bars:
            name = bar.changes.part or name
            named.setdefault(name, []).append(bar)
        chosen = [named.get("", []), *(named.get(part, []) for part in parts)]
    else:
        chosen = [list(bars)]
    played = (bar for part in chosen for bar in unfold(part))
    yield from islice(played, _MOST_BARS)


def unfold(bars: Sequence[Bar]) -> list[Bar]:
    """The bars in the order in which they are played: repeats and numbered endings written out.

    A repeat without a beginning goes back to the last section end, as players do.
    """
    played: list[Bar] = []
    for section in _sections(bars):
        for turn in range(1, _passes(section) + 1):
            played += _one_pass(section, turn)
    return played


def _sections(bars: Sequence[Bar]) -> Iterator[list[Bar]]:
    """Runs of bars that are repeated as one. A section end inside numbered endings waits for the last ending.

    A double bar inside a section that was opened to be repeated, and is not yet, is no end of it.
    """
    section: list[Bar] = []
    waits = False  # for its repeat
    for at, bar in enumerate(bars):
        if bar.opens and section:
            yield section
            section = []
        section.append(bar)
        waits = (waits or bar.opens) and bar.closes < 2
        more_endings = at + 1 < len(bars) and bool(bars[at + 1].endings) and 1 not in bars[at + 1].endings
        if bar.closes and not waits and not more_endings:
            yield section
            section = []
    if section:
        yield section


def _passes(section: Sequence[Bar]) -> int:
    return max(1, *(bar.closes for bar in section), *(max(bar.endings, default=1) for bar in section))


def _one_pass(section: Sequence[Bar], turn: int) -> Iterator[Bar]:
    active: tuple[int, ...] = ()
    for bar in section:
        active = bar.endings or active
        if not active or turn in active:
            yield bar


class _Player:
    """Plays the bars of one voice; keeps what is tied over."""

    def __init__(self, number: int, graces: bool) -> None:
        self.number = number
        self.graces = graces
        self.now = Fraction(0)
        self.heard: list[Sounding] = []
        self.marks: list[Mark] = []
        self.held: dict[int, int] = {}  # pitch → its place in `heard`

    def play(self, bars: Iterator[Bar]) -> None:
        for bar in bars:
            if bar.changes.key or bar.changes.meter or bar.changes.tempo:
                self.marks.append(Mark(self.now, bar))
            begun = self.now
            held, self.held = self.held, {}
            for layer in bar.overlays:
                self.now = begun
                self._layer(layer)
                self.held = {}
            self.now, self.held = begun, held
            self._layer(bar.notes)
            self.now = begun + bar.length if bar.overlays else self.now

    def _layer(self, notes: tuple[Note, ...]) -> None:
        for note in notes:
            taken = self._graces(note) if self.graces and note.signs.graces else _NONE
            self._note(note, taken)
            self.now += note.duration

    def _graces(self, note: Note) -> Fraction:
        """Sound the graces of a note; returns the time that they take from it."""
        graces = [grace for grace in note.signs.graces if grace.pitches]
        written = sum((grace.duration for grace in graces), Fraction(0))
        if not written or not note.pitches:
            return Fraction(0)
        share = min(_GRACE, note.duration * _GRACES_SHARE / written)
        onset = self.now
        for grace in graces:
            span = grace.duration * share
            self.heard += [Sounding(onset, pitch.midi, span, self.number, grace=True) for pitch in grace.pitches]
            onset += span
        return onset - self.now

    def _note(self, note: Note, taken: Fraction) -> None:
        going_on = {pitch.midi for pitch in note.tied}
        begun: dict[int, int] = {}
        for number in dict.fromkeys(pitch.midi for pitch in note.pitches):
            at = self.held.get(number)
            if at is None:
                at = len(self.heard)
                onset, duration = (self.now + taken, note.duration - taken) if taken else (self.now, note.duration)
                self.heard.append(Sounding(onset, number, duration, self.number))
            else:
                one = self.heard[at]
                self.heard[at] = Sounding(one.onset, number, one.duration + note.duration, one.voice, one.grace)
            if number in going_on:
                begun[number] = at
        self.held = begun
