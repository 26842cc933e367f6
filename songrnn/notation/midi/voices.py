"""Notes of one player into voices of bars: chords, rests, ties; as few voices as hold what sounds together.

Knows how lengths are written down: dotted, tied at beats, triplets within a beat. Nothing of files.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from songrnn.music.pitch import Pitch
from songrnn.music.score import Note
from songrnn.music.sequence import WHOLE, Measure, Span, fraction

Spell = Callable[[int, int], Pitch]
"""A MIDI number and the bar where it stands, from 0, into a spelled pitch."""

_MOST_LAYERS = 4  # of one player; what does not fit is tied together in the last
_HEADS = (1, 3, 7)  # halves and doubles of these are one note with up to two dots
_WIDE = WHOLE // 2


def layers(spans: Sequence[Span]) -> list[list[Span]]:
    """The notes of a player shared out so that, as far as possible, what overlaps in a layer begins and ends together.

    A chord goes to the free layer whose last chord lies nearest to it.
    """
    chords: dict[tuple[int, int], list[Span]] = {}
    for span in spans:
        chords.setdefault((span.onset, span.end), []).append(span)
    found: list[list[Span]] = []
    ends: list[int] = []
    tops: list[int] = []
    for (onset, end), chord in sorted(chords.items(), key=lambda item: (item[0][0], -item[1][-1].pitch)):
        top = chord[-1].pitch
        free = [at for at, last in enumerate(ends) if last <= onset]
        if free:
            at = min(free, key=lambda at: (abs(tops[at] - top), at))
        elif len(found) < _MOST_LAYERS:
            at = len(found)
            found.append([])
            ends.append(0)
            tops.append(0)
        else:
            at = min(range(len(ends)), key=ends.__getitem__)
        found[at] += chord
        ends[at], tops[at] = max(end, ends[at]), top
    return found


def written(spans: Sequence[Span], measures: Sequence[Measure], spell: Spell) -> list[tuple[Note, ...]]:
    """The notes of a layer, bar by bar; every bar is full.

    Where notes overlap and do not begin and end together, they become chords in which some pitches are tied on.
    """
    starts = [measure.start for measure in measures]
    cuts: list[set[int]] = [{measure.start, measure.end} for measure in measures]
    inside: list[list[Span]] = [[] for _ in measures]
    for span in spans:
        first = bisect_right(starts, span.onset) - 1
        for number in range(first, len(measures)):
            if measures[number].start >= span.end:
                break
            cuts[number].update(time for time in span[:2] if measures[number].start < time < measures[number].end)
            inside[number].append(span)
    return [
        tuple(_bar(number, measure, sorted(cuts[number]), inside[number], spell))
        for number, measure in enumerate(measures)
    ]


def _bar(number: int, measure: Measure, cuts: list[int], spans: list[Span], spell: Spell) -> Iterator[Note]:
    waiting = sorted(spans, reverse=True)
    sounding: list[Span] = []
    for begin, end in pairwise(cuts):
        while waiting and waiting[-1].onset <= begin:
            sounding.append(waiting.pop())
        sounding = sorted((span for span in sounding if span.end > begin), key=lambda span: span.pitch)
        pitches = tuple(spell(span.pitch, number) for span in sounding)
        going_on = tuple(pitch for pitch, span in zip(pitches, sounding, strict=True) if span.end > end)
        silent_bar = len(cuts) == 2 and not sounding
        pieces = [end] if silent_bar else list(_pieces(begin, end, measure))
        for start, stop in pairwise([begin, *pieces]):
            yield Note(pitches, fraction(stop - start), going_on if stop == end else pitches)


def _pieces(begin: int, end: int, measure: Measure) -> Iterator[int]:
    """Where the parts of a length end that can each be written as one note: at the last, its own end."""
    here, last = begin - measure.start, end - measure.start
    if _plain(here) != _plain(last) or not (_plain(here) or _within(here, last, measure)):
        beat = WHOLE // min(max(measure.unit, 4), 8)
        cut = (here // beat + 1) * beat if not _plain(here) else (last - 1) // beat * beat
        if here < cut < last:
            yield from _pieces(begin, cut + measure.start, measure)
            yield from _pieces(cut + measure.start, end, measure)
            return
    if _plain(here) and _plain(last) and not _one_head(last - here):
        cut = _strongest(here, last, measure)
        yield from _pieces(begin, cut + measure.start, measure)
        yield from _pieces(cut + measure.start, end, measure)
        return
    yield end


def _plain(place: int) -> bool:
    """Whether halving a whole note again and again leads there."""
    return place % (WHOLE // 128) == 0


def _within(here: int, last: int, measure: Measure) -> bool:
    """Whether a length can stay whole: it lies inside a beat, or in a triplet of crotchets inside half a whole note."""
    beat = WHOLE // min(max(measure.unit, 4), 8)
    if here // beat == (last - 1) // beat:
        return True
    return here // _WIDE == (last - 1) // _WIDE and here % (WHOLE // 6) == 0 == last % (WHOLE // 6)


def _one_head(length: int) -> bool:
    parts = length // (WHOLE // 128)
    while parts % 2 == 0:
        parts //= 2
    return parts in _HEADS


def _strongest(here: int, last: int, measure: Measure) -> int:
    """The place between two others where a bar is best divided: a dotted beat in compound time, else a power of two."""
    compound = measure.unit >= 8 and measure.beats % 3 == 0
    steps = [WHOLE * 3 // measure.unit] if compound else []
    steps += [WHOLE >> power for power in range(8)]
    for step in steps:
        cut = (here // step + 1) * step
        if cut < last:
            return cut
    return last
