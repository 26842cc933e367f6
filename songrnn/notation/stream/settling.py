"""Scores with durations that can be printed: none too long, none too fine.

Knows how fine printed music is; nothing of music21. Music that people write stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from songrnn.music.score import Bar, Note, Score, Voice
from songrnn.notation.stream.lengths import divisions, rounded, values

_LONGEST = Fraction(256)  # whole notes, 8 minutes: what is longer is a slip of the pen


@dataclass(frozen=True, slots=True)
class Settled:
    """A score whose durations can be printed, and the parts of a quarter note that they are whole multiples of."""

    score: Score
    divisions: int | None


def settled(score: Score) -> Settled:
    """The score with notes of at most 256 whole notes; if some are too fine to print, all onsets are moved to ticks.

    Moved onsets are off by at most half a tick, of 40320 in a whole note; notes shorter than that may last 0.
    """
    durations = {note.duration for voice in score.voices for bar in voice.bars for note in _notes(bar)}
    if any(duration > _LONGEST for duration in durations):
        score = _mapped(score, _shortened)
        durations = {min(duration, _LONGEST) for duration in durations}
    parts = divisions(durations)
    if parts and all(_prints(duration) for duration in durations):
        return Settled(score, parts)
    return Settled(_mapped(score, _rounded), None)


def _notes(bar: Bar) -> tuple[Note, ...]:
    return sum(bar.overlays, bar.notes)


def _prints(duration: Fraction) -> bool:
    return sum((value.duration for value in values(duration)), Fraction(0)) == duration


def _shortened(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(replace(note, duration=min(note.duration, _LONGEST)) for note in notes)


def _rounded(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    spans = rounded([note.duration for note in notes])
    return tuple(replace(note, duration=span) for note, span in zip(notes, spans, strict=True))


def _mapped(score: Score, change: Callable[[tuple[Note, ...]], tuple[Note, ...]]) -> Score:
    """The score with every layer of every bar changed."""
    voices = (
        Voice(
            tuple(
                replace(bar, notes=change(bar.notes), overlays=tuple(map(change, bar.overlays))) for bar in voice.bars
            ),
            voice.name,
        )
        for voice in score.voices
    )
    return replace(score, voices=tuple(voices))
