"""How originality is asked for and shown: options, a report as lines, and as JSON values."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import click

from songrnn.actions.originality import Originality
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.evaluate.novelty import Place

Command = TypeVar("Command", bound=Callable[..., Any])

_SHOWN = 3  # of the written pieces that are closest
_TUNES = 100
_MOST_TUNES = 100_000
_ROWS = (
    ("notes", "notes", False),
    ("longest_verbatim", "longest run", False),
    ("longest_invariant", "  in any key, at any speed", False),
    ("known_verbatim", "2-bar fragments", True),
    ("known_invariant", "  in any key, at any speed", True),
)


def originality_options(command: Command) -> Command:
    """--originality and --tunes, for songrnn evaluate."""
    asked = "Also have the model write tunes, and say how much of them stands in the training split."
    command = click.option(
        "--tunes", type=click.IntRange(1, _MOST_TUNES), default=_TUNES, show_default=True,
        help="How many tunes are written for --originality and --distance.",
    )(command)  # fmt: skip
    return click.option("--originality", is_flag=True, help=asked)(command)


def guard_option(command: Command) -> Command:
    """--most-copied, for songrnn generate."""
    described = "Leave out tunes that copy more than N notes in a row, in any key, from what the model learned from."
    return click.option(
        "--most-copied", type=click.IntRange(1), default=None, metavar="N", help=described
    )(command)  # fmt: skip


def lines(found: Originality) -> list[str]:
    """The report; texts from files are made safe."""
    both = found.comparison
    head = (f"written ({both.written.pieces:,})", f"{found.held_out} ({both.human.pieces:,})")
    return [
        f"originality: what also stands in the {found.training:,} training pieces of {one_line(found.corpus)}",
        f"{'':30}{head[0]:32}{head[1]}",
        f"{'':30}{'median':>8}{'quartiles':>12}{'most':>8}{'median':>12}{'quartiles':>12}{'most':>8}",
        *(_row(found, *row) for row in _ROWS),
        f"{'more than half in one run':30}{both.written.half:8,}{both.human.half:32,}",
        f"{'all in one run':30}{both.written.whole:8,}{both.human.whole:32,}",
        *_verdict(found),
        *(line for number in both.closest[:_SHOWN] for line in _closest(found, number)),
    ]


def _row(found: Originality, name: str, title: str, share: bool) -> str:
    cells = ""
    for side in (found.comparison.written, found.comparison.human):
        spread = side.spreads.get(name)
        if spread is None:
            cells += f"{'none':>8}{'':24}"
            continue
        values = (spread.median, spread.lower, spread.upper, spread.greatest)
        middle, low, high, most = (f"{value:.0%}" if share else f"{value:.0f}" for value in values)
        cells += f"{middle:>8}{f'{low} … {high}':>12}{most:>8}{'':4}"
    return f"{title:30}{cells}".rstrip()


def _verdict(found: Originality) -> list[str]:
    """How many are copies, by the measure of held-out pieces."""
    from songrnn.evaluate.novelty import RUNS

    both = found.comparison
    return [
        f"copies, {how}: {both.copies[name]} of {both.written.pieces:,} written, {both.human_copies[name]} of "
        f"{both.human.pieces:,} {found.held_out}: a run of more than {both.bounds[name]} notes, "
        f"as {both.usual:.0%} of the {found.held_out} pieces have none"
        for name, how in zip(RUNS, ("as they are", "in any key"), strict=True)
    ]


def _closest(found: Originality, number: int) -> list[str]:
    """The longest run of a written piece, and where it comes from."""
    piece = found.pieces[number]
    run = piece.nearest
    if run is None:
        return []
    moved = f", {abs(run.semitones)} semitones {'higher' if run.semitones > 0 else 'lower'}" if run.semitones else ""
    paced = f", notes {run.stretch:g} times as long" if run.stretch != 1 else ""
    more = f", the first of {run.places:,} places" if run.places > 1 else ""
    here = f"{run.notes} of its {piece.notes} notes, {_bars(run.here)}{moved}{paced}"
    there = f"{one_line(run.name, 60)}, {_bars(run.there)}{more}"
    return [f"{one_line(found.names[number], 40)}: {here}", f"    stand in {there}"]


def _bars(place: "Place") -> str:
    return f"bars {place.bar} to {place.last_bar}" if place.bar < place.last_bar else f"bar {place.bar}"


def values(found: Originality) -> dict[str, Any]:
    """The report as JSON values; "pieces" are the written ones, each with its figures and longest runs."""
    pieces = [
        {"name": name, **piece.figures(), **asdict(piece)}
        for name, piece in zip(found.names, found.pieces, strict=True)
    ]
    return {
        "corpus": found.corpus, "training": found.training, "held_out": found.held_out,
        **asdict(found.comparison), "pieces": pieces,
    }  # fmt: skip
