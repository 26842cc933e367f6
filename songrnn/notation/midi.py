"""Scores into MIDI files, through music21.

Knows how a score sounds: repeats played, tied notes joined, in exact time. Leaves to music21 what a MIDI file looks
like inside; lets it read nothing, neither notation nor its user's settings, and write nothing.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from songrnn.errors import MusicError, UsageError
from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Note, Score, unfold
from songrnn.printable import one_line

_TICKS = 10080  # a quarter note in music21's files; every tuplet of up to ten notes falls on a tick
_ACCORDION = 21  # General MIDI, from 0: it holds long notes, plays chords, and every player has one
_MINOR = ("m", "min", "aeo")
_LONGEST = Fraction(256)  # whole notes without anything new, 8 minutes; what a file can say ends at 6657
# With repeats: 20 minutes of quavers. music21 needs two seconds for them, and four times that for twice as many.
_MOST_NOTES = 5_000
_SLOWEST, _FASTEST = 4.0, 1000.0  # quarter notes a minute; a file can say nothing below 3.6


@dataclass(frozen=True, slots=True)
class _Sound:
    """Pitches that begin and end together, in ticks."""

    start: int
    end: int
    pitches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Played:
    """What is heard, in the order of its beginning, and when all is over, in ticks."""

    sounds: tuple[_Sound, ...]
    end: int


def write_midi(score: Score, path: Path) -> None:
    """Write a score as it is played: repeats written out, tied notes joined.

    score    notes shorter than a tick (1/40320) are left out; after 256 whole notes of nothing new the next note comes
    path     a file that was there is replaced
    raises   MusicError if there is no note to hear, or more than 5000; UsageError if the file cannot be written
    """
    write_whole(path, _midi(score))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises UsageError if it cannot be written."""
    temporary = path.with_name(f".{path.name[:40]}.{token_hex(4)}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(
            f"'{one_line(str(path), 200)}' cannot be written ({error.strerror}); give another place."
        ) from error


def _midi(score: Score) -> bytes:
    """The bytes of a MIDI file: one track for tempo, meter and key, and one for the music."""
    played = _play([note for bar in unfold(score.bars) for note in bar.notes])
    part = _part(score, played)
    from music21.midi.translate import streamToMidiFile

    file = streamToMidiFile(part, addEndDelay=False)
    before_the_end = file.tracks[-1].events[-2]
    before_the_end.time += played.end - max(sound.end for sound in played.sounds)
    content = file.writestr()
    assert isinstance(content, bytes)
    return content


def _play(notes: Sequence[Note]) -> _Played:
    """Notes one after the other into sounds; raises MusicError where there are none, or too many."""
    count = sum(len(note.pitches) for note in notes)
    if count > _MOST_NOTES:
        raise MusicError(f"The tune has {count} notes with its repeats, more than {_MOST_NOTES}; write it in parts.")
    sounds: dict[tuple[int, int], list[int]] = {}
    held: dict[int, int] = {}  # pitch → when it began
    now = new = Fraction(0)  # of a whole note; `new` is when something last began or ended
    for note in notes:
        start = _ticks(now)
        if any(pitch not in held for pitch in note.pitches):
            new = now
        now = min(now + note.duration, new + _LONGEST)
        begun = {pitch: held.pop(pitch, start) for pitch in note.pitches}
        _end(held, start, sounds)
        held = begun
        if note.pitches and not note.tied:
            _end(held, _ticks(now), sounds)
            new = now
    _end(held, _ticks(now), sounds)
    if not sounds:
        raise MusicError("The tune has no notes to hear; give one with at least one note.")
    return _Played(tuple(_Sound(*span, tuple(pitches)) for span, pitches in sorted(sounds.items())), _ticks(now))


def _end(held: dict[int, int], end: int, sounds: dict[tuple[int, int], list[int]]) -> None:
    """End all that is held. What is shorter than a tick was never heard."""
    for pitch, start in held.items():
        if start < end:
            sounds.setdefault((start, end), []).append(pitch)
    held.clear()


def _ticks(whole_notes: Fraction) -> int:
    return round(whole_notes * 4 * _TICKS)


def _part(score: Score, played: _Played) -> Any:
    """The music21 stream of what is played. Flat: bars would only be taken apart again."""
    with _no_settings():
        from music21 import chord, instrument, note, pitch, stream, tempo
    part = stream.Part()
    player = instrument.Instrument()
    player.midiProgram, player.partName = _ACCORDION, score.title
    speed = tempo.MetronomeMark(number=min(max(score.tempo, _SLOWEST), _FASTEST))
    for sign in (player, speed, _key(score.key), *_meter(score.meter)):
        part.insert(0, sign)
    for sound in played.sounds:
        pitches = [pitch.Pitch(midi=number) for number in sound.pitches]  # a bare number below 12 would be a letter
        what = chord.Chord(pitches) if len(pitches) > 1 else note.Note(pitches[0])
        what.quarterLength = Fraction(sound.end - sound.start, _TICKS)
        part.coreInsert(Fraction(sound.start, _TICKS), what)  # insert() looks through all that is there, each time
    part.coreElementsChanged()
    return part


def _key(key: Key) -> Any:
    """The signature; one of more than seven sharps or flats as the one that sounds the same."""
    from music21.key import KeySignature

    fifths = key.fifths - 12 * round(key.fifths / 12) if abs(key.fifths) > 7 else key.fifths
    return KeySignature(fifths).asKey("minor" if key.mode in _MINOR else "major")


def _meter(meter: Meter) -> list[Any]:
    """The time signature; none in free meter or where a file cannot say it, and music21 writes 4/4."""
    from music21.meter import TimeSignature

    sayable = 1 <= meter.beats <= 255 and meter.unit in (1, 2, 4, 8, 16, 32, 64)
    return [TimeSignature(f"{meter.beats}/{meter.unit}")] if sayable else []


@contextmanager
def _no_settings() -> Iterator[None]:
    """Import music21 without its settings file: it reads one at home, whatever is in it, and fails on a broken one."""
    if "music21" in sys.modules:
        yield
        return
    names = ("HOME", "USERPROFILE", "APPDATA")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    with TemporaryDirectory() as empty:
        os.environ.update(dict.fromkeys(names, empty))
        try:
            yield
        finally:
            for name in names:
                os.environ.pop(name, None)
            os.environ.update(kept)
