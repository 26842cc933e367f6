"""Scores into MIDI files, through music21.

Knows how a score sounds: repeats played, tied notes joined, in exact time. Leaves to music21 what a MIDI file looks
like inside; lets it read nothing, neither notation nor its user's settings, and write nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from songrnn.errors import MusicError
from songrnn.music.performance import Performance, perform
from songrnn.music.pitch import Key
from songrnn.music.score import Meter, Score, Tempo
from songrnn.notation.stream.alone import music21_alone
from songrnn.notation.whole import write_whole

QUARTER = 10080  # a quarter note in music21's files; every tuplet of up to ten notes falls on a tick
PLAYER = 21  # General MIDI, from 0: it holds long notes, plays chords, and every player has one
_MINOR = ("m", "min", "aeo")
LONGEST = Fraction(256)  # whole notes without anything new, 8 minutes; what a file can say ends at 6657
# With repeats: 20 minutes of quavers. music21 needs two seconds for them, and four times that for twice as many.
_MOST_NOTES = 5_000
_SLOWEST, _FASTEST = 4.0, 1000.0  # quarter notes a minute; a file can say nothing below 3.6


def write_midi(score: Score, path: Path) -> None:
    """Write a score as it is played: repeats written out, tied notes joined.

    score    notes shorter than a tick (1/40320) are left out; after 256 whole notes of nothing new the next note comes
    path     a file that was there is replaced
    raises   MusicError if there is no note to hear, or more than 5000; UsageError if the file cannot be written
    """
    write_whole(path, _midi(score))


def _midi(score: Score) -> bytes:
    """The bytes of a MIDI file: one track for tempo, meter and key, and one for each voice that is heard."""
    played = _checked(perform(score))
    with music21_alone():
        from music21.midi.translate import streamToMidiFile

        parts = _parts(score, played)
        file = streamToMidiFile(parts, addEndDelay=False)
    for track, part in zip(file.tracks[1:], parts.parts, strict=True):
        track.events[-2].time += ticks(played.end) - round(part.highestTime * QUARTER)  # the last rests
    content = file.writestr()
    assert isinstance(content, bytes)
    return content


def _checked(played: Performance) -> Performance:
    """What music21 can write of a performance; raises MusicError where there is nothing to hear, or too much."""
    count = len(played.soundings)
    if count > _MOST_NOTES:
        raise MusicError(f"The tune has {count} notes with its repeats, more than {_MOST_NOTES}; write it in parts.")
    return sayable(played)


def sayable(played: Performance) -> Performance:
    """What a file can say of a performance; raises MusicError where there is nothing to hear.

    Notes shorter than a tick are left out; after 256 whole notes of nothing new the next note comes.
    """
    moments = _without_gaps(played)
    soundings = []
    for one in played.soundings:
        begun, ended = moments[one.onset], moments[one.onset + one.duration]
        if ticks(begun) < ticks(ended):  # what is shorter was never heard
            soundings.append(replace(one, onset=begun, duration=ended - begun))
    if not soundings:
        raise MusicError("The tune has no notes to hear; give one with at least one note.")
    marks = tuple(replace(mark, onset=moments[mark.onset]) for mark in played.marks)
    return Performance(tuple(soundings), moments[played.end], marks)


def _without_gaps(played: Performance) -> dict[Fraction, Fraction]:
    """When something begins or ends, and when it does if nothing lasts for too long without anything new."""
    spans = ((one.onset, one.onset + one.duration) for one in played.soundings)
    known = {Fraction(0), played.end, *(mark.onset for mark in played.marks), *chain.from_iterable(spans)}
    moments = {Fraction(0): Fraction(0)}
    for before, now in pairwise(sorted(known)):
        moments[now] = moments[before] + min(now - before, LONGEST)
    return moments


def ticks(whole_notes: Fraction) -> int:
    """Of a file, in a length."""
    return round(whole_notes * 4 * QUARTER)


def _parts(score: Score, played: Performance) -> Any:
    """The music21 stream of what is played: a part a voice. Flat: bars would only be taken apart again."""
    from music21 import instrument, stream

    whole = stream.Score()
    voices: dict[int, dict[tuple[int, int], list[int]]] = {}
    for one in played.soundings:
        span = (ticks(one.onset), ticks(one.onset + one.duration))
        pitches = voices.setdefault(one.voice, {}).setdefault(span, [])
        if one.pitch not in pitches:
            pitches.append(one.pitch)
    for number, sounds in sorted(voices.items()):
        part = stream.Part()
        player = instrument.Instrument()
        player.midiProgram = PLAYER
        player.partName = score.voices[number].name or score.title
        signs = [player] if whole.parts else [player, *_signs(score.tempo, score.key, score.meter)]
        for sign in signs:
            part.insert(0, sign)
        if not whole.parts:
            _insert_changes(part, played)
        _insert_sounds(part, sounds)
        whole.insert(0, part)
    return whole


def _insert_sounds(part: Any, sounds: Mapping[tuple[int, int], list[int]]) -> None:
    from music21 import chord, note, pitch

    for (start, end), numbers in sorted(sounds.items()):
        pitches = [pitch.Pitch(midi=number) for number in numbers]  # a bare number below 12 would be a letter
        what = chord.Chord(pitches) if len(pitches) > 1 else note.Note(pitches[0])
        what.quarterLength = Fraction(end - start, QUARTER)
        part.coreInsert(Fraction(start, QUARTER), what)  # insert() looks through all that is there, each time
    part.coreElementsChanged()


def _insert_changes(part: Any, played: Performance) -> None:
    """What changes on the way: key, meter and tempo."""
    for mark in played.marks:
        changes = mark.bar.changes
        for sign in _signs(changes.tempo, changes.key, changes.meter):
            part.insert(mark.onset * 4, sign)


def _signs(tempo: Tempo | None, key: Key | None, meter: Meter | None) -> list[Any]:
    from music21.key import KeySignature
    from music21.meter import TimeSignature
    from music21.tempo import MetronomeMark

    signs = [MetronomeMark(number=speed(tempo))] if tempo else []
    signs += [KeySignature(signature(key)).asKey("minor" if is_minor(key) else "major")] if key else []
    return [*signs, *([TimeSignature(f"{meter.beats}/{meter.unit}")] if meter and has_sign(meter) else [])]


def speed(tempo: Tempo) -> float:
    """In quarter notes a minute, as near as a file can say it."""
    return min(max(tempo.quarters, _SLOWEST), _FASTEST)


def signature(key: Key) -> int:
    """Its sharps, flats negative; one of more than seven as the one that sounds the same."""
    return key.fifths - 12 * round(key.fifths / 12) if abs(key.fifths) > 7 else key.fifths


def is_minor(key: Key) -> bool:
    """Whether a file calls it minor."""
    return key.mode in _MINOR


def has_sign(meter: Meter) -> bool:
    """Whether a file can say it. Free meter has no sign, and music21 writes 4/4 at the beginning."""
    return 1 <= meter.beats <= 255 and meter.unit in (1, 2, 4, 8, 16, 32, 64)
