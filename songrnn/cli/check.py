"""songrnn check: what is wrong with tunes, where, and what to do."""

import json
from pathlib import Path

import click

from songrnn.actions.check import Checked
from songrnn.actions.check import check as check_file
from songrnn.errors import MusicError
from songrnn.printable import one_line


@click.command(short_help="Say what is wrong with tunes, and where.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True, help="Errors only, without warnings and remarks.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a tune.")
def check(files: tuple[Path, ...], errors: bool, as_json: bool) -> None:
    """Read the ABC tunes of FILES and say what is wrong, as file:line:column.

    An error is music that cannot be read as it is written, a warning is what players would stumble over (a bar of a
    wrong length), a remark is what is left out. With an error in any tune the exit code is 3.

    songrnn check tunes.abc
    """
    tunes = broken = 0
    for path in files:
        for checked in check_file(path):
            tunes += 1
            broken += not checked.is_valid
            _show(checked, errors_only=errors, as_json=as_json)
    if broken:
        raise MusicError(f"Of {tunes} tunes {broken} cannot be read as written; the lines above say where and why.")
    click.echo(f"{tunes} tune{'s' * (tunes != 1)}, no errors.", err=True)


def _show(checked: Checked, *, errors_only: bool, as_json: bool) -> None:
    said = [one for one in checked.diagnostics if one.severity == "error" or not errors_only]
    if as_json:
        keys = ("severity", "line", "column", "what", "advice")
        record = [{key: getattr(one, key) for key in keys} for one in said]
        about = {"file": str(checked.path), "tune": checked.number, "line": checked.line, "valid": checked.is_valid}
        click.echo(json.dumps({**about, "diagnostics": record}))
        return
    for one in said:
        advice = f"; {one.advice}" if one.advice else ""
        place = f"{one_line(str(checked.path), 200)}:{one.line}:{one.column}"
        click.echo(f"{place}: {one.severity}: {one_line(one.what, 200)}{advice}")
