"""songrnn models: list and show."""

import json
from typing import Any

import click

from songrnn.cli.group import Group
from songrnn.cli.options import model_argument
from songrnn.errors import CheckpointError
from songrnn.printable import one_line, printable
from songrnn.session import find_model, model_names


@click.group(cls=Group, short_help="Look at trained models.")
def models() -> None:
    """Look at trained models: those that songrnn ships and those in your own models folder (SONGRNN_MODELS)."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """The models that can be named. A damaged one is remarked on and left out."""
    from songrnn.checkpoint import describe

    found = {}
    for name in model_names():
        try:
            found[name] = describe(find_model(name))
        except CheckpointError as error:
            click.echo(printable(f"{name}: {error}"), err=True)
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, about in found.items():
        click.echo(printable(f"{name:16} {_line(about)}"))


def _line(about: dict[str, Any]) -> str:
    shape = about["family"]["settings"]
    network = f"{shape.get('cell', about['family']['name'])} {shape.get('layers', '?')}×{shape.get('width', '?')}"
    learned = one_line(str(about.get("corpus", {}).get("title", "unknown corpus")))
    return f"{network}, {about['codec']['name']}, {learned}"


@models.command()
@model_argument
def show(model: str) -> None:
    """The card of MODEL."""
    from songrnn.checkpoint import CARD, describe

    folder = find_model(model)
    card = folder / CARD
    whole = card.is_file()
    text = card.read_text(encoding="utf-8", errors="replace") if whole else json.dumps(describe(folder), indent=1)
    click.echo(printable(text.rstrip("\n")))
