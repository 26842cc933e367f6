"""How music is prepared for a corpus: which players stay, in which key, how long they may be silent, what is too short.

Knows note sequences and scores; nothing of files, of splits, or of how often something was done.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from typing import Any

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.music.pitch import MODES, Key
from songrnn.music.sequence import WHOLE, Measure, NoteSequence, Part, Span, Speed
from songrnn.notation.midi.key import find_key, key_of, sounding
from songrnn.printable import one_line

NOTATIONS = ("abc", "words", "notes")
KEYS = ("kept", "c", "all")
TRACKS = ("merged", "apart")
_SILENT = "nothing sounds in it"
_HIGHEST = 127


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is done to every piece, in this order. Raises UsageError for values that make no sense.

    notation      what pieces are written in: abc, words (note words) or notes (note sequences)
    clean         ABC is cleaned as songrnn.corpus.clean does it, and dropped where that cannot be done
    ties          of note words: notes that sound on are tied; without, they end where the next word begins
    durations     of note words: words say how long they last
    grid          the shortest step that played notes are put on, 48 for 48th notes; 0 leaves them as they were played
    drums         players of drums stay
    channels      only these MIDI channels, 1 to 16      programs     only these General MIDI programs, from 0
    names         only players whose name holds one of   classes      only these Slakh classes, such as Piano
    most_used     only so many players, those with the most notes; 0 for all
    tracks        merged: a piece is all its players together; apart: every player makes a piece of their own
    key           kept, c (moved to C major or A minor) or all (training pieces are met on all twelve tonics too)
    longest_rest  whole notes of silence of all players; longer ones lose their whole bars; 0 for any
    fewest_notes  pieces with fewer are dropped
    near          dropped or grouped: what becomes of pieces that are nearly the same as an earlier one
    """

    notation: str = "abc"
    clean: bool = False
    ties: bool = True
    durations: bool = True
    grid: int = 48
    drums: bool = False
    channels: tuple[int, ...] = ()
    programs: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    most_used: int = 0
    tracks: str = "merged"
    key: str = "kept"
    longest_rest: float = 4.0
    fewest_notes: int = 8
    near: str = "dropped"

    def __post_init__(self) -> None:
        choices = {"notation": NOTATIONS, "key": KEYS, "tracks": TRACKS, "near": ("dropped", "grouped")}
        for name, known in choices.items():
            value = getattr(self, name)
            if value not in known:
                raise UsageError(f"The {name} is '{one_line(str(value), 40)}'. {did_you_mean(str(value), known)}")
        for name, low, high in (("grid", 0, 192), ("most_used", 0, 10_000), ("fewest_notes", 0, 10**6)):
            _check_whole(f"prepare.{name}", getattr(self, name), low, high)
        for name, low, high in (("channels", 1, 16), ("programs", 0, _HIGHEST)):
            for value in getattr(self, name):
                _check_whole(name.removesuffix("s"), value, low, high)
        for name in ("clean", "drums", "ties", "durations"):
            _check(f"prepare.{name}", getattr(self, name), isinstance(getattr(self, name), bool), "true or false")
        for name in ("names", "classes"):
            value = getattr(self, name)
            fits = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
            _check(f"prepare.{name}", value, fits, "a list of names")
        fits = 0 <= self.longest_rest <= 10_000
        _check("prepare.longest_rest", self.longest_rest, fits, "whole notes from 0 (any) to 10000")

    def values(self) -> dict[str, Any]:
        """As JSON or TOML values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def from_values(values: dict[str, Any]) -> Preparation:
    """The preparation that `values` gave; raises UsageError for what makes no sense."""
    known = Preparation.__dataclass_fields__
    for name in values:
        if name not in known:
            raise UsageError(f"No setting is called 'prepare.{one_line(name, 40)}'. {did_you_mean(name, known)}")
    try:
        given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return Preparation(**given)
    except TypeError as error:
        raise UsageError(f"The preparation cannot be read: {one_line(str(error), 200)}.") from error


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    _check(name, value, type(value) is int and low <= value <= high, f"a whole number from {low} to {high}")


def _check(name: str, value: object, fits: bool, wanted: str) -> None:
    if not fits:
        raise UsageError(f"{name} is {one_line(str(value), 40)}; give {wanted}.")


@dataclass(frozen=True, slots=True)
class Ready:
    """Pieces, ready to be written down, and what was done on the way; or none, and why."""

    pieces: tuple[NoteSequence, ...] = ()
    done: tuple[str, ...] = ()
    dropped: str = ""


def prepare(sequence: NoteSequence, how: Preparation) -> Ready:
    """A note sequence as the preparation wants it: one piece, several where players are taken apart, or none."""
    done = []
    kept = _players(sequence, how)
    if not kept:
        return Ready(dropped=_SILENT if not any(p.spans for p in sequence.parts) else "no player of those asked for")
    if len(kept) < sum(bool(part.spans) for part in sequence.parts):
        done.append("players left out")
    shares = [[part] for part in kept] if how.tracks == "apart" else [kept]
    pieces = []
    for parts in shares:
        piece = replace(sequence, parts=tuple(parts))
        piece = _finish(piece, how, done)
        if sum(len(part.spans) for part in piece.parts) >= how.fewest_notes:
            pieces.append(piece)
    if not pieces:
        return Ready(dropped=f"fewer than {how.fewest_notes} notes")
    return Ready(tuple(pieces), tuple(dict.fromkeys(done)))


def _finish(piece: NoteSequence, how: Preparation, done: list[str]) -> NoteSequence:
    begun = _from_first_note(piece)
    if how.longest_rest:
        capped = without_long_rests(begun, round(how.longest_rest * WHOLE))
        if capped is not begun:
            done.append("long rests shortened")
            begun = capped
    if how.key == "c":
        moved = in_c(begun)
        if moved is not begun:
            done.append("moved to C major or A minor")
            begun = moved
    return begun


def _players(sequence: NoteSequence, how: Preparation) -> list[Part]:
    found = [part for part in sequence.parts if part.spans and _is_wanted(part, how)]
    if how.most_used:
        ranked = sorted(found, key=lambda part: -len(part.spans))[: how.most_used]
        found = [part for part in found if any(part is one for one in ranked)]
    return found


def _is_wanted(part: Part, how: Preparation) -> bool:
    if part.drums and not how.drums:
        return False
    if how.programs and part.program not in how.programs:
        return False
    name = part.name.casefold()
    if how.names and not any(wanted.casefold() in name for wanted in how.names):
        return False
    return not how.classes or name.partition(":")[0].strip() in {wanted.casefold() for wanted in how.classes}


def _from_first_note(sequence: NoteSequence) -> NoteSequence:
    """From the bar of the first note that is left to that of the last one's end; times begin anew at 0."""
    first = min(part.spans[0].onset for part in sequence.parts)
    end = max(span.end for part in sequence.parts for span in part.spans)
    bars = [bar for bar in sequence.measures if bar.end > first and bar.start < end]
    begin = min(bars[0].start, first) if bars else first
    if begin == 0 and len(bars) == len(sequence.measures):
        return sequence
    return _without(replace(sequence, measures=tuple(bars)), [(0, begin)])


