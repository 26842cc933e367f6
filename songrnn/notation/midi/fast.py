"""Scores into MIDI files through symusic: the same music as songrnn.notation.midi.writing, many times as fast.

Knows what the other writer makes of a score, and makes the same of it; symusic knows what a file looks like inside.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from songrnn.music.score import Changes, Meter, Score
from songrnn.notation.midi.ticking import Heard, Ticked, ticked
from songrnn.notation.midi.writing import PLAYER, QUARTER, has_sign, is_minor, signature, speed
from songrnn.notation.whole import write_whole

_VELOCITY = 90  # as music21 has it
_CLOSING = b"\x01\xff\x2f\x00"  # symusic ends a track a tick after its last event
_HEAD = 14  # bytes before the first track


def write_midi_fast(score: Score, path: Path) -> None:
    """Write a score as it is played, as write_midi does, but with any number of notes.

    score    notes shorter than a tick (1/40320) are left out; after 256 whole notes of nothing new the next note comes
    path     a file that was there is replaced
    raises   MusicError if there is no note to hear; UsageError if the file cannot be written
    """
    write_whole(path, midi_bytes(score))


def midi_bytes(score: Score) -> bytes:
    """A MIDI file of a score; raises MusicError if there is no note to hear."""
    from symusic import core

    played = ticked(score)
    file = core.ScoreTick(QUARTER)
    _insert_signs(core, file, score, played)
    last = max((onset for onset, _ in played.marks), default=0)  # signs stand in the first track
    rests = []
    for number, notes in played.voices.items():
        track = core.TrackTick(score.voices[number].name or score.title, PLAYER, False)
        track.notes = _listed(core, notes)
        file.tracks.append(track)
        rests.append(played.end - max(last, *(onset + length for onset, length, _ in notes)))
        last = 0
    return _prolonged(bytes(file.dumps_midi()), rests)


def _listed(core: Any, notes: Iterable[Heard]) -> Any:
    from numpy import array, full, int8, int32

    onsets, lengths, pitches = zip(*notes, strict=True)
    times = array(onsets, int32), array(lengths, int32)
    return core.NoteTickList.from_numpy(*times, array(pitches, int8), full(len(pitches), _VELOCITY, int8))


def _insert_signs(core: Any, file: Any, score: Score, played: Ticked) -> None:
    """Tempo, key and meter at the beginning and where they change."""
    meter = score.meter if has_sign(score.meter) else Meter()
    for onset, changes in [(0, Changes(score.key, meter, score.tempo)), *played.marks]:
        _insert(core, file, onset, changes)


def _insert(core: Any, file: Any, onset: int, changes: Changes) -> None:
    if changes.tempo:
        file.tempos.append(core.TempoTick(onset, speed(changes.tempo)))
    if changes.key:
        file.key_signatures.append(core.KeySignatureTick(onset, signature(changes.key), int(is_minor(changes.key))))
    if changes.meter and has_sign(changes.meter):
        file.time_signatures.append(core.TimeSignatureTick(onset, changes.meter.beats, changes.meter.unit))


def _prolonged(content: bytes, rests: Iterable[int]) -> bytes:
    """The file with so many ticks of silence at the end of each track; symusic knows of none."""
    pieces, at = [content[:_HEAD]], _HEAD
    for rest in rests:
        end = at + 8 + int.from_bytes(content[at + 4 : at + 8], "big")
        assert content.startswith(b"MTrk", at) and content.endswith(_CLOSING, at, end)  # noqa: PT018
        body = content[at + 8 : end - len(_CLOSING)] + _quantity(max(rest, 0)) + _CLOSING[1:]
        pieces += [b"MTrk", len(body).to_bytes(4, "big"), body]
        at = end
    return b"".join(pieces)


def _quantity(value: int) -> bytes:
    """A number as MIDI writes it, seven bits a byte."""
    digits = [value & 127]
    while value := value >> 7:
        digits.append(value & 127 | 128)
    return bytes(reversed(digits))
