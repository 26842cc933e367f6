"""songrnn train: progress on standard error, the folder of the best checkpoint on standard output."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from songrnn.actions.train import Begun, Order
from songrnn.actions.train import train as run
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.cli.options import corpus_argument
from songrnn.cli.stopping import asking

if TYPE_CHECKING:
    from songrnn.cli.progress import Watcher


@click.command(short_help="Train a model on a corpus.")
@corpus_argument
@click.option("-r", "--recipe", default="char-lstm", show_default=True, help="Named settings.")
@click.option("--size", default="base", show_default=True, help="tiny, small, base or large.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Such as train.rate=1e-3.")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="The run's folder."
)
@click.option("--resume", is_flag=True, help="Go on where the run in that folder stopped.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
@click.pass_context
def train(
    ctx: click.Context, corpus: str, recipe: str, size: str, settings: tuple[str, ...], output: Path, resume: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Train on CORPUS: the name of a corpus, a folder that was built, or a file or folder of music of any kind.

    The run's folder gets checkpoints, history.jsonl and loss.png as it goes. Ctrl-C saves and stops; --resume goes on.

    songrnn train folk -o runs/folk --size small
    """
    from songrnn.cli.progress import make_watcher

    watcher = make_watcher(sys.stderr)
    with asking() as asked:
        why = _follow(run(Order(corpus, recipe, size, settings, output, resume), lambda: bool(asked)), watcher)
    _result(output, why, as_json=as_json)
    if why == "interrupted":
        ctx.exit(INTERRUPTED)


def _follow(events: Iterator[Any], watcher: "Watcher") -> str:
    from songrnn.train.events import Finished

    why = ""
    with watcher:
        for event in events:
            if isinstance(event, Begun):
                watcher.begin(event)
            else:
                watcher.see(event)
            if isinstance(event, Finished):
                why = event.why
    return why


def _result(folder: Path, why: str, *, as_json: bool) -> None:
    from songrnn.checkpoint import describe
    from songrnn.session import find_model

    best = find_model(str(folder))
    if as_json:
        click.echo(json.dumps({"checkpoint": str(best), "ended": why, **describe(best)["metrics"]}))
    else:
        click.echo(str(best))
