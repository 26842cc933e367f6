"""The JSB chorales as JSON: `{"train": [[[74, 70, 65, 58], …], …], "valid": …, "test": …}`.

A chorale is a list of steps of a 16th note each, a step the list of MIDI numbers that sound. The data does not tell a
note that is held from one struck again: equal neighbours are held. Nor does it tell voices or meters: there is one
part, in bars of 4/4. After: Boulanger-Lewandowski 2012; as JSON github.com/czhuang/JSB-Chorales-dataset.
"""

import json
from collections.abc import Iterator
from typing import Any

from songrnn.corpus.collections.files import content_of
from songrnn.corpus.layouts import Job
from songrnn.corpus.reading import Manner, Raw, Refused, attempt, split_of
from songrnn.errors import MusicError
from songrnn.notation.midi.events import Events, MeterEvent, Strike, Track
from songrnn.notation.midi.placing import note_sequence

_LARGEST = 16 << 20  # bytes; the 382 chorales take one and a half million
_MOST_STEPS = 50_000
_TICKS = 4  # a quarter
_VELOCITY = 90


def read_chorales(job: Job, manner: Manner) -> Iterator[Raw | Refused]:
    """The chorales of all splits, each in its own."""
    values = json.loads(content_of(job, _LARGEST))
    if not isinstance(values, dict) or not all(isinstance(some, list) for some in values.values()):
        raise MusicError("is no object of lists of chorales")
    for split, chorales in values.items():
        for number, steps in enumerate(chorales, start=1):
            name = f"{job.name}, {split} {number}"

            def make(name: str = name, steps: Any = steps, split: str = split) -> Raw:
                sequence = note_sequence(events(steps), name, finest=manner.finest)
                return Raw(sequence, "notes", name, job.source, split_of(split))

            yield attempt(name, make)


def events(steps: Any) -> Events:
    """A chorale as events; raises MusicError if it is no list of steps, or a silent one."""
    if not isinstance(steps, list) or len(steps) > _MOST_STEPS:
        raise MusicError("is no list of steps")
    sounding: dict[int, int] = {}
    strikes = []
    for at, step in enumerate([*steps, []]):
        pitches = _pitches(step)
        for pitch in sounding.keys() - pitches:
            onset = sounding.pop(pitch)
            strikes.append(Strike(onset, at - onset, pitch, _VELOCITY))
        for pitch in pitches - sounding.keys():
            sounding[pitch] = at
    if not strikes:
        raise MusicError("has no notes")
    return Events(_TICKS, (Track("", 0, False, tuple(sorted(strikes))),), meters=(MeterEvent(0, 4, 4),))


def _pitches(step: Any) -> set[int]:
    """What sounds in a step; some write silence as a number below zero, or as none."""
    if not isinstance(step, list) or not all(isinstance(one, int | float) for one in step):
        raise MusicError("has a step that is no list of numbers")
    found = {int(one) for one in step if one >= 0}  # NaN is not
    if found and max(found) > 127:
        raise MusicError(f"has the pitch {max(found)}, which MIDI has not")
    return found
