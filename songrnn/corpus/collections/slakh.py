"""Slakh tracks: a folder of stems, one player each, into one note sequence on one time axis.

As it is downloaded (Slakh2100, www.slakh.com):

    train/Track00001/metadata.yaml     stems: S00: inst_class, midi_program_name, program_num, is_drum …
                     MIDI/S00.mid …    one stem each, all with the same tempos
                     stems/S00.flac …, mix.flac, all_src.mid    not read

Part names are the class and the program, `Guitar: Distortion Guitar (dist.)`, so that players can be told by class.
Manning, Wichern, Seetharaman, Le Roux 2019.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from songrnn.corpus.collections.files import content
from songrnn.corpus.collections.midi import events_in
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused, reason_of
from songrnn.errors import MusicError, SongrnnError
from songrnn.notation.midi.events import Events, Track
from songrnn.notation.midi.placing import note_sequence
from songrnn.printable import one_line

_LARGEST = 1 << 18  # bytes of a metadata.yaml; they have some 10,000
_DEEPEST = 20
_MOST_STEMS = 100
_ID = re.compile(r"\w{1,40}")
_LONGEST_NAME = 100
_DRUMS = 128  # Slakh's program of drums, which General MIDI does not number


@dataclass(frozen=True, slots=True)
class Stem:
    """What metadata.yaml says of a stem; program as in General MIDI, from 0."""

    id: str
    name: str
    program: int
    drums: bool


def read_track(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """A track, all its stems together; stems that cannot be read are refused one by one."""
    folder = Path(job.path)
    found: list[Events] = []
    for stem in stems(content(folder / "metadata.yaml", _LARGEST)):
        path = folder / "MIDI" / f"{stem.id}.mid"
        if not path.is_file():  # some are named that were not saved
            continue
        name = f"{job.name}/MIDI/{stem.id}.mid"
        try:
            found.append(_as(stem, events_in(path, name, manner)))
        except (SongrnnError, OSError) as error:
            yield Refused(name, reason_of(error, name))
    if not found:
        raise MusicError("has no stem that can be read")
    sequence = note_sequence(together(found), job.name, finest=manner.finest, drums=manner.drums)
    yield Raw(sequence, "notes", job.name, job.source)


def stems(content: bytes) -> list[Stem]:
    """The stems that a metadata.yaml names; raises MusicError if it is none."""
    try:
        values = _loaded(content.decode())
        named = values["stems"]
        if len(named) > _MOST_STEMS:
            raise MusicError(f"has a metadata.yaml with more than {_MOST_STEMS} stems")
        return [_stem(str(one), said) for one, said in named.items()]
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MusicError("has a metadata.yaml that is no list of stems") from error


def _loaded(text: str) -> Any:
    """YAML as values, after a look at what it is made of: references and depth are how it is used to harm."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            raise MusicError("has a metadata.yaml with references, or too deep")
    return yaml.safe_load(text)


def _stem(one: str, said: dict[str, Any]) -> Stem:
    program, drums = int(said["program_num"]), said["is_drum"]
    if not _ID.fullmatch(one) or not isinstance(drums, bool) or not 0 <= program <= _DRUMS:
        raise ValueError("no stem")
    name = f"{said['inst_class']}: {said.get('midi_program_name', '')}"
    return Stem(one, one_line(name, _LONGEST_NAME), 0 if program == _DRUMS else program, drums or program == _DRUMS)


def _as(stem: Stem, events: Events) -> Events:
    """What a stem's file says, all of it done by one player."""
    strikes = sorted(strike for track in events.tracks for strike in track.strikes)
    return replace(events, tracks=(Track(stem.name, stem.program, stem.drums, tuple(strikes)),))


def together(found: list[Events]) -> Events:
    """Stems on one time axis, with the tempos and signs of the first; raises MusicError if they count differently."""
    if len({events.ticks for events in found}) > 1:
        raise MusicError("has stems that count time in different ticks")
    return replace(found[0], tracks=tuple(track for events in found for track in events.tracks))
