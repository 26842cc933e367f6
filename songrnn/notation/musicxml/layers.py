"""The events of a part's measures into layers of notes one after the other, gaps filled with rests.

Knows which voices go on through a part and which appear in some bars only; nothing of XML.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from songrnn.music.score import PLAIN, Note, Signs
from songrnn.notation.musicxml.measures import Event, Measure

_MOST_LAYERS = 16

Layer = tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """The notes of a part, for each of its measures.

    voices     those that go on: the first, and any that sound in all measures or are tied over bar lines
    overlays   the others, beside the first voice, measure by measure
    """

    voices: list[list[Layer]]
    overlays: list[tuple[Layer, ...]]


def layers_of(measures: Sequence[Measure], lengths: Sequence[Fraction]) -> Layers:
    """The voices of a part.

    lengths   of the measures, in whole notes: rests fill every layer of a voice up to them
    """
    streams = [_apart(one) for one in measures]
    names = list(dict.fromkeys(name for stream in streams for name in stream))
    whole = [name for at, name in enumerate(names) if at == 0 or _goes_on([stream.get(name) for stream in streams])]
    for stream, one in zip(streams, measures, strict=True):
        if one.harmonies:
            _harmonise(stream, one, whole[0] if whole else "1")
    voices = [
        [_filled(stream.get(name, []), length) for stream, length in zip(streams, lengths, strict=True)]
        for name in whole or ["1"]
    ]
    overlays = [
        tuple(_filled(events, Fraction(0)) for name, events in stream.items() if name not in whole)[:_MOST_LAYERS]
        for stream in streams
    ]
    return Layers(voices, overlays)


def _apart(measure: Measure) -> dict[str, list[Event]]:
    """The events by voice; those that overlap within a voice go to another of the same name with a mark."""
    found: dict[str, list[Event]] = {}
    for name, events in measure.layers.items():
        for event in sorted(events, key=lambda event: event.onset):
            place = name
            while place in found and _end(found[place]) > event.onset and len(place) < len(name) + _MOST_LAYERS:
                place += "+"
            found.setdefault(place, []).append(event)
    return found


def _end(events: Sequence[Event]) -> Fraction:
    return events[-1].onset + events[-1].note.duration


def _goes_on(bars: Sequence[list[Event] | None]) -> bool:
    """Whether a voice is one of its own: it sounds in every measure, or is tied over a bar line."""
    tied_over = any(events and events[-1].note.tied for events in bars)
    return tied_over or all(events is not None and any(event.note.pitches for event in events) for events in bars)


def _filled(events: Sequence[Event], length: Fraction) -> Layer:
    """Events as notes one after the other, with rests between and up to the length."""
    notes: list[Note] = []
    now = Fraction(0)
    for event in events:
        if event.onset > now:
            notes.append(Note((), event.onset - now))
        notes.append(event.note)
        now = max(now, event.onset) + event.note.duration
    if now < length:
        notes.append(Note((), length - now))
    return tuple(notes)


def _harmonise(stream: dict[str, list[Event]], measure: Measure, main: str) -> None:
    """Put chord symbols on the notes of the first voice; one in the middle of a note splits it, tied."""
    events = stream.setdefault(main, [])
    for onset, text in _spread(measure, events):
        inside = onset < measure.length
        if not events and not inside:
            continue  # an empty measure has no note that could bear it
        at = _at(events, onset, measure.length) if inside else len(events) - 1
        note = events[at].note
        events[at].note = replace(note, signs=replace(note.signs, harmony=note.signs.harmony or text))


def _spread(measure: Measure, events: Sequence[Event]) -> list[tuple[Fraction, str]]:
    """Chord symbols at their moments; several at one, which have no time of their own, share out its note."""
    found: list[tuple[Fraction, str]] = []
    for onset in dict.fromkeys(onset for onset, _ in measure.harmonies):
        here = [text for moment, text in measure.harmonies if moment == onset]
        lasting = [event.note.duration for event in events if event.onset == onset]
        step = (lasting[0] if lasting else measure.length) / (1 << (len(here) - 1).bit_length())
        found += [(onset + at * step, text) for at, text in enumerate(here)]
    return sorted(found, key=lambda one: one[0])


def _at(events: list[Event], onset: Fraction, length: Fraction) -> int:
    """The place of the event that begins at a moment, made by splitting one or by adding a rest in the measure."""
    for at, event in enumerate(events):
        end = event.onset + event.note.duration
        if event.onset == onset:
            return at
        if event.onset < onset < end:
            first = replace(event.note, duration=onset - event.onset, tied=event.note.pitches)
            second = replace(event.note, duration=end - onset, signs=_closing(event.note.signs))
            events[at : at + 1] = [
                Event(event.onset, replace(first, signs=_opening(event.note.signs))),
                Event(onset, second),
            ]
            return at + 1
    return _rest_at(events, onset, length)


def _rest_at(events: list[Event], onset: Fraction, length: Fraction) -> int:
    """The place of a rest that is added, up to the next event or the end of the measure."""
    after = next((at for at, event in enumerate(events) if event.onset > onset), len(events))
    end = events[after].onset if after < len(events) else length
    events.insert(after, Event(onset, Note((), end - onset)))
    return after


def _opening(signs: Signs) -> Signs:
    """What the first part of a split note keeps: all but the end of a slur."""
    return replace(signs, marks=tuple(mark for mark in signs.marks if mark != ")"))


def _closing(signs: Signs) -> Signs:
    """What the second part of a split note keeps: the end of a slur."""
    return replace(PLAIN, marks=tuple(mark for mark in signs.marks if mark == ")"))
