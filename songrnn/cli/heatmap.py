"""songrnn heatmap: what a model does under a tune, on the terminal, as a picture, a page or data; and matching."""

import json
import math
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Literal

import click
from click.core import ParameterSource

from songrnn.actions import showing
from songrnn.actions.heatmap import Choice, liveliest, look, read
from songrnn.actions.matching import TUNES, Wish, match
from songrnn.cli.matching import lines, record
from songrnn.cli.options import check_place, complete_corpus, model_argument, tune_argument
from songrnn.corpus.sources import first_tune
from songrnn.errors import UsageError
from songrnn.printable import printable
from songrnn.probe.match import THRESHOLD
from songrnn.probe.paint.captions import KINDS
from songrnn.probe.signals import SIGNALS, parse_unit
from songrnn.session import Session

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.probe.signals import Unit
    from songrnn.probe.view import View

Colours = Literal["truecolor", "256", "none"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for, beside the model and the tune; "" and None are nothing in particular."""

    choice: Choice
    every: bool = False
    kind: str = ""
    dark: bool = False
    output: Path | None = None
    as_json: bool = False
    wish: Wish | None = None
    corpus: str = ""

    @property
    def suffix(self) -> str:
        """How the name of the file to write ends, "" without one."""
        return self.output.suffix.lower() if self.output else ""

    @property
    def picture(self) -> str:
        """The kind of picture: the one that was asked for, else the one that suits the units."""
        return self.kind or ("matrix" if self.every else "text")


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show, safe for a terminal and "" if it is in a file; remarks; the unit, if none was chosen."""

    result: str
    remarks: tuple[str, ...]
    unit: "Unit | None" = None


@click.command(short_help="Show what a model's units do under every character.")
@model_argument
@click.argument("tune")
@click.option("--unit", "units", multiple=True, metavar="LAYER:INDEX", help="Layers count from 1, units from 0.")
@click.option("--feature", default="", metavar="NAME", help="The unit that follows it best, such as bar-line.")
@click.option("--all", "every", is_flag=True, help="All units.")
@click.option(
    "--signal", type=click.Choice([*SIGNALS]), help="h output, c memory, g n candidate, a attention; else gates."
)
@click.option("--kind", type=click.Choice(KINDS), help="Units under the text, all units, guesses, or saturated gates.")
@click.option("--dark", is_flag=True, help="A dark .png; .svg and .html follow their reader.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A picture (.png, .svg), a page with everything in it (.html), or data (.npz, .csv, .json).",
)
@click.option("--json", "as_json", is_flag=True, help="The data, or what matches, as JSON.")
@click.option("--match", "passage", metavar="FROM:TO|TEXT", help="Which units mark a passage, and where else they do.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, min_open=True),
    default=THRESHOLD,
    show_default=True,
    help="Of --match: as far from 0 as this is on.",
)
@click.option(
    "--corpus", default="", shell_complete=complete_corpus, help="Where --match and pages look, if not in the model's."
)
@click.option(
    "--tunes", type=click.IntRange(1, 10_000), default=TUNES, show_default=True, help="Of --match: in so many tunes."
)
@click.pass_obj
def heatmap(
    session: Session, model: str, tune: str, units: tuple[str, ...], feature: str, every: bool, signal: str | None,
    kind: str | None, dark: bool, output: Path | None, as_json: bool, passage: str | None, threshold: float,
    corpus: str, tunes: int,
) -> None:  # fmt: skip
    """What the units of MODEL do while it reads TUNE: ABC text, the name of a file, or - for standard input.

    Of a file with several tunes the first is read. Colours follow the terminal; NO_COLOR and pipes get plain signs.
    --match takes symbols FROM to TO, counted from 0 without TO, or a text of the tune, whose first place is meant.

    songrnn heatmap folk tune.abc --unit 2:37 -o unit.png

    songrnn heatmap folk tune.abc -o everything.html
    """
    choice = Choice(tuple(map(parse_unit, units)), feature, signal or "")
    _check_given(matching=passage is not None)
    wish = None if passage is None else Wish(passage.replace("\\n", "\n"), threshold, corpus, tunes)
    asked = Asked(choice, every, kind or "", dark, output, as_json, wish, corpus)
    check(asked)
    text = first_tune(tune_argument(tune))
    shown = show(session.model(model), Path(model).name, text, asked)
    for remark in shown.remarks:
        click.echo(printable(remark), err=True)
    if shown.unit:
        hint = f"Unit {shown.unit} varies most; give --unit LAYER:INDEX, --feature NAME or --all for others."
        click.echo(hint, err=True)
    click.echo(printable(str(output)) if output else shown.result, color=True)


def _check_given(*, matching: bool) -> None:
    """Raise UsageError for options of --match that were typed without it; settings files may hold them."""
    context = click.get_current_context()
    for name in ("threshold", "tunes"):
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and not matching:
            raise UsageError(f"--{name} is of --match; give it with --match, or leave it out.")


def check(asked: Asked) -> None:
    """Raise UsageError for what does not go together, before anything is loaded."""
    choice, data = asked.choice, asked.as_json or asked.suffix in showing.DATA
    chosen = sum(map(bool, (choice.units, choice.feature, asked.every)))
    rules = (
        (chosen > 1, "--unit, --feature and --all each say which units; give one of them."),
        (asked.output and asked.as_json, "--json writes to standard output; give it or -o, not both."),
        (
            asked.wish and (chosen or asked.kind or asked.output),
            "--match prints which units do; give it without others.",
        ),
        (
            asked.wish and not math.isfinite(asked.wish.threshold),
            "--threshold is a distance from 0; give a number above 0, such as 0.3.",
        ),
        (
            asked.kind in ("beliefs", "gates") and (choice.units or choice.feature or choice.signal),
            f"--kind {asked.kind} is of no unit or signal; leave out --unit, --feature and --signal.",
        ),
        (
            asked.corpus and not asked.wish and asked.suffix != showing.PAGE,
            "--corpus says where else to look; give it with --match, or with -o and a name that ends in .html.",
        ),
        (asked.kind == "text" and asked.every, "--kind text shows units one by one; give --unit, or another kind."),
        (
            asked.dark and asked.suffix != ".png",
            "--dark is of pictures .png; others follow their reader; leave it out.",
        ),
        (
            asked.kind and (data or asked.suffix == showing.PAGE),
            "--kind is of pictures; pages and data hold all kinds.",
        ),
    )
    for broken, sentence in rules:
        if broken:
            raise UsageError(sentence)
    if asked.output:
        showing.check_suffix(asked.output)
        check_place(asked.output)


def show(trained: "Trained", name: str, tune: str, asked: Asked) -> Shown:
    """Look at a tune with a model of some name, and write or paint what was asked for."""
    view = look(trained, tune, asked.choice)
    view = replace(view, title=": ".join(filter(None, (name, view.title))))
    if asked.wish:
        return _matched(trained, view, asked)
    if asked.output and asked.suffix == showing.PAGE:
        said = showing.write_page(trained, view, read(trained, tune), asked.output, asked.corpus)
        return Shown("", (*view.remarks, *said))
    unit = None
    if asked.picture == "text" and not view.units and asked.suffix != ".npz":
        unit = liveliest(view.trace, view.signal)
        view = replace(view, units=(unit,))
    return Shown(_written(view, asked), view.remarks, unit)


def _matched(trained: "Trained", view: "View", asked: Asked) -> Shown:
    assert asked.wish
    found = match(trained, view, asked.wish)
    result = json.dumps(record(found)) if asked.as_json else "\n".join(lines(found))
    return Shown(result, (*view.remarks, *found.remarks))


def _written(view: "View", asked: Asked) -> str:
    """A view as a picture or as data, in the file that was asked for or else as text."""
    if asked.output and asked.suffix in showing.DATA:
        showing.write_data(view, asked.output)
    elif asked.output:
        showing.write_picture(view, asked.picture, asked.output, dark=asked.dark)
    elif asked.as_json:
        from songrnn.probe.export import to_json

        return to_json(view)
    else:
        from songrnn.probe.paint import terminal

        return terminal.paint(view, asked.picture, colours=colours(), width=_width())
    return ""


def _width() -> int:
    """Columns of the terminal, at most 200 of them are used; 100 if it does not say."""
    return min(get_terminal_size((100, 40)).columns, 200)


def colours() -> Colours:
    """What the terminal can show: truecolor, 256 or none."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return "none"
    return "truecolor" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else "256"
