"""songrnn ablate: what units are good for, as a table and two tunes side by side, as JSON, or as a page."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import zip_longest
from math import isfinite
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

import click

from songrnn.actions import ablate as action
from songrnn.actions.ablate import Ablation, Order, Pair, Sample
from songrnn.actions.ablated import HEADS, row, shares, star, summary, verdict
from songrnn.actions.generate import RULES, Wish
from songrnn.actions.pages import check_suffix, write_page
from songrnn.actions.writing import Counted
from songrnn.cli.counting import counting
from songrnn.cli.options import check_place, complete_corpus, model_argument, text_argument
from songrnn.corpus.split import NAMES
from songrnn.errors import UsageError
from songrnn.notation.formats import Tune, writer_for
from songrnn.printable import one_line, printable
from songrnn.probe.change import Change
from songrnn.probe.losses import Loss
from songrnn.probe.signals import parse_unit
from songrnn.session import Session

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained

VERSION = 1  # of the JSON
_WIDTH = 100
_NARROW = 60  # columns; in fewer, tunes stand below one another
_GAP = "  "
_MOST = 100_000
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Switch units off and see what breaks.")
@model_argument
@click.argument("prompt", default="")
@click.option("--unit", "units", multiple=True, metavar="L:I", help="A unit, as layer:index; may be given again.")
@click.option("--signal", type=click.Choice(["h", "c"]), default="h", show_default=True,
              help="What of it is changed: what others hear of it, or its memory.")  # fmt: skip
@click.option("--scale", type=float, default=None, help="Times this, and not 0.")
@click.option("--clamp", type=float, default=None, help="Held at this; h before the first symbol too.")
@click.option("--corpus", default="", shell_complete=complete_corpus, help="If not given, what the model learned from.")
@click.option("--split", type=click.Choice(NAMES), default="test", show_default=True, help="The tunes to read.")
@click.option("--tunes", type=click.IntRange(1, _MOST), default=action.TUNES, show_default=True,
              help="The most tunes to read.")  # fmt: skip
@click.option("--controls", type=click.IntRange(0, 1_000), default=action.CONTROLS, show_default=True,
              help="Draws of other units that are changed instead.")  # fmt: skip
@click.option("--samples", type=click.IntRange(0, 100), default=action.SAMPLES, show_default=True,
              help="Tunes written from PROMPT with the change and without.")  # fmt: skip
@click.option("--validity", type=click.IntRange(0, _MOST), default=action.VALIDITY, show_default=True,
              help="Tunes written from nothing with the change and without, and checked.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Of all that is drawn, and of the first tune.")
@click.option("-T", "--temperature", type=float, default=None, help="If not given 0.8.")
@click.option("--length", type=int, default=None, help="Longest tune, in symbols.")
@click.option("--rules", type=click.Choice(RULES), default="off", show_default=True, help="What tunes must keep.")
@click.option(
    "--midi", metavar="PREFIX", default="", help="Write the tunes as PREFIX-plain.mid and PREFIX-changed.mid."
)
@click.option(
    "-o", "--output", type=_FILE, help="A page with scores and sound: .html, or .md with its files beside it."
)
@click.option("--json", "as_json", is_flag=True, help="All figures and tunes as JSON.")
@click.pass_obj
def ablate(
    session: Session, model: str, prompt: str, units: tuple[str, ...], signal: str, scale: float | None,
    clamp: float | None, corpus: str, split: str, tunes: int, controls: int, samples: int, validity: int, seed: int,
    temperature: float | None, length: int | None, rules: str, midi: str, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    r"""What becomes of MODEL when units are switched off (or scaled, or held at a value), reading and writing.

    Held-out tunes are read with the change and without: what does each class of symbols cost more, to the nearest
    thousandth of a nat, and is that more than the same change of random other units of the layer does? Then both write
    from PROMPT, text (\n is a new line) or the name of a file, with the same seed; and tunes from nothing, to see how
    many of them can be read.

    Mind that `songrnn neurons` searches valid and test unless told otherwise, so that a unit that it found was chosen
    by what it says in some of these tunes: have it search --split valid alone, or read another --corpus here.

    songrnn ablate folk --unit 2:37
    """
    order = Order(
        _changes(units, signal, scale, clamp), corpus, split, tunes, controls, text_argument(prompt),
        Wish(temperature, seed=seed, length=length, rules=rules), samples, validity,
    )  # fmt: skip
    _check_places(order, midi, output, as_json=as_json)
    found = _measure(session.model(model), order)
    for remark in found.remarks:
        click.echo(printable(remark), err=True)
    if midi:
        for path in _write_midi(found.pairs, midi):
            click.echo(printable(f"written: {path}"), err=True)
    if output:
        from songrnn.actions.ablate_page import page

        click.echo(printable(str(write_page(page(one_line(model), found), output))))
    else:
        click.echo(json.dumps(values(found), allow_nan=False) if as_json else "\n".join(_shown(found)))


def _changes(units: Sequence[str], signal: str, scale: float | None, clamp: float | None) -> tuple[Change, ...]:
    if scale is not None and clamp is not None:
        raise UsageError("A unit is scaled or held; give --scale or --clamp, not both.")
    return tuple(Change(parse_unit(unit), signal, scale or 0.0, clamp) for unit in units)


def _check_places(order: Order, midi: str, output: Path | None, *, as_json: bool) -> None:
    """Find out before long work what cannot be written."""
    if output and as_json:
        raise UsageError("--json writes to standard output; give it or -o, not both.")
    if midi and not order.samples:
        raise UsageError("--midi writes the tunes of --samples, of which there are none; give 1 or more.")
    if output:
        check_suffix(output)
        check_place(output)
    if midi:
        check_place(Path(f"{midi}-plain.mid"))


def _measure(trained: "Trained", order: Order) -> Ablation:
    with counting() as show:
        for event in action.ablate(trained, order):
            if not isinstance(event, Counted):
                return event
            show(event.what, event.done, event.total)
    raise AssertionError("it ends with what was measured")


def _write_midi(pairs: Sequence[Pair], prefix: str) -> Iterator[Path]:
    """Several tunes go into numbered files."""
    for name, samples in (("plain", [pair.plain for pair in pairs]), ("changed", [pair.changed for pair in pairs])):
        path = Path(f"{prefix}-{name}.mid")
        tunes = [Tune(one.written.tune, notation=one.written.notation) for one in samples]
        for remark in writer_for(path)(tunes, path):
            click.echo(printable(remark), err=True)
        yield path


def _shown(found: Ablation) -> Iterator[str]:
    """All of it, safe for the terminal."""
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, 2 * _WIDTH)
    yield from wrap(printable(summary(found)), _WIDTH)
    yield ""
    yield from table(found)
    if told := shares(found):
        yield from ("", *told)
    for pair in found.pairs:
        yield ""
        yield from side_by_side(pair, width)


def table(found: Ablation) -> list[str]:
    """A line a class of symbols."""
    heads = HEADS if found.controls else (*HEADS[:-4], *[""] * 4)
    stars = wrap(star(found), _WIDTH) if any(one.significant for one in found.losses) else []
    return [_line(heads), *(_line(row(one)) for one in found.losses), *stars]


def _line(cells: Sequence[str]) -> str:
    name, symbols, plain, changed, more, interval, mean, most, as_much, p = cells
    left = f"{name:9}{symbols:>9}{plain:>7}{changed:>9}{more:>11}  {interval:18}"
    return f"{left}{mean:>12}{most:>7}{as_much:>9}{p:>7}".rstrip()


def side_by_side(pair: Pair, width: int) -> list[str]:
    """The two tunes in two columns, or one below the other where there is no room for that."""
    plain, changed = _described("plain", pair.plain), _described("changed", pair.changed)
    if width < _NARROW:
        return [*_cut(plain, width), "", *_cut(changed, width)]
    column = (width - len(_GAP)) // 2
    rows = zip_longest(_cut(plain, column), _cut(changed, column), fillvalue="")
    return [f"{_padded(left, column)}{_GAP}{right}".rstrip() for left, right in rows]


def _described(name: str, sample: Sample) -> list[str]:
    head = f"{name}, seed {sample.written.seed}: {verdict(sample)}"
    return [head, *printable(sample.written.tune).expandtabs(4).rstrip("\n").split("\n")]


def _cut(lines: Sequence[str], width: int) -> list[str]:
    """Lines in pieces no wider than this."""
    return [part for line in lines for part in pieces(line, width)]


def pieces(line: str, width: int) -> Iterator[str]:
    """A line in pieces no wider than this; every character is kept, spaces too."""
    begin = columns = 0
    for at, character in enumerate(line):
        wide = _columns(character)
        if columns + wide > width:
            yield line[begin:at]
            begin, columns = at, 0
        columns += wide
    yield line[begin:]


def _columns(text: str) -> int:
    """How many columns a terminal gives to a text: two to the characters of East Asia, none to marks on others."""
    return sum(2 if east_asian_width(one) in "WF" else int(not combining(one)) for one in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def values(found: Ablation) -> dict[str, Any]:
    """All figures and tunes as JSON values; differences are in nats a symbol."""
    order = found.order
    return {
        "version": VERSION, "corpus": found.corpus, "split": order.split, "there": found.there, "read": found.read,
        "seed": order.wish.seed, "changes": [_change(one) for one in order.changes],
        "controls": [[*map(str, units)] for units in found.controls], "losses": [_loss(one) for one in found.losses],
        "samples": [{"plain": _sample(one.plain), "changed": _sample(one.changed)} for one in found.pairs],
        "temperature": found.temperature, "validity": {"plain": asdict(found.plain), "changed": asdict(found.changed)}
        if found.plain and found.changed else None,
        "remarks": [*found.remarks],
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    held = change.clamp is not None
    return {
        "unit": str(change.unit), "signal": change.signal, "scale": None if held else change.scale,
        "clamp": change.clamp,
    }  # fmt: skip


def _loss(one: Loss) -> dict[str, Any]:
    figures = {"difference": one.difference, **asdict(one)}
    return {key: None if isinstance(value, float) and not isfinite(value) else value for key, value in figures.items()}


def _sample(sample: Sample) -> dict[str, Any]:
    return {**asdict(sample.written), "verdict": asdict(sample.verdict) if sample.verdict else None}
