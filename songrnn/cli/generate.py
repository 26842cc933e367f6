"""songrnn generate: tunes on standard output, or into a file."""

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from songrnn.actions.generate import Arranged, Text, Wish, Written, generate_many
from songrnn.actions.originality import Rejected, generate_original, guard
from songrnn.cli.options import (
    check_place,
    head_temperatures,
    header,
    model_option,
    reports,
    sampling,
    text_argument,
)
from songrnn.cli.originality import guard_option
from songrnn.errors import UsageError
from songrnn.notation.formats import Tune, writer_for
from songrnn.printable import printable
from songrnn.session import Session

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained

_MANY = 100_000


@click.command(short_help="Write tunes.")
@click.argument("prompt", default="")
@model_option
@click.option("-n", "--number", type=click.IntRange(1, _MANY), default=1, help="How many tunes.")
@sampling
@header
@reports
@guard_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file: .abc, .words, .mid, .musicxml, .svg, .wav ...",
)
@click.option("--jsonl", is_flag=True, help="One JSON object a tune.")
@click.pass_obj
def generate(
    session: Session, prompt: str, model: str, number: int, temperature: float | None, top_k: int, top_p: float,
    seed: int | None, length: int | None, rules: str, key: str, meter: str, unit: str, rhythm: str, bars: int,
    rank: int, threshold: float, heads: tuple[str, ...], excerpt: int, most_copied: int | None,
    output: Path | None, jsonl: bool,
) -> None:  # fmt: skip
    r"""Write tunes that begin with PROMPT: text (\n is a new line), the name of a file, or - for standard input.

    Tunes go to standard output as a tunebook, remarks to standard error. With -o they go into a file; several tunes
    as MIDI go into numbered files. --rules bars keeps every bar, repeat and tie in order, syntax only the signs.
    A model of note words or notes takes words as PROMPT, such as "C4:1/4 E4:1/4", writes a tune a line, and knows no
    rules.

    songrnn generate "M:6/8\nK:D\n" -n 5 --seed 1 > five.abc
    """
    if output and jsonl:
        raise UsageError("--jsonl writes to standard output; give it or -o, not both.")
    if excerpt and most_copied is not None:
        raise UsageError("An excerpt is copied itself; give --excerpt or --most-copied, not both.")
    drawn = secrets.randbelow(10**6) if seed is None else seed
    wish = Wish(
        temperature, top_k, top_p, drawn, length, rules, key, meter, unit, rhythm, bars, rank, threshold,
        head_temperatures(heads), excerpt,
    )  # fmt: skip
    text = text_argument(prompt)
    with _collecting(output, number) as tunes:
        for event in _events(session.model(model), text, wish, number, most_copied):
            if isinstance(event, Arranged) and not tunes:
                _remark(*event.remarks)
            if isinstance(event, Rejected):
                _remark(f"Seed {event.seed} copies {event.copied} notes in a row; it is left out.")
            if isinstance(event, Written):
                tunes.append(Tune(event.tune, notation=event.notation))
                _remark(*_of_written(event, len(tunes)))
                if not output:
                    _print(event, tunes[-1].entry(len(tunes)), len(tunes), jsonl=jsonl)
        if seed is None:
            _remark(f"To have this again: --seed {wish.seed}")


def _of_written(written: Written, number: int) -> Iterator[str]:
    """What is to be said of a tune."""
    if not written.tune.strip():
        yield f"Tune {number} is empty: the model wrote nothing that sounds."
    if not written.finished:
        yield f"Tune {number} reached its greatest length before its end; --length allows more."


def _events(
    trained: "Trained", text: str, wish: Wish, number: int, most_copied: int | None
) -> Iterator[Arranged | Text | Written | Rejected]:
    if most_copied is None:
        return generate_many(trained, text, wish, number)
    return generate_original(trained, text, wish, number, guard(trained, most_copied))


@contextmanager
def _collecting(output: Path | None, number: int) -> Iterator[list[Tune]]:
    """A list of tunes that goes into the file in the end, also if less than `number` of them got there."""
    tunes: list[Tune] = []
    if not output:
        yield tunes
        return
    write = writer_for(output)
    check_place(output)
    try:
        yield tunes
    finally:
        if tunes:
            _remark(*write(tunes, output))
        if 0 < len(tunes) < number:
            _remark(f"Stopped early: {len(tunes)} of {number} tunes are written.")


def _print(written: Written, entry: str, number: int, *, jsonl: bool) -> None:
    if jsonl:
        text = entry if written.notation == "abc" else entry.rstrip("\n")
        record = {"number": number, "seed": written.seed, "finished": written.finished, written.notation: text}
        click.echo(json.dumps(record))
        return
    click.echo(printable(entry) if sys.stdout.isatty() else entry, nl=False)
    sys.stdout.flush()


def _remark(*sentences: str) -> None:
    for sentence in sentences:
        click.echo(printable(sentence), err=True)