def without_long_rests(sequence: NoteSequence, longest: int) -> NoteSequence:
    """The sequence without those whole bars of a common silence that lie more than `longest` parts after its beginning.

    A sequence that has none is returned itself. Without bars, or where silence has no whole bars to lose, nothing is
    taken out.
    """
    bars = sequence.measures
    starts, ends = [bar.start for bar in bars], [bar.end for bar in bars]
    cuts: list[tuple[int, int]] = []
    kept: list[Measure] = []
    sounding = done = 0
    for span in sequence.spans:
        if span.onset - sounding > longest:
            first, last = bisect_left(starts, sounding + longest), bisect_right(ends, span.onset)
            if first < last:
                cuts.append((starts[first], ends[last - 1]))
                kept += bars[done:first]
                done = last
        sounding = max(sounding, span.end)
    return _without(replace(sequence, measures=(*kept, *bars[done:])), cuts) if cuts else sequence


def _without(sequence: NoteSequence, cuts: Sequence[tuple[int, int]]) -> NoteSequence:
    """Stretches of silence, from a time to a time, are taken out; tempos inside of one stand at its end."""
    starts = [start for start, _ in cuts]
    gone = [0, *accumulate(end - start for start, end in cuts)]

    def move(time: int) -> int:
        at = bisect_right(starts, time)
        return max(time - gone[at], starts[at - 1] - gone[at - 1]) if at else time

    parts = tuple(
        replace(part, spans=tuple(Span(move(s.onset), move(s.end), s.pitch) for s in part.spans))
        for part in sequence.parts
    )
    bars = tuple(bar._replace(start=move(bar.start), end=move(bar.end)) for bar in sequence.measures)
    speeds = {move(speed.onset): speed.quarters for speed in sequence.speeds}
    return replace(sequence, parts=parts, measures=bars, speeds=tuple(Speed(*one) for one in sorted(speeds.items())))


def in_c(sequence: NoteSequence) -> NoteSequence:
    """The sequence with its tonic on C, or on A in minor; modes go with their signature. Itself, if it is there."""
    key = sequence.key if sequence.key.tonic else find_key(sounding(sequence.pitched))
    steps = (-7 * key.fifths + 6) % 12 - 6  # the signature without sharps or flats, the nearer way
    return transposed(replace(sequence, key=key), steps) if steps else sequence


def transposed(sequence: NoteSequence, semitones: int) -> NoteSequence:
    """All that is no drum, so many semitones higher; what would leave the range of MIDI is moved back by octaves."""

    def shift(pitch: int) -> int:
        moved = pitch + semitones
        return moved % 12 if moved < 0 else moved - 12 * -(-(moved - _HIGHEST) // 12) if moved > _HIGHEST else moved

    parts = tuple(
        part if part.drums else replace(part, spans=tuple(sorted(s._replace(pitch=shift(s.pitch)) for s in part.spans)))
        for part in sequence.parts
    )
    return replace(sequence, parts=parts, key=_higher(sequence.key, semitones))


def _higher(key: Key, semitones: int) -> Key:
    if not key.tonic:
        return key
    signature = (key.fifths + 7 * semitones + 5) % 12 - 5
    return Key(key_of(signature - MODES[key.mode], minor=False).tonic, key.mode)
