"""songrnn evaluate: figures beside baselines, what written tunes copy and how far they lie, as tables or JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from songrnn.actions.evaluate import Evaluation
from songrnn.actions.evaluate import evaluate as measure
from songrnn.cli.counting import counting
from songrnn.cli.options import check_place, corpus_argument, model_argument
from songrnn.cli.originality import originality_options
from songrnn.corpus.split import NAMES
from songrnn.errors import MusicError
from songrnn.printable import printable
from songrnn.session import Session

if TYPE_CHECKING:
    from songrnn.actions.originality import Originality
    from songrnn.checkpoint import Trained
    from songrnn.evaluate.distance import Distance
    from songrnn.music.piece import Piece


@click.command(short_help="Measure a model on a corpus.")
@model_argument
@corpus_argument
@click.option("--split", type=click.Choice(NAMES), default="test", show_default=True, help="The pieces to measure on.")
@click.option("--baselines/--no-baselines", default=True, help="Fit the counted baselines on the training split.")
@click.option("--windows", is_flag=True, help="Also the 30-character-window figure of the course reports.")
@originality_options
@click.option(
    "--distance", is_flag=True, help="Also how far the pitches, intervals and lengths of tunes it writes lie."
)
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="A PNG of what --distance compares.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.pass_obj
def evaluate(
    session: Session, model: str, corpus: str, split: str, baselines: bool, windows: bool, originality: bool,
    tunes: int, distance: bool, picture: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Nats and bits a character of MODEL on the held-out pieces of CORPUS.

    Every character of every piece counts, and its end as one more; the state begins anew with each piece. Figures are
    a character's of the text that the symbols say, so models of characters, tokens and subwords compare. Those of notes
    are a note's, of piano rolls a step's. --originality and --distance measure tunes that the model writes.
    """
    if picture:
        check_place(picture)
    trained = session.model(model)
    result = measure(trained, corpus, split, baselines=baselines, windows=windows)
    for remark in result.remarks:
        click.echo(printable(remark), err=True)
    written = _written(trained, tunes) if originality or distance or picture else []
    copies = _originality(trained, corpus, split, written) if originality else None
    lie = None
    if distance or picture:
        try:
            lie = _distance(trained, corpus, split, written)
        except MusicError:
            click.echo("None of the tunes that it wrote has a note, so there is no distance.", err=True)
    if lie and picture:
        from songrnn.evaluate.pictures import draw_distance

        draw_distance(lie, picture)
        click.echo(f"written: {picture}", err=True)
    click.echo(json.dumps(_values(result, copies, lie)) if as_json else "\n\n".join(_tables(result, copies, lie)))


def _written(trained: "Trained", count: int) -> "list[Piece]":
    from songrnn.actions.generate import Wish
    from songrnn.actions.writing import write

    pieces: list[Piece] = []
    with counting() as show:
        for event in write(trained, count, Wish(), pieces):
            show(event.what, event.done, event.total)
    return pieces


def _originality(trained: "Trained", corpus: str, split: str, written: "list[Piece]") -> "Originality":
    from songrnn.actions.material import learned
    from songrnn.actions.originality import Originality
    from songrnn.actions.originality import measure as compare

    with counting() as show:
        for event in compare(written, trained.spoken, learned(trained, corpus), split):
            if isinstance(event, Originality):
                return event
            show(event.what, event.done, event.total)
    raise AssertionError("it ends with what was measured")


def _distance(trained: "Trained", corpus: str, split: str, written: "list[Piece]") -> "Distance":
    from songrnn.actions.distance import distance, heard
    from songrnn.actions.material import learned

    sounding = heard((piece.text for piece in written), trained.spoken)
    return distance(learned(trained, corpus), sounding, split=split)


def _values(result: Evaluation, copies: "Originality | None", lie: "Distance | None") -> dict[str, Any]:
    from songrnn.cli.originality import values

    found = asdict(result)
    found |= {"originality": values(copies)} if copies else {}
    return found | ({"distance": asdict(lie)} if lie else {})


def _tables(result: Evaluation, copies: "Originality | None", lie: "Distance | None") -> list[str]:
    from songrnn.cli.originality import lines

    tables = [_table(result) if result.unit == "character" else _figures(result)]
    if copies:
        tables.append("\n".join(lines(copies)))
    if lie:
        from songrnn.cli.distance import table

        tables.append(table(lie))
    return tables


def _figures(result: Evaluation) -> str:
    """The figures of a model of notes or grids, one a line."""
    head = f"{printable(result.corpus)}, {result.split}: {result.pieces} pieces, {result.count:,} {result.unit}s"
    ends = " and ends" if result.unit == "note" else ""
    lines = [f"{name:20}{value:10.4f}" for name, value in result.rows[0].figures.items()]
    return "\n".join([f"{head}{ends}; a {result.unit}'s in the mean", *lines])


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
