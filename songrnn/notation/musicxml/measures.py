"""The measures of one part: what sounds when, in which voice, and what stands at the bar lines.

Knows durations, chords, backup and forward; nothing of bars as songrnn has them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from xml.etree.ElementTree import Element

from songrnn.music.pitch import Key, Pitch
from songrnn.music.score import PLAIN, Meter, Note, Signs, Tempo
from songrnn.notation.musicxml.attributes import (
    Transposition,
    number,
    read_key,
    read_pitch,
    read_time,
    read_transposition,
    text_of,
)
from songrnn.notation.musicxml.signs import beside, harmony_of, lyrics_of, marks_of, words_of

_TYPES = {"breve": Fraction(2)} | {
    name: Fraction(1, 2**halvings)
    for halvings, name in enumerate(("whole", "half", "quarter", "eighth", "16th", "32nd", "64th", "128th"))
}
_SLOWEST, _FASTEST = 10, 1000
_MOST_PASSES = 9
_MOST_GRACES = 64
_MOST_HARMONIES = 64  # of a measure
_MOST_PITCHES = 128


@dataclass(slots=True)
class Event:
    """A note, chord or rest at its moment, in whole notes from the beginning of its measure."""

    onset: Fraction
    note: Note


@dataclass(slots=True)
class Measure:
    """What is in a measure of one part.

    layers      the events of each voice, by its name, in the order in which they are written
    harmonies   chord symbols at their moments
    length      of what was written, rests and gaps included; 0 where nothing is
    stops       a numbered ending ends with it
    """

    layers: dict[str, list[Event]] = field(default_factory=dict)
    harmonies: list[tuple[Fraction, str]] = field(default_factory=list)
    length: Fraction = Fraction(0)
    key: Key | None = None
    meter: Meter | None = None
    tempo: Tempo | None = None
    part: str = ""
    opens: bool = False
    times: int = 1
    double: bool = False
    endings: tuple[int, ...] = ()
    stops: bool = False


class PartReader:
    """Reads the measures of a part one after the other. `remarks` says what is left out, each kind once."""

    def __init__(self) -> None:
        self.remarks: set[str] = set()
        self.divisions = Fraction(1)
        self.moved = Transposition()
        self.key: Key | None = None
        self.graces: dict[str, list[Note]] = {}
        self.waiting: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # words and marks for the next note
        self.measure = Measure()
        self.now = Fraction(0)

    def read(self, element: Element) -> Measure:
        """One <measure>."""
        self.measure, self.now = Measure(), Fraction(0)
        for child in element:
            handler = getattr(self, f"_on_{child.tag}", None) if child.tag in _READ else None
            if handler:
                handler(child)
        return self.measure

    def _duration(self, element: Element) -> Fraction:
        return max(number(element, "duration"), Fraction(0)) / self.divisions / 4

    def _move(self, by: Fraction) -> None:
        self.now = max(self.now + by, Fraction(0))
        self.measure.length = max(self.measure.length, self.now)

    def _on_backup(self, element: Element) -> None:
        self._move(-self._duration(element))

    def _on_forward(self, element: Element) -> None:
        self._move(self._duration(element))

    def _on_attributes(self, element: Element) -> None:
        divisions = number(element, "divisions")
        self.divisions = divisions if divisions > 0 else self.divisions
        transpose = element.find("transpose")
        self.moved = read_transposition(transpose) if transpose is not None else self.moved
        key, time = element.find("key"), element.find("time")
        if key is not None:
            self.measure.key = read_key(key, self.moved)
        if time is not None:
            self.measure.meter = read_time(time)

    # Notes.

    def _on_note(self, element: Element) -> None:
        voice = text_of(element.find("voice")) or "1"
        if element.find("grace") is not None:
            self._grace(element, voice)
            return
        duration = self._duration(element)
        pitches = self._pitches(element)
        if element.find("chord") is not None:
            self._join(voice, pitches, element)
        elif duration > 0:
            self._event(voice, pitches, duration, element)
            self._move(duration)

    def _pitches(self, element: Element) -> tuple[Pitch, ...]:
        """What a <note> sounds; nothing for rests, cues and drums."""
        written = element.find("pitch")
        if written is None or element.find("cue") is not None:
            if element.find("unpitched") is not None:
                self.remarks.add("notes without a pitch, of drums, are read as rests")
            return ()
        pitch = read_pitch(written)
        return (self.moved.sounding(pitch),) if pitch else ()

    def _event(self, voice: str, pitches: tuple[Pitch, ...], duration: Fraction, element: Element) -> None:
        words, marks = self.waiting
        self.waiting = ((), ())
        marks = (*marks, *marks_of(element))
        graces = tuple(self.graces.pop(voice, ()))
        signs = Signs(graces, marks, "", words, lyrics_of(element))
        note = Note(pitches, duration, pitches if _is_tied(element) else (), signs if signs != PLAIN else PLAIN)
        self.measure.layers.setdefault(voice, []).append(Event(self.now, note))

    def _join(self, voice: str, pitches: tuple[Pitch, ...], element: Element) -> None:
        """One more pitch of the chord that is the last event of its voice."""
        events = self.measure.layers.get(voice)
        if not events or len(events[-1].note.pitches) >= _MOST_PITCHES:
            return
        note = events[-1].note
        tied = pitches if _is_tied(element) else ()
        events[-1].note = replace(note, pitches=_ascending(note.pitches + pitches), tied=_ascending(note.tied + tied))

    def _grace(self, element: Element, voice: str) -> None:
        pitches = self._pitches(element)
        graces = self.graces.setdefault(voice, [])
        if not pitches or len(graces) >= _MOST_GRACES:
            return
        if element.find("chord") is not None and graces:
            graces[-1] = replace(graces[-1], pitches=_ascending(graces[-1].pitches + pitches))
            return
        graces.append(Note(pitches, _TYPES.get(text_of(element.find("type")), Fraction(1, 8))))

    # What stands beside the notes.

    def _on_harmony(self, element: Element) -> None:
        text = harmony_of(element)
        if text:
            offset = number(element, "offset") / self.divisions / 4
            moment = max(self.now + offset, Fraction(0))
            if any(known == moment for known, _ in self.measure.harmonies):
                self.remarks.add("several chord symbols over one note are shared out over it")
            if len(self.measure.harmonies) < _MOST_HARMONIES:
                self.measure.harmonies.append((moment, text))

    def _on_direction(self, element: Element) -> None:
        words, marks = self.waiting
        sound = element.find("sound")
        self.measure.part = text_of(element.find("direction-type/rehearsal"))[:20] or self.measure.part
        tempo = _tempo(element, sound)
        if tempo and (self.measure.tempo is None or self.now == 0):
            self.measure.tempo = tempo
        else:
            words = (*words, *words_of(element))
        self.waiting = (words[:_MOST_GRACES], (*marks, *beside(element))[:_MOST_GRACES])

    def _on_sound(self, element: Element) -> None:
        self.measure.tempo = self.measure.tempo or _tempo(element, element)

    def _on_barline(self, element: Element) -> None:
        repeat, ending = element.find("repeat"), element.find("ending")
        if repeat is not None and repeat.get("direction") == "forward":
            self.measure.opens = True
        elif repeat is not None:
            times = repeat.get("times", "")
            self.measure.times = min(max(int(times[:3]), 2), _MOST_PASSES) if times[:3].isdecimal() else 2
        if ending is not None and ending.get("type") == "start":
            self.measure.endings = _passes(ending.get("number", ""))
        elif ending is not None:
            self.measure.stops = True
        style = element.findtext("bar-style", "").strip()
        if style in ("light-light", "light-heavy") and element.get("location", "right") == "right":
            self.measure.double = True


_READ = frozenset({"note", "backup", "forward", "attributes", "harmony", "direction", "sound", "barline"})


def _is_tied(element: Element) -> bool:
    return any(one.get("type") == "start" for one in (*element.iterfind("tie"), *element.iterfind("notations/tied")))


def _ascending(pitches: tuple[Pitch, ...]) -> tuple[Pitch, ...]:
    """Each pitch once, from low to high."""
    return tuple(sorted(set(pitches), key=lambda pitch: (pitch.midi, pitch)))


def _tempo(element: Element, sound: Element | None) -> Tempo | None:
    """The tempo of a direction, in its <sound> or else its metronome mark; with the direction's words."""
    said = sound.get("tempo", "") if sound is not None else ""
    try:
        quarters = float(said) if said else _metronome(element)
    except ValueError:
        return None
    words = " ".join(map(text_of, element.iterfind("direction-type/words")))
    return Tempo(quarters, words) if _SLOWEST <= quarters <= _FASTEST else None


def _metronome(element: Element) -> float:
    """Quarter notes a minute of a metronome mark with a number; 0 where there is none."""
    mark = element.find("direction-type/metronome")
    if mark is None:
        return 0.0
    unit = _TYPES.get(text_of(mark.find("beat-unit")))
    dots = len(mark.findall("beat-unit-dot"))
    if unit is None or dots > 3:
        return 0.0
    return float(number(mark, "per-minute") * 4 * unit * (2 - Fraction(1, 2**dots)))


def _passes(text: str) -> tuple[int, ...]:
    """The passes that "1", "1, 3" or "1-3" names, of the first nine; the first where it names none."""
    return tuple(sorted({one for one in _numbers(text) if 1 <= one <= _MOST_PASSES})) or (1,)


def _numbers(text: str) -> Iterator[int]:
    for part in text.replace(".", ",").split(","):
        ends = [end.strip()[:4] for end in part.split("-")]
        if all(end.isdecimal() for end in ends):
            yield from range(int(ends[0]), min(int(ends[-1]), _MOST_PASSES) + 1)
