"""songrnn study: progress on standard error, the path of the page on standard output."""

from pathlib import Path

import click

from songrnn.actions import study as action
from songrnn.actions.generate import RULES, Wish
from songrnn.actions.pages import check_suffix
from songrnn.actions.writing import Counted
from songrnn.cli.counting import counting
from songrnn.cli.options import check_place, head_temperatures, reports

_FILE = click.Path(dir_okay=False, path_type=Path)
_MOST = 1_000


@click.command(short_help="Write a page about runs.")
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("-o", "--output", required=True, type=_FILE, help="The page: .html, or .md with its files beside it.")
@click.option("--samples", type=click.IntRange(0, _MOST), default=action.SAMPLES, show_default=True,
              help="Tunes of a model that are shown.")  # fmt: skip
@click.option("--tunes", type=click.IntRange(0, _MOST), default=action.TUNES, show_default=True,
              help="Tunes of a model that are measured.")  # fmt: skip
@click.option("--originality/--no-originality", default=True, help="Look for what the training pieces hold too.")
@click.option("-T", "--temperature", type=float, default=None, help="If not given 0.8, and 1 for a model of grids.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the first tune; the next ones follow.")
@click.option("--length", type=int, default=None, help="Longest tune, in symbols.")
@click.option("--rules", type=click.Choice(RULES), default="off", show_default=True, help="What must be kept.")
@reports
def study(
    runs: tuple[str, ...], output: Path, samples: int, tunes: int, originality: bool, temperature: float | None,
    seed: int, length: int | None, rules: str, rank: int, threshold: float, heads: tuple[str, ...], excerpt: int,
) -> None:  # fmt: skip
    """Write a page about RUN..., the folders of runs or sweeps: curves, tables, pictures, samples with score and sound.

    What the reports that songrnn's recipes follow have printed stands beside what was reached. The best models write
    tunes, by default without rules, so that a model is seen as it is.

    songrnn study runs/lstm runs/rnn -o report.html
    """
    wish = Wish(
        temperature, seed=seed, length=length, rules=rules, rank=rank, threshold=threshold,
        heads=head_temperatures(heads), excerpt=excerpt,
    )  # fmt: skip
    check_suffix(output)
    check_place(output)
    made = None
    with counting() as show:
        for event in action.study(action.Order(runs, wish, samples, tunes, originality)):
            if isinstance(event, Counted):
                show(event.what, event.done, event.total)
            else:
                made = event
    assert made is not None
    click.echo(str(action.write(made, output)))
