"""songrnn neurons: which unit follows what, as a ranked table, as JSON, or as a page with a picture of each winner."""

import json
from dataclasses import asdict
from pathlib import Path
from statistics import median
from textwrap import wrap
from typing import Any

import click

from songrnn.actions.effects import effect, figure, interval, name
from songrnn.actions.neurons import LEAST, LEAST_CONTROLS, SPLITS, Neurons, Order, best, summary
from songrnn.actions.neurons import neurons as search
from songrnn.actions.pages import check_suffix, write_page
from songrnn.cli.counting import counting
from songrnn.cli.options import check_place, complete_corpus, model_argument
from songrnn.errors import UsageError
from songrnn.printable import one_line, printable
from songrnn.probe.export import finite
from songrnn.probe.findings import Finding
from songrnn.session import Session

VERSION = 1  # of the JSON
_WIDTH = 100
_USUAL = Order()
_MOST_TUNES, _MOST_CONTROLS, _MOST_UNITS = 100_000, 1_000, 100
_FILE = click.Path(dir_okay=False, path_type=Path)


def _complete_feature(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from songrnn.probe.features import FEATURES, WORD_FEATURES

    return [name for name in dict.fromkeys([*FEATURES, *WORD_FEATURES]) if name.startswith(incomplete)]


@click.command(short_help="Find the units that follow bars, keys, repeats...")
@model_argument
@click.argument("corpus", default="", required=False, shell_complete=complete_corpus)
@click.option("--split", type=click.Choice(SPLITS), default=_USUAL.split, show_default=True,
              help="The tunes to read; held-out is valid and test.")  # fmt: skip
@click.option("--tunes", type=click.IntRange(LEAST, _MOST_TUNES), default=_USUAL.tunes, show_default=True,
              help="The most tunes to read; half of them confirm what the other half shows.")  # fmt: skip
@click.option("--controls", type=click.IntRange(LEAST_CONTROLS, _MOST_CONTROLS), default=_USUAL.controls,
              show_default=True, help="Random networks that are searched beside the model.")  # fmt: skip
@click.option("--top", type=click.IntRange(1, _MOST_UNITS), default=_USUAL.top, show_default=True,
              help="The best units of each feature.")  # fmt: skip
@click.option("--feature", "features", multiple=True, metavar="NAME", shell_complete=_complete_feature,
              help="Only what follows this; may be given again.")  # fmt: skip
@click.option("--seed", type=int, default=_USUAL.seed, show_default=True,
              help="Draws tunes, halves and random networks.")  # fmt: skip
@click.option("-o", "--output", type=_FILE, help="A page with pictures: .html, or .md with its files beside it.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
@click.pass_obj
def neurons(
    session: Session, model: str, corpus: str, split: str, tunes: int, controls: int, top: int,
    features: tuple[str, ...], seed: int, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Which units of MODEL follow what in the tunes of CORPUS, which is the corpus it learned from if not given.

    Every unit's output and memory is compared with what is known about every character: where it stands in its bar,
    its key, its pitch, the way to the end. The best are sought in one half of the tunes, measured in the other, and
    told only where they are beyond the best units of random networks.

    songrnn neurons folk -o report.html
    """
    if output:
        if as_json:
            raise UsageError("--json writes to standard output; give it or -o, not both.")
        check_suffix(output)
        check_place(output)
    trained = session.model(model)
    with counting() as show:
        found = search(trained, Order(corpus, split, tunes, controls, top, features, seed), show)
    for remark in found.remarks:
        click.echo(printable(remark), err=True)
    if output:
        from songrnn.actions.neurons_page import page

        with counting() as show:
            drawn = page(trained, one_line(model), found, show)
        click.echo(str(write_page(drawn, output)))
    else:
        click.echo(
            json.dumps({**values(found), "model": model}, allow_nan=False) if as_json else "\n".join(lines(found))
        )


def lines(found: Neurons) -> list[str]:
    """The ranked table, a line a feature, and below it what its columns mean and what no unit follows."""
    told = found.told
    rows = (
        [*_HEADS, *(_row(finding) for finding in told)]
        if told
        else ["No unit follows anything beyond random networks."]
    )
    return [*wrap(summary(found), _WIDTH), "", *rows, "", *((*_LEGEND, "") if told else ()), *_rest(found)]


_HEADS = (
    f"{'':53}{'random nets':13}probe of a layer",
    f"{'feature':18}{'unit':8}{'effect':14}{'95 %':12}{'median':>6}{'most':>6}  {'model':9}{'random':8}also",
)
_LEGEND = (
    "AUC     how often the unit is higher where the feature holds than where it does not; low: lower",
    "rho     Spearman's rank correlation; in both, 95 % is an interval over tunes",
    "random  the best unit of each random network; what stands here is beyond them (FDR 5 %)",
    "probe   what can be read off all h of the layer named, which the searching half chose; and off that",
    "        of a random network. A unit that is best by its memory c may reach more than a probe of h",
    "also    further units beyond random networks, best first",
)


def _row(finding: Finding) -> str:
    score = best(finding)
    random = [figure(finding, some(finding.control)) for some in (median, max)]
    further = ", ".join(name(one) for one in finding.scores if one.significant and one is not score)
    cells = (
        f"{finding.feature:18}{name(score):8}{effect(finding, score):14}{interval(finding, score):12}"
        f"{random[0]:>6}{random[1]:>6}  {_knows(finding):17}{further}"
    )
    return one_line(cells.rstrip(), _WIDTH)


def _knows(finding: Finding) -> str:
    """The layer whose probe did best on the searching half, what it reaches, and what that of a random network does."""
    if not finding.knowledge:
        return ""
    reached, *random = (
        figure(finding, known[finding.layer - 1]) for known in (finding.knowledge, finding.knowledge_control) if known
    )
    return f"{finding.layer}: {reached:6}{''.join(random)}"


def _rest(found: Neurons) -> list[str]:
    return [line for what, names in found.rest() for line in wrap(f"{what}: {', '.join(names)}.", _WIDTH)]


def values(found: Neurons) -> dict[str, Any]:
    """All figures as JSON values, findings in the order of the table, those that are none last.

    An effect is 2 AUC - 1 or Spearman's rho, as `kind` says; `control` are absolute values, one a random network. Small
    p and q rest on the bests of random networks being log-normal: tell those below 0.001 as no more than that.
    """
    return {
        "version": VERSION, "effects": "yes/no: 2 AUC - 1; number: Spearman's rho",
        "corpus": found.corpus, "split": found.order.split, "seed": found.order.seed,
        "there": found.there, "read": len(found.tunes.symbols), "pieces": found.findings.pieces,
        "units": found.findings.units, "controls": found.findings.controls, "remarks": found.remarks,
        "findings": [_finding(found, one) for one in (*found.told, *found.untold)],
    }  # fmt: skip


def _finding(found: Neurons, finding: Finding) -> dict[str, Any]:
    record: dict[str, Any] = _finite({**asdict(finding), "meaning": found.asked[finding.feature].meaning})
    for shown, score in zip(record["scores"], finding.scores, strict=True):
        shown["unit"] = str(score.unit)
    return record


def _finite(value: Any) -> Any:
    """The same with None for what is no number."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    return finite(value) if isinstance(value, float) else value
