"""When each note of a performance begins and ends, in seconds.

The one place where exact time becomes seconds. Knows tempo and how much silence a listener bears; nothing of sound.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from songrnn.errors import MusicError
from songrnn.music.performance import Performance, perform
from songrnn.music.score import Score

LONGEST = 20 * 60.0  # seconds: a gigabyte while it is made
MOST_NOTES = 30_000  # 20 minutes of semiquavers in six voices
_MOST_SOUND = 4 * 3600.0  # seconds, of all notes one after the other; half a minute of work
_SILENCE = 4.0  # seconds; what is longer sounds like the end
_SLOWEST, _FASTEST = 4.0, 1000.0  # quarter notes a minute, as in MIDI files


@dataclass(frozen=True, slots=True)
class Tone:
    """One pitch for one span: seconds from the beginning, seconds, and a MIDI number."""

    start: float
    length: float
    pitch: int
    voice: int = 0
    grace: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Tones in the order of their starts.

    end          seconds, trailing rests included
    shortened    whether silences of more than 4 seconds were cut down to that
    """

    tones: tuple[Tone, ...]
    end: float
    shortened: bool = False

    @property
    def voices(self) -> list[int]:
        """The numbers of the voices that are heard."""
        return sorted({tone.voice for tone in self.tones})


def timeline(score: Score) -> Timeline:
    """The score as it is played, in seconds: repeats written out, tied notes joined.

    raises   MusicError if there is no note to hear, more than 30,000 of them, or more than 20 minutes
    """
    played = perform(score)
    _check_count(played)
    clock, shortened = _clock(score, played)
    _check_length(clock[played.end])
    seen = set()
    tones = []
    for one in played.soundings:
        span = one.onset, one.onset + one.duration
        if one.duration > 0 and (*span, one.pitch, one.voice) not in seen:  # a pitch twice in a chord is one pitch
            seen.add((*span, one.pitch, one.voice))
            start, end = clock[span[0]], clock[span[1]]
            tones.append(Tone(start, end - start, one.pitch, one.voice, one.grace))
    if sum(tone.length for tone in tones) > _MOST_SOUND:
        raise MusicError("The tune has too many long notes at once to be made into sound; write it in parts.")
    return Timeline(tuple(tones), clock[played.end], shortened)


def _check_count(played: Performance) -> None:
    count = len(played.soundings)
    if count > MOST_NOTES:
        raise MusicError(f"The tune has {count:,} notes with its repeats, more than {MOST_NOTES:,}; write it in parts.")
    if not any(one.duration > 0 for one in played.soundings):
        raise MusicError("The tune has no notes to hear; give one with at least one note.")


def _check_length(seconds: float) -> None:
    if seconds > LONGEST:
        minutes = f"{seconds / 60:,.1f} minutes" if seconds < 60 * LONGEST else "days"
        raise MusicError(f"The tune lasts {minutes} with its repeats, more than {LONGEST / 60:.0f}; write it in parts.")


def _clock(score: Score, played: Performance) -> tuple[dict[Fraction, float], bool]:
    """The second of every moment at which something begins, ends or changes; whether a silence was cut down."""
    sounding, moments = _changes(played)
    tempi = {mark.onset: mark.bar.changes.tempo for mark in played.marks if mark.bar.changes.tempo}
    tempo = tempi.get(Fraction(0)) or score.tempo
    clock = {Fraction(0): 0.0}
    active, silence, shortened = 0, 0.0, False
    for before, now in pairwise(moments):
        tempo = tempi.get(before) or tempo
        active += sounding[before]
        lasts = float(now - before) * 240.0 / min(max(tempo.quarters, _SLOWEST), _FASTEST)
        kept = lasts if active else max(min(lasts, _SILENCE - silence), 0.0)
        silence = 0.0 if active else silence + kept
        shortened = shortened or kept < lasts
        clock[now] = clock[before] + kept
    return clock, shortened


def _changes(played: Performance) -> tuple[Counter[Fraction], list[Fraction]]:
    """How many more notes sound from each moment on; and all moments, in order."""
    sounding: Counter[Fraction] = Counter()
    for one in played.soundings:
        if one.duration > 0:
            sounding[one.onset] += 1
            sounding[one.onset + one.duration] -= 1
    marks = (mark.onset for mark in played.marks)
    empty = (one.onset for one in played.soundings)
    return sounding, sorted({Fraction(0), played.end, *sounding, *marks, *empty})
