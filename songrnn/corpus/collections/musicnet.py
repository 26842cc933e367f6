"""MusicNet: labels of recordings, as tables or as the interval trees of its archive.

As it is downloaded (zenodo.org/records/5120004):

    musicnet/train_labels/1727.csv …    start_time,end_time,instrument,note,start_beat,end_beat,note_value
    musicnet/test_labels/1759.csv …     the same; ten recordings
    musicnet_metadata.csv               not read
    musicnet.npz                        1727 → [audio, IntervalTree of (instrument, note, beat, beats, value)]

Times are samples, 44,100 a second; instruments are General MIDI, from 1. `start_beat` counts quarters from the
beginning; `end_beat`, for all its name, is how many quarters the note lasts. Where every label has both, they make the
bars, at the mean tempo of the recording; else notes stand where they were played, at 120 quarters a minute.
After: Thickstun, Harchaoui, Kakade 2017.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from zipfile import ZipFile, ZipInfo

from songrnn.corpus.collections.files import content_of
from songrnn.corpus.collections.intervals import intervals
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused, attempt
from songrnn.corpus.sources import text_of
from songrnn.errors import MusicError
from songrnn.music.sequence import QUARTERS
from songrnn.notation.midi.events import Events, Strike, TempoEvent, Track
from songrnn.notation.midi.placing import note_sequence

_SAMPLES = 44_100  # a second
_PLAYED_TICKS = round(_SAMPLES * 60 / QUARTERS)  # a tick is a sample
_BEAT_TICKS = 5040  # a quarter; every tuplet in use is a whole number of them
_LARGEST = 16 << 20  # bytes of a table
_MOST_LABELS = 100_000
_MOST_MEMBERS = 10_000
_VELOCITY = 90
_TEST = frozenset({"1759", "1819", "2106", "2191", "2298", "2303", "2382", "2416", "2556", "2628"})  # of test_labels


class Label(NamedTuple):
    """A note: samples; General MIDI from 1; a MIDI number; quarters from the beginning, and that it lasts."""

    begin: int
    end: int
    instrument: int
    pitch: int
    beat: float
    beats: float


def read_labels(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """The recording that a table tells of."""
    rows = csv.DictReader(text_of(content_of(job, _LARGEST), job.name).splitlines())
    found = _labels(
        (row["start_time"], row["end_time"], row["instrument"], row["note"], row["start_beat"], row["end_beat"])
        for row in rows
    )
    yield Raw(note_sequence(events(found), job.name, finest=manner.finest), "notes", job.name, job.source)


def read_archive(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """The recordings of an archive, one at a time."""
    with ZipFile(job.path) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise MusicError(f"holds more than {_MOST_MEMBERS} recordings")
        for member in members:
            recording = member.filename.removesuffix(".npy")
            name = f"{job.name}, {recording}"

            def make(name: str = name, member: ZipInfo = member, recording: str = recording) -> Raw:
                with archive.open(member) as file:
                    found = _labels((begin, end, *data[:4]) for begin, end, data in intervals(file))
                sequence = note_sequence(events(found), name, finest=manner.finest)
                return Raw(sequence, "notes", name, job.source, "test" if recording in _TEST else "train")

            yield attempt(name, make)


def _labels(rows: Iterator[tuple[Any, ...]]) -> list[Label]:
    """Rows as labels, in the order of their beginnings; raises MusicError if one is none."""
    found = []
    try:
        for begin, end, instrument, pitch, beat, beats in rows:
            found.append(Label(int(begin), int(end), int(instrument), int(pitch), float(beat), float(beats)))
            _check(found[-1], len(found))
    except (ValueError, TypeError, KeyError, OverflowError, csv.Error) as error:
        raise MusicError(f"has a label that makes no sense, near number {len(found) + 1}") from error
    if not found:
        raise MusicError("has no labels")
    return sorted(found)


def _check(one: Label, number: int) -> None:
    if not (0 <= one.begin <= one.end and 1 <= one.instrument <= 128 and 0 <= one.pitch <= 127):
        raise ValueError(one)
    if number > _MOST_LABELS:
        raise MusicError(f"has more than {_MOST_LABELS} labels")


def events(labels: Sequence[Label]) -> Events:
    """Labels as events, a track for each instrument."""
    last = max(one.beat + one.beats for one in labels)
    if all(one.beat >= 0 and one.beats > 0 for one in labels) and last < 1e6:
        minutes = max(max(one.end for one in labels) - labels[0].begin, 1) / _SAMPLES / 60
        quarters = min(max((last - min(one.beat for one in labels)) / minutes, 10.0), 1000.0)
        timed = [(round(one.beat * _BEAT_TICKS), round(one.beats * _BEAT_TICKS)) for one in labels]
        return Events(_BEAT_TICKS, _tracks(labels, timed), (TempoEvent(0, quarters),))
    timed = [(one.begin, one.end - one.begin) for one in labels]
    return Events(_PLAYED_TICKS, _tracks(labels, timed), (TempoEvent(0, QUARTERS),))


def _tracks(labels: Sequence[Label], timed: Sequence[tuple[int, int]]) -> tuple[Track, ...]:
    players: dict[int, list[Strike]] = {}
    for one, (onset, length) in zip(labels, timed, strict=True):
        players.setdefault(one.instrument, []).append(Strike(onset, length, one.pitch, _VELOCITY))
    return tuple(Track("", number - 1, False, tuple(sorted(players[number]))) for number in sorted(players))
