"""MusicXML files into scores: parts into voices, their measures into bars.

Reads the elements itself, in exact time. music21 could read them too, but in tenths of a second a tune, in rounded
durations, through pickles in a folder that all share, and opening whatever address a name looks like.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from songrnn.errors import MusicError
from songrnn.music.pitch import Key
from songrnn.music.score import Bar, Changes, Meter, Note, Score, Tempo, Voice
from songrnn.notation.musicxml.attributes import text_of
from songrnn.notation.musicxml.layers import layers_of
from songrnn.notation.musicxml.measures import Measure, PartReader
from songrnn.notation.musicxml.tree import read_tree
from songrnn.notation.musicxml.writing import FIELD
from songrnn.printable import one_line

_MOST_PARTS = 64
_FREE = Meter(0, 1)
_CREATORS = {"composer": "C", "lyricist": "A"}
_KEPT = frozenset("ABCDFGHNORSWZ")


class Read(NamedTuple):
    """A score, and a sentence for each kind of thing that was left out."""

    score: Score
    remarks: tuple[str, ...]


def read_musicxml(path: Path) -> Read:
    """The score in a MusicXML file, plain or compressed.

    returns   each voice of each part as a voice that sounds as it is written here, transposing parts too; a voice that
              is silent in some bars, and ties nothing over bar lines, as an overlay of its part's first
    raises    UsageError if the file cannot be read; MusicError if it is no MusicXML, damaged, too large or harmful
    """
    root = read_tree(path)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # some files name a namespace
    parts = _parts(root, one_line(path.name))
    readers = [PartReader() for _ in parts]
    measures = [[reader.read(one) for one in part] for reader, part in zip(readers, parts.values(), strict=True)]
    _share_signs(measures)
    for part in measures:
        _join_endings(part)
    score = _score(root, [*parts], measures)
    remarks = sorted(set().union(*(reader.remarks for reader in readers)))
    if not any(voice.bars for voice in score.voices):
        raise MusicError(f"'{one_line(path.name)}' holds no measures; give a score with music in it.")
    return Read(score, tuple(remarks))


def _parts(root: Element, name: str) -> dict[str, list[Element]]:
    """The <measure> elements of each part, by its id, whichever way round the file has them."""
    parts: dict[str, list[Element]] = {}
    if root.tag == "score-partwise":
        for part in root.findall("part"):
            parts.setdefault(part.get("id", ""), []).extend(part.findall("measure"))
    elif root.tag == "score-timewise":
        for measure in root.findall("measure"):
            for part in measure.findall("part"):
                parts.setdefault(part.get("id", ""), []).append(part)
    else:
        raise MusicError(f"'{name}' is '{one_line(root.tag)}' and no MusicXML score; give a .musicxml or .mxl file.")
    if len(parts) > _MOST_PARTS:
        raise MusicError(f"'{name}' has {len(parts)} parts, more than {_MOST_PARTS}; take some out.")
    return parts


def _share_signs(parts: Sequence[list[Measure]]) -> None:
    """Some programs write repeats into the first part alone: they hold for all parts."""
    for part in parts[1:]:
        if len(part) != len(parts[0]) or any(one.opens or one.times > 1 or one.endings for one in part):
            continue
        for one, first in zip(part, parts[0], strict=True):
            one.opens, one.times, one.double = first.opens, first.times, first.double
            one.endings, one.stops = first.endings, first.stops


def _join_endings(part: Sequence[Measure]) -> None:
    """A numbered ending that another one follows at once does not end the section."""
    for one, after in pairwise(part):
        one.stops = one.stops and not after.endings


def _score(root: Element, ids: list[str], parts: Sequence[list[Measure]]) -> Score:
    """The voices of all parts; what holds at the beginning is that of the first."""
    first = parts[0][0] if parts and parts[0] else Measure()
    score = Score(
        (),
        first.key or Key(),
        first.meter or _FREE,
        first.tempo or Tempo(),
        text_of(root.find("work/work-title")) or text_of(root.find("movement-title")),
        _fields(root),
    )
    lengths = _lengths(parts, score.meter)
    names = {one.get("id", ""): text_of(one.find("part-name")) for one in root.iterfind("part-list/score-part")}
    voices = [
        voice
        for name, measures in zip(ids, parts, strict=True)
        for voice in _voices(measures, lengths, score, names.get(name, ""))
    ]
    return replace(score, voices=tuple(voices[:_MOST_PARTS]))


def _fields(root: Element) -> tuple[tuple[str, str], ...]:
    """Header fields: who made it, and what songrnn noted down itself."""
    creators = root.iterfind("identification/creator")
    found = [(_CREATORS[one.get("type", "")], text_of(one)) for one in creators if one.get("type") in _CREATORS]
    for note in root.iterfind("identification/miscellaneous/miscellaneous-field"):
        letter = note.get("name", "").removeprefix(FIELD)
        if letter in _KEPT and note.get("name") != letter:
            found.append((letter, text_of(note)))
    return tuple(found)


def _lengths(parts: Sequence[list[Measure]], meter: Meter) -> list[Fraction]:
    """How long a measure is in which a part says nothing: as in the other parts, or as the meter asks."""
    found = []
    for at in range(max(map(len, parts), default=0)):
        here = [part[at] for part in parts if at < len(part)]
        meter = next((one.meter for one in here if one.meter), meter)
        found.append(max(one.length for one in here) or meter.length or Fraction(1))
    return found


def _voices(measures: list[Measure], lengths: list[Fraction], score: Score, name: str) -> list[Voice]:
    """The voices of a part: the first with all that stands at bar lines, and those that go on beside it."""
    lengths = [one.length or length for one, length in zip(measures, lengths, strict=False)]
    found = layers_of(measures, lengths)
    opens = _openings(measures)
    signs = _changes(measures, score)
    voices = []
    for at, bars in enumerate(found.voices):
        overlays = found.overlays if at == 0 else [()] * len(bars)
        voices.append(
            Voice(
                tuple(
                    _bar(one, notes, beside, changes, is_open)
                    for one, notes, beside, changes, is_open in zip(measures, bars, overlays, signs, opens, strict=True)
                ),
                f"{name} {at + 1}" if name and at else name,
            )
        )
    return voices


def _bar(
    one: Measure, notes: tuple[Note, ...], beside: tuple[tuple[Note, ...], ...], changes: Changes, is_open: bool
) -> Bar:
    closes = one.times if one.times > 1 else int(one.double or one.stops)
    return Bar(notes, is_open, closes, one.endings, beside, changes)


def _openings(measures: Sequence[Measure]) -> list[bool]:
    """Where repeats begin. One without a sign begins after the last, even past double bars; ABC would stop at those."""
    opens = [one.opens for one in measures]
    begun, double = 0, False
    for at, one in enumerate(measures):
        if one.opens:
            begun, double = at, False
        if one.times > 1 and double:
            opens[begun] = True
        double = double or one.double
        more = at + 1 < len(measures) and bool(measures[at + 1].endings) and 1 not in measures[at + 1].endings
        if (one.times > 1 or one.stops) and not more:
            begun, double = at + 1, False
    return opens


def _changes(measures: Sequence[Measure], score: Score) -> list[Changes]:
    """What changes with each measure; the first one's belongs to the score where it is the same."""
    key, meter, tempo = score.key, score.meter, score.tempo
    found = []
    for at, one in enumerate(measures):
        new_tempo = one.tempo if one.tempo and (at or one.tempo != tempo) else None
        found.append(
            Changes(
                one.key if one.key and one.key != key else None,
                one.meter if one.meter and one.meter != meter else None,
                new_tempo,
                one.part,
            )
        )
        key, meter, tempo = one.key or key, one.meter or meter, one.tempo or tempo
    return found
