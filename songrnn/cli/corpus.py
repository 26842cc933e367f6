"""songrnn corpus: list, stats, check, build."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from songrnn.actions import corpus as actions
from songrnn.cli.group import Group
from songrnn.cli.options import complete_corpus
from songrnn.corpus import catalogue
from songrnn.corpus.build import Corpus, Tally
from songrnn.printable import one_line, printable

_CORPUS = click.argument("name", metavar="CORPUS", shell_complete=complete_corpus)
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group(cls=Group, short_help="Look at corpora, check and write them.")
def corpus() -> None:
    """Look at corpora. CORPUS is a shipped corpus's name, or a file or folder of ABC or <start>/<end> text."""


@corpus.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """The corpora that songrnn ships."""
    found = actions.listed()
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found]))
    for item in found if not as_json else ():
        click.echo(f"{item.name:12} {item.title}\n{'':12} {item.licence}")


@corpus.command()
@_CORPUS
@_JSON
def stats(name: str, as_json: bool) -> None:
    """What a corpus holds, what was mended in it, and what was dropped and why, with examples."""
    built = catalogue.find(name)
    if as_json:
        examples = {what: tally.examples for what, tally in (built.report.mended | built.report.dropped).items()}
        click.echo(json.dumps({"name": built.name, **built.record(), "examples": examples}))
        return
    click.echo(printable("\n".join(_stats(built))))


def _stats(built: Corpus) -> list[str]:
    record = built.record()
    lines = [f"{built.title}", f"licence: {built.licence}", f"read {built.report.read} pieces"]
    for name in built.splits:
        part = record[name]
        lines.append(f"  {name:6} {part['pieces']:6} pieces {part['characters']:9,} characters   {part['sha256']}")
    for head, tallies in (("mended", built.report.mended), ("dropped", built.report.dropped)):
        lines.append(f"{head} {sum(tally.count for tally in tallies.values())}")
        lines += [_tally(what, tally) for what, tally in sorted(tallies.items(), key=lambda item: -item[1].count)]
    return lines


def _tally(what: str, tally: Tally) -> str:
    return f"  {tally.count:6} {one_line(what, 90)}\n{'':9}for example {one_line('; '.join(tally.examples), 110)}"


@corpus.command()
@_CORPUS
@click.pass_context
def check(ctx: click.Context, name: str) -> None:
    """Whether a shipped corpus, built here and now, is the one that its manifest records. Exit code 1 if not."""
    found = actions.check(name)
    for line in found:
        click.echo(printable(line))
    many = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    click.echo(f"{printable(name)}: {many if found else 'as recorded'}", err=True)
    ctx.exit(1 if found else 0)


@corpus.command()
@_CORPUS
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new folder.")
def build(name: str, output: Path) -> None:
    """Write the splits of a corpus as tunebooks: train.abc, valid.abc and test.abc."""
    for path in actions.write(catalogue.find(name), output):
        click.echo(str(path))
