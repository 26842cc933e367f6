"""Where repeats, endings and double bars are written, so that players of sheet music play what we play.

Knows bars and the order in which they are played; nothing of notes or of formats. A score says a repeat as ABC does,
often without its beginning; sheet music wants every sign. What signs cannot say is written out as it is played.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from songrnn.music.performance import in_order
from songrnn.music.score import Bar, Score, Voice


@dataclass(frozen=True, slots=True)
class Laid:
    """A bar and the signs about it.

    opens      a repeat begins at its left bar line
    times      how often what ends at its right bar line is played; 1 where nothing is repeated
    double     its right bar line is a double one
    bracket    the numbers of the ending that begins with it; empty for none
    closes     the bracket of an ending ends with it
    """

    bar: Bar
    opens: bool = False
    times: int = 1
    double: bool = False
    bracket: tuple[int, ...] = ()
    closes: bool = False


def laid_out(score: Score) -> list[tuple[Laid, ...]]:
    """The bars of each voice with their signs; written out as played if no signs can say it for all voices alike."""
    orders = [_order(voice.bars, score.parts) for voice in score.voices]
    signed = [_with_signs(voice.bars, order) for voice, order in zip(score.voices, orders, strict=True)]
    kept = [laid for laid in signed if laid is not None]
    alike = len({_signs(laid) for laid in kept}) <= 1
    if len(kept) == len(signed) and alike:
        return kept
    return [_written_out(voice.bars, order) for voice, order in zip(score.voices, orders, strict=True)]


def _order(bars: Sequence[Bar], parts: str) -> list[int]:
    """The places of the bars of a voice as they are played."""
    copies = tuple(replace(bar) for bar in bars)  # the same bar may stand in several places
    places = {id(copy): place for place, copy in enumerate(copies)}
    played = [places[id(bar)] for bar in in_order(Voice(copies), parts)]
    return played or list(range(len(bars)))  # an order of parts that are not there plays nothing


def _signs(laid: Sequence[Laid]) -> tuple[tuple[bool, int, tuple[int, ...]], ...]:
    return tuple((one.opens, one.times, one.bracket) for one in laid)


def _written_out(bars: Sequence[Bar], order: Sequence[int]) -> tuple[Laid, ...]:
    return tuple(Laid(bars[place], double=bars[place].closes == 1) for place in order)


def _with_signs(bars: Sequence[Bar], order: Sequence[int]) -> tuple[Laid, ...] | None:
    """The bars with signs that have them played in that order; None if there are no such signs."""
    jumps = Counter((here, there) for here, there in pairwise(order) if there <= here)
    back = Counter({here: 1 + jumps.total() for here, jumps in _by_start(jumps)})
    goals = {there for _, there in jumps}
    laid = [
        Laid(bar, bar.opens or place in goals - {0}, back[place] or 1, bar.closes == 1, bar.endings)
        for place, bar in enumerate(bars)
    ]
    ends = set(_ending_ends(bars, jumps))
    laid = [replace(one, closes=place in ends) for place, one in enumerate(laid)]
    simulated = [_bare(one) for one in laid]
    return tuple(laid) if _order(simulated, "") == list(order) else None


def _by_start(jumps: Counter[tuple[int, int]]) -> Iterator[tuple[int, Counter[int]]]:
    for here in {here for here, _ in jumps}:
        yield here, Counter({there: count for (start, there), count in jumps.items() if start == here})


def _bare(one: Laid) -> Bar:
    """A bar with nothing but its signs, as a reader of what is written would see it."""
    closes = one.times if one.times > 1 else int(one.double)
    return Bar((), opens=one.opens, closes=closes, endings=one.bracket)


def _ending_ends(bars: Sequence[Bar], jumps: Counter[tuple[int, int]]) -> Iterator[int]:
    """The last bar of each numbered ending: before another one, where it goes back, or where the section ends."""
    inside = False
    for place, bar in enumerate(bars):
        inside = inside or bool(bar.endings)
        if not inside:
            continue
        after = bars[place + 1] if place + 1 < len(bars) else None
        goes_back = any(here == place for here, _ in jumps)
        spanned = any(there <= place < here for here, there in jumps)
        if after is None or after.endings or after.opens or goes_back or (bar.closes and not spanned):
            yield place
            inside = False
