"""MIDI files, alone or in trees such as Lakh's and POP909's: each is one piece."""

from collections.abc import Iterator
from pathlib import Path

from songrnn.corpus.collections.files import content
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused
from songrnn.notation.midi.channels import only_channels
from songrnn.notation.midi.events import Events
from songrnn.notation.midi.placing import note_sequence
from songrnn.notation.midi.reading import events_of

_LARGEST = 16 << 20  # bytes of a file; an hour of piano takes half a megabyte


def read_file(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """The piece in a MIDI file."""
    events = events_in(Path(job.path), job.name, manner)
    sequence = note_sequence(events, job.name, finest=manner.finest, drums=manner.drums)
    yield Raw(sequence, "notes", job.name, job.source)


def events_in(path: Path, name: str, manner: Manner) -> Events:
    """What a MIDI file says, in the channels that are asked for; raises SongrnnError, OSError."""
    found = content(path, _LARGEST)
    if manner.channels:
        found = only_channels(found, manner.channels, name)
    return events_of(found, name)
