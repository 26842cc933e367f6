"""Matching: which units mark a passage of a tune, and where in it and in other tunes the same units do the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songrnn.actions.heatmap import read_stored
from songrnn.actions.material import learned
from songrnn.errors import SongrnnError, UsageError
from songrnn.printable import one_line
from songrnn.probe.match import THRESHOLD, TOGETHER

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.music.piece import Piece
    from songrnn.probe.match import Pattern, Place
    from songrnn.probe.paint.html import Others
    from songrnn.probe.view import View

TUNES = 100  # that places are sought in
_ON_A_PAGE = 24  # tunes at most that a page is given; it takes those that fit
_SPAN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
_AROUND = 12  # characters of context on either side


@dataclass(frozen=True, slots=True)
class Wish:
    """What to match.

    passage     "12:20", symbols from 0, the last not among them; or a text, which is sought in the tune
    corpus      a name or path to look for more places in, "" for what the model learned from
    tunes       how many held-out tunes of it
    """

    passage: str
    threshold: float = THRESHOLD
    corpus: str = ""
    tunes: int = TUNES


@dataclass(frozen=True, slots=True)
class Tunes:
    """Other tunes as a model reads them, one entry a tune in each field; `corpus` is what they are of."""

    corpus: str
    names: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    symbols: tuple[NDArray[Any], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a tune, "" being the tune itself, and its text with what stands before and after."""

    tune: str
    place: "Place"
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Matching:
    """What was found.

    passage   the symbols      text    what they are
    pattern   every unit that marks them         together   those that other places were sought by
    here      other places of the tune           elsewhere  places in other tunes, `tunes` of them, of `corpus`
    """

    passage: range
    text: str
    pattern: "Pattern"
    together: "Pattern"
    here: tuple[Spot, ...]
    elsewhere: tuple[Spot, ...]
    corpus: str
    tunes: int
    remarks: tuple[str, ...] = ()


def match(trained: "Trained", view: "View", wish: Wish) -> Matching:
    """Which units mark a passage of the view's tune by the view's signal, and where else they do.

    raises   UsageError if the passage is not there or no unit marks it, and for a corpus that was asked for and is not
             there; one that was not asked for is done without and remarked on
    """
    from songrnn.probe.match import elsewhere
    from songrnn.probe.match import match as mark

    passage = span(view.texts, wish.passage)
    pattern = mark(view.trace, passage, view.signal, wish.threshold)
    text = "".join(view.texts[passage.start : passage.stop])
    if not pattern.matches:
        where = f"'{one_line(text, 40)}' ({passage.start}:{passage.stop})"
        raise UsageError(
            f"No unit is {wish.threshold:g} or more from 0 throughout {where} and off right around it; give another "
            "passage, such as a shorter one, or another --threshold."
        )
    together = replace(pattern, matches=pattern.matches[:TOGETHER])
    places = elsewhere(view.trace, np.array([0, len(view.texts)]), together)
    here = [place for place in places if place.end <= passage.start or passage.stop <= place.start]
    others, remarks = other_tunes(trained, wish.corpus, wish.tunes, besides=view.text)
    found = _in_others(trained, others, together)
    return Matching(
        passage, text, pattern, together, tuple(_spots(here, ("",), (view.texts,))),
        tuple(_spots(found, others.names, others.texts)), others.corpus, len(others.names), remarks,
    )  # fmt: skip


def span(settled: Sequence[str], passage: str) -> range:
    """The symbols that a passage means; raises UsageError if it is not in the tune."""
    numbers = _SPAN.fullmatch(passage.strip())
    if numbers:
        return range(int(numbers[1]), int(numbers[2]))
    at = "".join(settled).find(passage)
    if at < 0 or not passage:
        raise UsageError(f"The tune has no passage '{one_line(passage, 40)}'; give some of its text, or FROM:TO.")
    owners = np.repeat(np.arange(len(settled)), [len(text) for text in settled])
    return range(int(owners[at]), int(owners[at + len(passage) - 1]) + 1)


def others_for_page(trained: "Trained", view: "View", corpus: str = "") -> "tuple[Others, tuple[str, ...]]":
    """Other tunes for a page to look for places in; and why there are none, should that be so."""
    from songrnn.probe.paint.html import Others, signs
    from songrnn.probe.trace import trace

    found, remarks = other_tunes(trained, corpus, _ON_A_PAGE, besides=view.text)
    states = tuple(signs(trace(trained.network, symbols)) for symbols in found.symbols)
    return Others(found.names, found.texts, states), remarks


def other_tunes(trained: "Trained", corpus: str, count: int, besides: str) -> tuple[Tunes, tuple[str, ...]]:
    """Held-out tunes as the model reads them, and remarks.

    corpus    a name or path; "" for what the model learned from, and if that is not there, no tune and a remark
    besides   the text of a tune that is not among them
    """
    try:
        found = learned(trained, corpus)
    except (SongrnnError, OSError) as error:
        if corpus:
            raise
        why = one_line(str(error), 200)
        return Tunes("", (), (), ()), (f"There are no other tunes to look into: {why}",)
    pieces = [piece for name in ("test", "valid") for piece in found.splits[name]]
    rows = [*islice(_read(trained, pieces, besides), count)]
    names, settled, symbols, changed = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Tunes(found.name, names, settled, symbols), _told(changed)


def _read(trained: "Trained", pieces: "Sequence[Piece]", besides: str) -> Iterator[tuple[Any, ...]]:
    """Name, texts, symbols and remarks of those tunes that hold something."""
    for piece in pieces:
        steps = read_stored(trained, piece.text)
        if len(steps.symbols) and "".join(steps.texts) != besides:
            yield piece.name, steps.texts, steps.symbols, steps.remarks


def _told(remarks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Of how many of other tunes something is remarked, if of any, and what of the first."""
    told = [some[0] for some in remarks if some]
    return (f"Of {len(told):,} of {len(remarks):,} other tunes this or the like is true: {told[0]}",) if told else ()


def _in_others(trained: "Trained", others: Tunes, pattern: "Pattern") -> "list[Place]":
    from songrnn.probe.match import elsewhere
    from songrnn.probe.trace import read_all

    if not others.symbols:
        return []
    readings = read_all(trained.network, others.symbols, (pattern.signal,))
    return elsewhere(readings.trace, readings.offsets, pattern)


def _spots(places: "Sequence[Place]", names: Sequence[str], settled: Sequence[Sequence[str]]) -> Iterator[Spot]:
    for place in places:
        of = settled[place.piece]
        before, text, after = (
            "".join(of[part]) for part in (slice(place.start), slice(place.start, place.end), slice(place.end, None))
        )
        yield Spot(names[place.piece], place, before[-_AROUND:], text, after[:_AROUND])
