"""songrnn reproduce: progress on standard error, the path of the page on standard output."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import click

from songrnn.actions.reproduce import Order, Page, Turn
from songrnn.actions.reproduce import reproduce as run
from songrnn.actions.train import Begun
from songrnn.actions.writing import Counted
from songrnn.cli.counting import counting
from songrnn.cli.mistakes import INTERRUPTED
from songrnn.cli.options import corpus_argument
from songrnn.cli.stopping import asking

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(short_help="Repeat a published study, from music to a page.")
@click.argument("study")
@corpus_argument
@click.option("--size", default="base", show_default=True, help="tiny, small, base (as reported) or large.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Of every run, such as train.epochs=2.")
@click.option("--jobs", type=click.IntRange(1), help="Processes of a sweep at once.  [default: one a processor]")
@click.option("-o", "--output", required=True, type=_FOLDER, help="The folder of the runs and of report.html.")
@click.pass_context
def reproduce(
    ctx: click.Context, study: str, corpus: str, size: str, settings: tuple[str, ...], jobs: int | None, output: Path
) -> None:
    """Train on CORPUS what STUDY trained, beside what mends it, and write a page about both.

    STUDY is szeto, cha-vocabulary, cha-notestate, zhang, rajaraman or radulovic. Ctrl-C saves and stops; the same
    command goes on where it was.

    songrnn reproduce zhang midis/ -o studies/zhang
    """
    with asking() as asked:
        page = _follow(run(Order(study, corpus, output, size, settings, jobs or 0), lambda: bool(asked)))
    if page is None:
        ctx.exit(INTERRUPTED)
    click.echo(str(page))


def _follow(events: Iterator[Any]) -> Path | None:
    """Show events as the commands do that the parts are of; returns the page's path."""
    watcher: Any = None
    with ExitStack() as shown:
        for event in events:
            if isinstance(event, Page):
                return event.path
            if isinstance(event, Turn):
                shown.close()
                click.echo(f"{event.name}:", err=True)
                watcher = shown.enter_context(_watcher(event.kind))
            elif isinstance(event, Begun):
                watcher.begin(event)
            elif isinstance(event, Counted):
                watcher(event.what, event.done, event.total)
            else:
                watcher.see(event)
    return None


def _watcher(kind: str) -> AbstractContextManager[Any]:
    from songrnn.cli.progress import make_watcher
    from songrnn.cli.sweep import watcher

    if kind == "train":
        return make_watcher(sys.stderr)
    return watcher() if kind == "sweep" else counting()
