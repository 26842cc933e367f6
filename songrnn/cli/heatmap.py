"""songrnn heatmap: a unit's activation under every character, on the terminal or as a picture."""

import json
import os
import sys
from pathlib import Path
from typing import Literal

import click

from songrnn.actions.heatmap import Heat
from songrnn.actions.heatmap import heatmap as measure
from songrnn.cli.options import check_place, model_argument, text_argument
from songrnn.corpus.sources import first_tune
from songrnn.errors import UsageError
from songrnn.printable import one_line, printable
from songrnn.session import Session

Colours = Literal["truecolor", "256", "none"]


@click.command(short_help="Show what a unit does under every character.")
@model_argument
@click.argument("tune")
@click.option("--unit", required=True, metavar="LAYER:INDEX", help="Layers count from 1, units from 0.")
@click.option("--signal", type=click.Choice(["h", "c"]), default="h", show_default=True, help="Output, or memory.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A picture, .png.")
@click.option("--json", "as_json", is_flag=True, help="Characters and values as JSON.")
@click.pass_obj
def heatmap(
    session: Session, model: str, tune: str, unit: str, signal: str, output: Path | None, as_json: bool
) -> None:
    """The activation of a unit of MODEL while it reads TUNE: ABC text, the name of a file, or - for standard input.

    Of a file with several tunes the first is read. Colours follow the terminal; NO_COLOR and pipes get plain signs.

    songrnn heatmap folk tune.abc --unit 2:37 -o unit.png
    """
    if output and as_json:
        raise UsageError("--json writes to standard output; give it or -o, not both.")
    if output:
        check_picture(output)
    text = first_tune(text_argument(tune))
    heat = measure(session.model(model), text, unit, signal)
    for remark in heat.remarks:
        click.echo(printable(remark), err=True)
    _show(heat, output, as_json=as_json)


def _show(heat: Heat, output: Path | None, *, as_json: bool) -> None:
    """Write a heatmap to a picture, or to standard output."""
    if output:
        paint_picture(heat, output)
        click.echo(str(output))
    elif as_json:
        record = {"unit": f"{heat.layer}:{heat.index}", "signal": heat.signal, "text": heat.text}
        click.echo(json.dumps({**record, "values": [round(float(value), 6) for value in heat.values]}))
    else:
        click.echo(paint_text(heat), color=True)


def check_picture(path: Path) -> None:
    """Whether a picture can be painted there; raises UsageError if not."""
    if path.suffix.lower() != ".png":
        raise UsageError(f"Cannot paint '{one_line(path.name)}'; give a name that ends in .png.")
    check_place(path)


def paint_picture(heat: Heat, path: Path) -> None:
    """A heatmap as a PNG."""
    from songrnn.probe.paint import png

    name = f"unit {heat.layer}:{heat.index}, signal {heat.signal}"
    png.paint(heat.text, heat.values, path, title=name, scale=heat.scale)


def paint_text(heat: Heat) -> str:
    """A heatmap for the terminal, safe to show as it is."""
    from songrnn.probe.paint import terminal

    return terminal.paint(heat.text, heat.values, colours=colours(), scale=heat.scale)


def colours() -> Colours:
    """What the terminal can show: truecolor, 256 or none."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return "none"
    return "truecolor" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else "256"
