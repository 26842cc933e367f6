"""MIDI files into plain events, through symusic: in a process of its own, or in one that may die.

Knows what a file may not do: be too big, name impossible times, bring its reader down. Knows nothing of music.
"""

import json
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from songrnn.errors import MusicError, UsageError
from songrnn.notation.apart import Limits, run_own
from songrnn.notation.midi.child import MOST_NOTES, is_too_long, said
from songrnn.notation.midi.events import Events, KeyEvent, MeterEvent, Strike, TempoEvent, Track
from songrnn.printable import one_line

_LARGEST = 16 << 20  # bytes of a file; an hour of piano takes half a megabyte
_LIMITS = Limits(seconds=20, processor=4, memory=1 << 30)  # the rest of the time is for a busy machine
_MOST_TRACKS = 1_000  # the largest orchestras have a hundred
_LATEST = 1 << 30  # ticks; symusic counts in 32 bits and goes round
_MAGIC = b"MThd"
_Event = TypeVar("_Event", TempoEvent, MeterEvent, KeyEvent)


def read_events(path: Path) -> Events:
    """What a MIDI file says.

    path     of format 0 or 1, with ticks a quarter note; wrapped in RIFF or not
    raises   UsageError if it cannot be opened; MusicError if it is no such file, too big, torn, or without any note
    """
    name = one_line(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"'{name}' cannot be read ({error.strerror}); give a MIDI file.") from error
    return _checked(_parsed(_unwrapped(content, name), name), name)


def events_of(content: bytes, name: str) -> Events:
    """What the bytes of a MIDI file say, read in this process: for workers who may die, since symusic can crash.

    name     for messages
    raises   MusicError as read_events does
    """
    name = one_line(name)
    return _checked(_parsed_here(_unwrapped(content, name), name), name)


def _unwrapped(content: bytes, name: str) -> bytes:
    """The bytes from the head of the file on; raises MusicError if it is none that can be read."""
    if len(content) > _LARGEST:
        raise MusicError(f"'{name}' is larger than {_LARGEST >> 20} MB; give a smaller MIDI file.")
    begin = content.find(_MAGIC, 0, 64) if content.startswith(b"RIFF") else 0
    content = content[max(begin, 0) :]
    if not content.startswith(_MAGIC):
        what = "is empty" if not content else "is no MIDI file: it does not begin with 'MThd'"
        raise MusicError(f"'{name}' {what}; give a file of notes as sequencers save them.")
    if len(content) < 14 or content[12] & 128 or not int.from_bytes(content[12:14], "big"):
        raise MusicError(f"'{name}' does not count in ticks a quarter note; save it again that way.")
    _refuse_tracks(int.from_bytes(content[10:12], "big"), name)
    return content


def _refuse_tracks(count: int, name: str) -> None:
    if count > _MOST_TRACKS:
        raise MusicError(f"'{name}' says that it has {count} tracks, more than {_MOST_TRACKS}; it must be broken.")


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    """The child's answer."""
    with TemporaryDirectory() as empty:
        ended = run_own(Path(__file__).with_name("child.py"), Path(empty), _LIMITS, content)
    if ended.late:
        raise MusicError(f"'{name}' takes more than {_LIMITS.seconds:g} s to read; it must be broken.")
    if ended.code == 4:
        raise _too_many(name)
    try:
        answer = json.loads(ended.out)
    except ValueError:
        answer = None
    if ended.code or not isinstance(answer, dict):
        raise _broken(name, ended.said.decode(errors="replace") if ended.code == 1 else "")
    return answer


def _parsed_here(content: bytes, name: str) -> dict[str, Any]:
    """What the child would answer."""
    from symusic import core

    try:
        score = core.ScoreTick.from_midi(content)
    except Exception as error:  # nanobind turns C++ exceptions into several kinds
        raise _broken(name, str(error)) from error
    if is_too_long(score):
        raise _too_many(name)
    return said(score)


def _too_many(name: str) -> MusicError:
    return MusicError(f"'{name}' has more than {MOST_NOTES} notes, or changes of tempo and signs; give it in parts.")


def _broken(name: str, why: str) -> MusicError:
    """The failure of a file that symusic does not read, with what it says, if it says anything."""
    why = why.strip().rpartition("MiniMidi: ")[2].split(": iostream")[0]
    known = f" ({one_line(why)})" if why else ""
    return MusicError(f"'{name}' is a broken MIDI file{known}; save it again from the program that wrote it.")


def _checked(answer: dict[str, Any], name: str) -> Events:
    """The answer as values; raises MusicError for times that no music has."""
    _refuse_tracks(len(answer["tracks"]), name)
    tracks = tuple(
        Track(one["name"], one["program"], one["drums"], _ordered(one["notes"]))
        for one in answer["tracks"]
        if one["notes"]
    )
    if not tracks:
        raise MusicError(f"'{name}' has no notes; give a file with at least one.")
    first = min(track.strikes[0].onset for track in tracks)
    if first < 0 or max(onset + length for track in tracks for onset, length, _, _ in track.strikes) > _LATEST:
        raise MusicError(f"'{name}' has notes at impossible times; save it again from the program that wrote it.")
    return Events(
        answer["ticks"],
        tracks,
        _last(TempoEvent(onset, 60e6 / mspq) for onset, mspq in answer["tempos"] if onset >= 0 and mspq > 0),
        _last(MeterEvent(*one) for one in answer["meters"] if one[0] >= 0 and one[1] > 0 and one[2] > 0),
        _last(KeyEvent(on, fifths, bool(minor)) for on, fifths, minor in answer["keys"] if on >= 0 and abs(fifths) < 8),
    )


def _ordered(notes: list[list[int]]) -> tuple[Strike, ...]:
    return tuple(sorted(map(_strike, notes), key=itemgetter(0, 2, 1)))


def _strike(numbers: list[int]) -> Strike:
    onset, length, pitch, velocity = numbers
    return Strike(onset, max(length, 0), pitch & 127, velocity & 127)


def _last(events: Any) -> tuple[_Event, ...]:
    """Sorted, and of those at one tick the last in the file."""
    ordered: list[_Event] = sorted(events, key=lambda event: event.onset)
    return tuple(list(group)[-1] for _, group in groupby(ordered, key=lambda event: event.onset))
