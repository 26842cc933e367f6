"""What is heard of a score, in ticks: songrnn.music.performance in whole numbers, for scores that whole numbers hold.

The performance is the definition, and a test holds this to it; Fractions take most of the time of a file that is
written through symusic. Scores with graces, with lengths of no whole ticks or with long silences are left to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from songrnn.music.performance import in_order, perform
from songrnn.music.score import Bar, Changes, Note, Score
from songrnn.notation.midi.writing import LONGEST, QUARTER, sayable, ticks

_WHOLE = 4 * QUARTER
Heard = tuple[int, int, int]
"""Onset and length in ticks, MIDI number."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a file says of a score.

    voices   the notes of each voice that is heard, by its number; in their order, none twice
    marks    where key, meter or tempo change, in ticks
    end      of the longest voice, in ticks
    """

    voices: dict[int, list[Heard]]
    marks: list[tuple[int, Changes]]
    end: int


def ticked(score: Score) -> Ticked:
    """What is heard of a score, as a file can say it; raises MusicError if there is no note to hear."""
    try:
        found = _quick(score, graces=True)
    except NotWholeError:
        return exact(score)
    spans = ((onset, onset + length) for notes in found.voices.values() for onset, length, _ in notes)
    known = sorted({0, found.end, *(onset for onset, _ in found.marks), *chain.from_iterable(spans)})
    if not found.voices or any(after - before > LONGEST * _WHOLE for before, after in pairwise(known)):
        return exact(score)
    return found


def without_graces(score: Score) -> Ticked | None:
    """The same with all graces silent; None for lengths of no whole ticks, or where nothing sounds."""
    try:
        found = _quick(score, graces=False)
    except NotWholeError:
        return None
    return found if found.voices else None


def exact(score: Score) -> Ticked:
    """The same by way of the performance, for any score."""
    played = sayable(perform(score))
    voices: dict[int, set[Heard]] = {}
    for one in played.soundings:
        begin = ticks(one.onset)
        voices.setdefault(one.voice, set()).add((begin, ticks(one.onset + one.duration) - begin, one.pitch))
    marks = [(ticks(mark.onset), mark.bar.changes) for mark in played.marks]
    return Ticked({number: sorted(notes) for number, notes in sorted(voices.items())}, marks, ticks(played.end))


class NotWholeError(Exception):
    """The score holds something that this module leaves to the performance: no failure, the other way is taken."""


def _quick(score: Score, *, graces: bool) -> Ticked:
    players = [_Player(graces) for _ in score.voices]
    for player, voice in zip(players, score.voices, strict=True):
        player.play(in_order(voice, score.parts))
    found = {number: notes for number, player in enumerate(players) if (notes := player.notes())}
    return Ticked(found, players[0].marks if players else [], max((player.now for player in players), default=0))


class _Player:
    """Plays the bars of one voice; keeps what is tied over."""

    def __init__(self, graces: bool) -> None:
        self.graces = graces
        self.now = 0
        self.heard: list[list[int]] = []
        self.marks: list[tuple[int, Changes]] = []
        self.held: dict[int, list[int]] = {}  # pitch → its entry in `heard`

    def notes(self) -> list[Heard]:
        return sorted({(onset, length, pitch) for onset, length, pitch in self.heard if length})

    def play(self, bars: Iterator[Bar]) -> None:
        for bar in bars:
            changes = bar.changes
            if changes.key or changes.meter or changes.tempo:
                self.marks.append((self.now, changes))
            begun, held, end = self.now, self.held, self.now
            for layer in bar.overlays:
                self.now, self.held = begun, {}
                self._layer(layer)
                end = max(end, self.now)
            self.now, self.held = begun, held
            self._layer(bar.notes)
            self.now = max(end, self.now)

    def _layer(self, notes: Iterable[Note]) -> None:
        for note in notes:
            if self.graces and note.signs.graces:
                raise NotWholeError
            length = _whole(note.duration)
            going_on = {pitch.midi for pitch in note.tied} if note.tied else ()
            begun: dict[int, list[int]] = {}
            for number in {pitch.midi for pitch in note.pitches}:
                entry = self.held.get(number)
                if entry is None:
                    entry = [self.now, length, number]
                    self.heard.append(entry)
                else:
                    entry[1] += length
                if number in going_on:
                    begun[number] = entry
            self.held = begun
            self.now += length


def _whole(duration: Fraction) -> int:
    each, rest = divmod(_WHOLE, duration.denominator)
    if rest:
        raise NotWholeError
    return each * duration.numerator
