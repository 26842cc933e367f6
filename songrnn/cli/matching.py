"""How what matches a passage is shown: as lines, and as JSON values."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from songrnn.actions.matching import Matching, Spot
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.probe.match import Match

VERSION = 1  # of the JSON
_SHOWN = 10  # units and places; JSON has all
_NAME = 28  # columns
_MARKED = 40  # characters of a place's text


def lines(found: Matching) -> Iterator[str]:
    """The units that mark the passage, and the places where most of the first of them are on together."""
    units, passage, pattern = found.pattern.matches, found.passage, found.pattern
    yield (
        f"{_units(len(units))} on in '{one_line(found.text)}' ({passage.start}:{passage.stop}) and off right around it "
        f"(signal {pattern.signal}, {pattern.threshold:g} or more from 0)"
    )
    yield f"{'unit':10}{'mean there':>12}{'on elsewhere in the tune':>28}"
    yield from map(_unit, units[:_SHOWN])
    yield from _more(len(units) - _SHOWN, "units")
    yield ""
    together = len(found.together.matches)
    which = f"more than half of the first {together} units are" if together > 1 else "that unit is"
    yield f"places of like length where {which} on"
    yield from _places("in this tune", found.here, together)
    if found.tunes:
        yield from _places(f"in {found.tunes:,} other tunes of {one_line(found.corpus, 40)}", found.elsewhere, together)


def _units(count: int) -> str:
    return "1 unit is" if count == 1 else f"{count:,} units are"


def _unit(one: "Match") -> str:
    return f"{one.unit!s:10}{one.level:>+12.2f}{one.rest:>28.1%}"


def _more(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"and {count:,} more {what}; --json has all"


def _places(where: str, spots: tuple[Spot, ...], most: int) -> Iterator[str]:
    yield f"{where}: {len(spots) or 'none'}"
    for spot in spots[:_SHOWN]:
        name = one_line(spot.tune, _NAME) or "here"
        units = f"{spot.place.units} of {most}" if most > 1 else ""
        around = f"{one_line(spot.before)} «{one_line(spot.text, _MARKED)}» {one_line(spot.after)}"
        yield f"  {name:{_NAME}}  {f'{spot.place.start}:{spot.place.end}':11}{units:8}{around}".rstrip()
    yield from _more(len(spots) - _SHOWN, "places")


def record(found: Matching) -> dict[str, Any]:
    """All of it, as JSON values."""
    units = [
        {"unit": str(one.unit), "mean": round(one.level, 6), "elsewhere": round(one.rest, 6)}
        for one in found.pattern.matches
    ]
    return {
        "version": VERSION, "passage": [found.passage.start, found.passage.stop], "text": found.text,
        "signal": found.pattern.signal, "threshold": found.pattern.threshold, "units": units,
        "together": [str(one.unit) for one in found.together.matches], "corpus": found.corpus, "tunes": found.tunes,
        "here": [_spot(spot) for spot in found.here],
        "elsewhere": [{"tune": spot.tune, **_spot(spot)} for spot in found.elsewhere],
    }  # fmt: skip


def _spot(spot: Spot) -> dict[str, Any]:
    place = spot.place
    texts = {"before": spot.before, "text": spot.text, "after": spot.after}
    return {"start": place.start, "end": place.end, "units": place.units, **texts}
