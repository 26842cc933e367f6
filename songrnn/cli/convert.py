"""songrnn convert: music from one format into another."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from songrnn.actions.convert import Said, abc, convert
from songrnn.cli.options import check_place
from songrnn.notation.abc.book import entry
from songrnn.notation.formats import VIA, Manner, writer_for
from songrnn.printable import printable

_STANDARD_OUTPUT = Path("-")


@click.command("convert", short_help="Turn music from one format into another.")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--tune", "number", type=click.IntRange(min=1), help="Only this tune, counted from 1.")
@click.option(
    "--via", type=click.Choice(VIA), default="music21", show_default=True, help="What writes MIDI, or reads it."
)
@click.option("--accompany", is_flag=True, help="Play the chord symbols, in MIDI and sound.")
@click.option("--soundfont", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="A .sf2 to play with.")
def convert_(
    sources: tuple[Path, ...], target: Path, number: int | None, via: str, accompany: bool, soundfont: Path | None
) -> None:
    """Read the tunes of SOURCES and write them into TARGET; their names' ends say what they are.

    ABC, MIDI, MusicXML, note words (.words) and folk-rnn's tokens (.tokens) are read; these, pictures of the score and
    sound are written. Several tunes become one book, or numbered files. TARGET - is ABC on standard output.

    songrnn convert tune.mid tune.abc
    """
    manner = Manner(via, accompany, soundfont)
    if target == _STANDARD_OUTPUT:
        _print(sources, number or 0, manner)
        return
    writer_for(target, manner)
    check_place(target)
    for event in convert(sources, target, manner, number or 0):
        if isinstance(event, Said):
            click.echo(printable(event.remark), err=True)
        else:
            click.echo(f"{event.tunes} tune{'s' * (event.tunes != 1)} converted.", err=True)


def _print(sources: Sequence[Path], number: int, manner: Manner) -> None:
    count = 0
    for event in abc(sources, number, manner):
        if isinstance(event, Said):
            click.echo(printable(event.remark), err=True)
            continue
        count += 1
        text = entry(event.abc, count)
        click.echo(printable(text) if sys.stdout.isatty() else text, nl=False)
