"""songrnn corpus: list, stats, check, build."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from songrnn.actions import build as building
from songrnn.actions import corpus as actions
from songrnn.cli.counting import counting
from songrnn.cli.group import Group
from songrnn.cli.options import complete_corpus
from songrnn.corpus.build import Corpus, Tally
from songrnn.corpus.preparation import KEYS, NOTATIONS, TRACKS, Preparation
from songrnn.corpus.split import Shares
from songrnn.printable import one_line, printable

_CORPUS = click.argument("name", metavar="CORPUS", shell_complete=complete_corpus)
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_SHOWN = 8  # kinds of something


@click.group(cls=Group, short_help="Look at corpora, check and build them.")
def corpus() -> None:
    """Look at corpora, and build them.

    CORPUS is a shipped corpus's name, a folder that was built, or a file or folder of music.
    """


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
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="A folder for pictures.")
@_JSON
def stats(name: str, output: Path | None, as_json: bool) -> None:
    """What a corpus holds, what was mended in it, and what was dropped and why, with examples.

    With -o also as pictures: how durations, pitches and lengths are spread, and a piece as a piano roll.
    """
    found = actions.stats(name, output)
    for path in found.pictures:
        click.echo(f"written: {path}", err=True)
    if as_json:
        report = found.corpus.report
        examples = {what: tally.examples for what, tally in (report.mended | report.dropped).items()}
        values = {"name": found.corpus.name, **found.corpus.record(), **found.counts.values(), "examples": examples}
        click.echo(json.dumps(values))
        return
    click.echo(printable("\n".join(_stats(found))))


def _stats(found: actions.Stats) -> list[str]:
    corpus, record, counts = found.corpus, found.corpus.record(), found.counts.values()
    lines = [corpus.title, f"licence: {corpus.licence}", f"read {corpus.report.read} pieces"]
    for name in corpus.splits:
        part = record[name]
        symbols = f" {part['symbols']:9,} symbols" if "symbols" in part else ""
        symbols += f" ({part['changed']:,} for what the codec cannot write)" if part.get("changed") else ""
        lines.append(
            f"  {name:6} {part['pieces']:6} pieces {part['characters']:9,} characters{symbols}   {part['sha256']}"
        )
    used = f", {found.vocabulary} different symbols in training" if found.vocabulary else ""
    lines.append(f"written in {corpus.notation}{used}")
    lines += [f"{what:8} {_kinds(counts[what])}" for what in ("sources", "rhythms", "meters", "keys")]
    for what, unit in (("length", "whole notes"), ("size", "notes"), ("pitch", "MIDI")):
        if counts[what]:
            least, middle, greatest = counts[what].values()
            lines.append(f"{what:8} from {least} to {greatest}, half at most {middle} {unit}")
    lines.append(f"{'lasting':8} {_kinds(counts['durations'])}")
    for head, tallies in (("mended", corpus.report.mended), ("dropped", corpus.report.dropped)):
        lines.append(f"{head} {sum(tally.count for tally in tallies.values())}")
        lines += [_tally(what, tally) for what, tally in sorted(tallies.items(), key=lambda item: -item[1].count)]
    return lines


def _kinds(counts: dict[str, int]) -> str:
    shown = [f"{one_line(name, 30)} {times}" for name, times in list(counts.items())[:_SHOWN]]
    more = f", and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else ""
    return ", ".join(shown) + more


def _tally(what: str, tally: Tally) -> str:
    return f"  {tally.count:6} {one_line(what, 90)}\n{'':9}for example {one_line('; '.join(tally.examples), 110)}"


@corpus.command()
@_CORPUS
@_JSON
@click.pass_context
def check(ctx: click.Context, name: str, as_json: bool) -> None:
    """Whether a corpus is what its manifest records, and whether its splits are fair.

    Music that is also in the training split is a leak: exit code 1, as for differences. Splits that hold music of
    other kinds than the training split are pointed out.
    """
    checked = actions.check(name)
    if as_json:
        click.echo(json.dumps({"differences": checked.differences, **asdict(checked.diagnosis)}))
    else:
        click.echo(printable("\n".join(_diagnosis(checked))))
    many = "1 difference" if len(checked.differences) == 1 else f"{len(checked.differences)} differences"
    known = "as recorded" if checked.recorded else "nothing recorded to compare with"
    click.echo(f"{printable(name)}: {many if checked.differences else known}", err=True)
    ctx.exit(1 if checked.differences or checked.leaks else 0)


def _diagnosis(checked: actions.Checked) -> Iterator[str]:
    yield from checked.differences
    for leak in checked.diagnosis.leaks:
        yield (
            f"{leak.split}: of {leak.pieces} pieces {leak.begins} begin like a training piece, "
            f"{leak.shares} share most of their passages with training pieces"
        )
        for example in leak.examples:
            yield f"    {one_line(example, 110)}"
    for shift in checked.diagnosis.shifts:
        told = "; ".join(
            f"{one_line(kind, 24)} {here:.0%} in train, {there:.0%} here" for kind, here, there in shift.common
        )
        sign = "differs" if shift.stands_out else "alike"
        yield f"{shift.split}, {shift.kind}: {sign}, distance {shift.distance:.2f} (by chance up to {shift.chance:.2f})"
        if shift.stands_out:
            yield f"    {told}"


_FOLDER = click.Path(file_okay=False, path_type=Path)
_CODEC_HELP = "Write symbols too: characters, tokens, subwords, words, events, rolls, states."
_NEAR = click.Choice(("dropped", "grouped"))


@corpus.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, shell_complete=complete_corpus)
@click.option("-o", "--output", required=True, type=_FOLDER, help="The corpus's folder.")
@click.option("--codec", default="", help=_CODEC_HELP)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Of the codec, such as size=1000.")
@click.option("--notation", type=click.Choice(NOTATIONS), help="Of the pieces.  [default: what the codec takes]")
@click.option("--clean", is_flag=True, help="Clean ABC as the default corpus is cleaned.")
@click.option("--ties/--no-ties", default=True, help="Note words: tie what sounds on, or end it.")
@click.option("--durations/--no-durations", default=True, help="Note words: say how long they last.")
@click.option("--grid", type=int, default=48, show_default=True, help="Shortest step of played notes; 0: as played.")
@click.option("--drums", is_flag=True, help="Keep players of drums.")
@click.option("--channel", "channels", type=int, multiple=True, help="Only this MIDI channel, from 1.")
@click.option("--program", "programs", type=int, multiple=True, help="Only this General MIDI program, from 0.")
@click.option("--player", "names", multiple=True, help="Only players whose name holds this.")
@click.option("--class", "classes", multiple=True, help="Only this Slakh class, such as Piano.")
@click.option("--most-used", type=int, default=0, help="Only so many players, those with the most notes.")
@click.option(
    "--tracks", type=click.Choice(TRACKS), default="merged", show_default=True, help="Players as one, or each."
)
@click.option("--key", type=click.Choice(KEYS), default="kept", show_default=True, help="c: C or A minor; all: twelve.")
@click.option("--longest-rest", type=float, default=4, show_default=True, help="Whole notes of silence; 0 for any.")
@click.option("--fewest-notes", type=int, default=8, show_default=True, help="Shorter pieces are dropped.")
@click.option("--near", type=_NEAR, default="dropped", show_default=True, help="What becomes of near-duplicates.")
@click.option("--valid", type=float, default=0.05, show_default=True, help="Share of the validation split.")
@click.option("--test", type=float, default=0.05, show_default=True, help="Share of the test split.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the split.")
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes that read.  [default: one a processor]")
@_JSON
def build(
    sources: tuple[str, ...], output: Path, codec: str, settings: tuple[str, ...], notation: str | None, valid: float,
    test: float, seed: int, workers: int, as_json: bool, **prepared: Any,
) -> None:  # fmt: skip
    """Make a corpus of music: clean, split, documented, in any representation.

    SOURCE is a file or folder of ABC, MIDI (Lakh, Slakh, POP909 or any tree), MusicXML, MusicNet, Bach Doodle, JSB,
    folk-rnn tokens, note words; or the name of a shipped corpus. A second build does anew only what has changed.

    songrnn corpus build midis/ -o corpora/mine --codec words
    """
    how = Preparation(notation or building.notation_for(codec), **prepared)
    order = building.Order(sources, output, how, Shares(valid, test, seed), codec, building.coding(settings), workers)
    built = None
    with _progress() as show, closing(building.build(order)) as events:  # an interruption ends the workers at once
        for event in events:
            built = event if isinstance(event, building.Built) else show(event)
    assert built is not None
    _result(built.corpus, as_json=as_json)


def _result(built: Corpus, *, as_json: bool) -> None:
    dropped = sum(tally.count for tally in built.report.dropped.values())
    counts = ", ".join(f"{part['pieces']:,} {name}" for name, part in built.record().items() if name in built.splits)
    shown = one_line(str(built.folder), 200)
    click.echo(f"read {built.report.read:,}, dropped {dropped:,}: {counts}", err=True)
    for name in built.splits:
        part = built.record()[name]
        if part.get("changed"):
            share = part["changed"] / max(part["symbols"], 1)
            click.echo(f"{name}: {share:.1%} of the symbols stand for what the codec cannot write", err=True)
    click.echo(f"songrnn corpus stats {shown} says what was dropped, and why", err=True)
    click.echo(json.dumps({"folder": str(built.folder), **built.record()}) if as_json else str(built.folder))


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on a terminal, a plain line now and then elsewhere."""
    with counting() as line:

        def show(event: building.Read | building.Encoding) -> None:
            if isinstance(event, building.Read):
                again = f", {event.reused:,} of them from before" if event.reused else ""
                said = f"{event.jobs:,} files{again}; {event.pieces:,} pieces  {one_line(event.name, 40)}"
                line(said, event.jobs, event.total)
            else:
                line(f"encoding {event.split}", 0, 0)

        yield show
