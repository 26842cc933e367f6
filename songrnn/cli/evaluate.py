"""songrnn evaluate: figures beside baselines, as a table or JSON."""

import json
from dataclasses import asdict

import click

from songrnn.actions.evaluate import Evaluation
from songrnn.actions.evaluate import evaluate as measure
from songrnn.cli.options import corpus_argument, model_argument
from songrnn.corpus.split import NAMES
from songrnn.printable import printable
from songrnn.session import Session


@click.command(short_help="Measure a model on a corpus.")
@model_argument
@corpus_argument
@click.option("--split", type=click.Choice(NAMES), default="test", show_default=True, help="The pieces to measure on.")
@click.option("--baselines/--no-baselines", default=True, help="Fit the counted baselines on the training split.")
@click.option("--windows", is_flag=True, help="Also the 30-character-window figure of the course reports.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.pass_obj
def evaluate(
    session: Session, model: str, corpus: str, split: str, baselines: bool, windows: bool, as_json: bool
) -> None:
    """Nats and bits a character of MODEL on the held-out pieces of CORPUS.

    Every character of every piece counts, and its end as one more; the state begins anew with each piece. Figures are
    a character's of the text that the symbols say, so models of characters, tokens and subwords compare.
    """
    result = measure(session.model(model), corpus, split, baselines=baselines, windows=windows)
    for remark in result.remarks:
        click.echo(printable(remark), err=True)
    click.echo(json.dumps(asdict(result)) if as_json else _table(result))


def _table(result: Evaluation) -> str:
    lines = [
        f"{printable(result.corpus)}, {result.split}: {result.pieces} pieces, {result.count:,} characters and ends",
        f"{'':26}{'nats':>8}{'bits':>8}{'header':>9}{'body':>8}   nats or bits a character; header and body in nats",
    ]
    for row in result.rows:
        f = row.figures
        header = f"{f['header_nats']:9.4f}" if f["header_nats"] else f"{'none':>9}"
        lines.append(f"{row.name:26}{f['nats']:8.4f}{f['bits']:8.4f}{header}{f['body_nats']:8.4f}")
    if result.windows is not None:
        lines.append(f"{'model, 30-char windows':26}{result.windows:8.4f}{'':17}one random window a piece, empty state")
    return "\n".join(lines)
