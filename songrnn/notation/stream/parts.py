"""Parts and measures of music21 out of bars with their signs. Knows one voice at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from songrnn.music.score import Bar, Changes, Note, Score, Tempo
from songrnn.notation.stream.attributes import clef_for, key_signature, metronome, signature_of, time_signature
from songrnn.notation.stream.layout import Laid
from songrnn.notation.stream.notes import Hand, write_layer

_NOTHING = Bar((Note((), Fraction(1)),))


def write_part(score: Score, laid: Sequence[Laid], number: int, name: str) -> Any:
    """A music21 part of bars: its measures, and what spans several of them.

    number   of the part, from 1        name   of the voice, "" for none
    """
    from music21 import instrument, spanner, stream

    part = stream.Part()
    part.partName = name
    player = instrument.Instrument()
    player.partId, player.instrumentId = f"P{number}", f"P{number}-I1"  # music21's own are drawn by chance
    part.coreInsert(0, player)
    hand, endings = Hand(score.meter, signature_of(score.key)), _Endings()
    laid = laid or [Laid(_NOTHING)]
    before = _before(score, laid)  # the first bar
    now, shift = Fraction(0), 0 if before else 1
    for place, one in enumerate(laid):
        measure = stream.Measure(number=place + shift)
        if place == 0:
            measure.coreInsert(0, clef_for(note for one in laid for note in one.bar.notes))
        _signs(measure, one.bar.changes if place else _all(score, one.bar.changes), hand)
        _fill(measure, one, hand, before if place == 0 else Fraction(0))
        _barlines(measure, one, is_last=place == len(laid) - 1)
        endings.add(one, measure)
        part.coreInsert(now * 4, measure)
        now += one.bar.length
    brackets = (spanner.RepeatBracket(inside, number=list(numbers)) for numbers, inside in endings.found)
    for spans in (*hand.spanners, *brackets):
        part.coreInsert(0, spans)
    part.coreElementsChanged()
    return part


def _before(score: Score, laid: Sequence[Laid]) -> Fraction:
    """How much of a full bar is missing before a pick-up; 0 where the first bar is none."""
    bar = laid[0].bar
    full = (bar.changes.meter or score.meter).length
    return full - bar.length if full and bar.length < full and len(laid) > 1 else Fraction(0)


def _all(score: Score, changes: Changes) -> Changes:
    """What holds at the beginning. The tempo that all players assume anyway is left out."""
    tempo = None if score.tempo == Tempo() else score.tempo
    return Changes(changes.key or score.key, changes.meter or score.meter, changes.tempo or tempo, changes.part)


def _signs(measure: Any, changes: Changes, hand: Hand) -> None:
    """What changes at the beginning of a measure."""
    from music21.expressions import RehearsalMark

    if changes.key:
        hand.signature = signature_of(changes.key)
        measure.coreInsert(0, key_signature(changes.key))
    if changes.meter:
        hand.meter = changes.meter
        measure.coreInsert(0, time_signature(changes.meter))
    if changes.tempo:
        measure.coreInsert(0, metronome(changes.tempo, hand.meter))
    if changes.part:
        measure.coreInsert(0, RehearsalMark(changes.part))


def _fill(measure: Any, one: Laid, hand: Hand, begun: Fraction) -> None:
    """The notes of a bar; layers beside the first make all of them voices."""
    from music21.stream import Voice

    layers = (one.bar.notes, *one.bar.overlays)
    if len(layers) == 1:
        write_layer(one.bar.notes, measure, hand, begun)
        return
    after: frozenset[int] = frozenset()  # ties of the first layer go on; those of the others end with the bar
    for number, layer in enumerate(layers, start=1):
        voice = Voice(id=str(number))
        write_layer(layer, voice, hand, begun)
        after, hand.held = (hand.held if number == 1 else after), frozenset()
        measure.coreInsert(0, voice)
    hand.held = after
    measure.coreElementsChanged()


def _barlines(measure: Any, one: Laid, *, is_last: bool) -> None:
    from music21.bar import Barline, Repeat

    if one.opens:
        measure.leftBarline = Repeat(direction="start")
    if one.times > 1:
        measure.rightBarline = Repeat(direction="end", times=one.times if one.times > 2 else None)
    elif one.double:
        measure.rightBarline = Barline("final" if is_last else "double")


@dataclass(slots=True)
class _Endings:
    """Collects the measures of numbered endings."""

    found: list[tuple[tuple[int, ...], list[Any]]] = field(default_factory=list)
    inside: bool = False

    def add(self, one: Laid, measure: Any) -> None:
        if one.bracket:
            self.found.append((one.bracket, []))
            self.inside = True
        if self.inside:
            self.found[-1][1].append(measure)
            self.inside = not one.closes
