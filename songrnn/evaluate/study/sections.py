"""A study as a page, section by section: overview, curves, standings, published figures, and what each model wrote.

Knows which tables and pictures a reader needs, and writes plain text; how it looks is left to html and markdown.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from songrnn.corpus.facts import heard_or_silent
from songrnn.evaluate.comparison import Spread as Quartiles
from songrnn.evaluate.distance import Distance
from songrnn.evaluate.diversity import Diversity
from songrnn.evaluate.study import pictures
from songrnn.evaluate.study.beside import duration, ours, reports
from songrnn.evaluate.study.difference import differences
from songrnn.evaluate.study.notes import notes as in_seconds
from songrnn.evaluate.study.page import Block, Code, File, Page, Section, Subheading, Table, Words
from songrnn.evaluate.study.runs import Row, Run, Setting, grounds, settings, short, varied
from songrnn.evaluate.study.study import MOST_SHOWN, Originality, Output, Sample, Study
from songrnn.music.piece import Piece
from songrnn.printable import one_line

_COLUMNS = ("model.cell", "corpus", "split.mixed")  # of the table of standings
_CURVES = ("nats", "bits", "header_nats", "body_nats", "loss", "a_symbol")  # which the curves show, or say again
_MOST_FIGURES = 9
_MOST_ROWS = 80
_LONGEST_SAMPLE = 3_000  # characters
_RUNS = (
    ("longest_verbatim", "longest run, notes"), ("longest_invariant", "… in any key, at any speed"),
    ("known_verbatim", "2-bar fragments known"), ("known_invariant", "… in any key, at any speed"),
)  # fmt: skip


def page(study: Study) -> Page:
    """The page of a study; sections that have nothing to show are left out."""
    runs = Section("Runs", tuple(_overview(study.runs)))
    many = len(study.runs) > MOST_SHOWN
    sections = [
        Section("What is left out", tuple(Words(remark, remark=True) for remark in study.remarks)),
        *([] if many else [runs]),
        Section("Comparison", tuple(_comparison(study.runs))),
        Section("Curves", tuple(_curves(study.runs))),
        Section("Beside the published figures", tuple(_beside(study))),
        Section("Figures of each epoch", tuple(_epochs(study.runs))),
        *(Section(f"Output of {one_line(one.run.name)}", tuple(_output(at, one)))
          for at, one in enumerate(study.outputs, start=1)),
        *([runs] if many else []),
        Section("Settings", tuple(_settings(study.runs))),
    ]  # fmt: skip
    return Page(study.title, tuple(section for section in sections if section.blocks))


_HEADS = (
    "run", "recipe", "corpus", "parameters", "epochs", "best at", "training", "validation", "per", "symbols/s", "time",
)  # fmt: skip


def _overview(runs: Sequence[Run]) -> Iterator[Block]:
    """A row for each run; what all of many have in common is said once."""
    shown = [_summary(run) for run in runs[:_MOST_ROWS]]
    shared = [
        at for at, column in enumerate(zip(*shown, strict=True)) if len(runs) > MOST_SHOWN and len({*column}) == 1
    ]
    rows = [tuple(cell for at, cell in enumerate(row) if at not in shared) for row in shown]
    told = ", ".join(f"{_HEADS[at]} {shown[0][at]}" for at in shared)
    caption = "Least figures of training and validation. Symbols are those of the codec."
    heads = tuple(head for at, head in enumerate(_HEADS) if at not in shared)
    yield Table(heads, tuple(rows), f"{caption} All have: {told}." if told else caption)
    if len(runs) > _MOST_ROWS:
        yield Words(f"The first {_MOST_ROWS} of {len(runs):,} runs are listed.", remark=True)


def _summary(run: Run) -> tuple[str, ...]:
    return (
        one_line(run.name), one_line(f"{run.recipe.get('name')} ({run.recipe.get('size')})"),
        one_line(str(run.corpus.get("title") or run.corpus.get("name"))),
        f"{run.parameters:,}" if run.parameters else "unknown",
        f"{float(run.rows[-1]['epoch']):.1f}", f"{float(run.best['epoch']):.1f}", f"{run.learned:.3f}",
        f"{run.reached:.3f}", run.per, f"{run.rate:,.0f}" if run.rate else "unknown",
        duration(run.seconds) if run.seconds else "unknown",
    )  # fmt: skip


def _settings(runs: Sequence[Run]) -> Iterator[Block]:
    """The settings of a few runs, side by side; of many the first one's, as what varies is told above."""
    shown = runs if len(runs) <= MOST_SHOWN else runs[:1]
    columns = [{**run.settings, **_splits(run)} for run in shown]
    names = dict.fromkeys(name for column in columns for name in column)
    rows = tuple((one_line(name), *(_value(column, name) for column in columns)) for name in names)
    of_all = "" if len(shown) == len(runs) else "Of the first run; what the others have otherwise stands above."
    yield Table(("setting", *(one_line(run.name) for run in shown)), rows, of_all)


def _value(column: Mapping[str, Any], name: str) -> str:
    return one_line(str(column[name]), 120) if name in column else ""


def _splits(run: Run) -> dict[str, str]:
    """What the corpus holds, split by split."""
    return {
        f"corpus, {name}": f"{found.get('pieces')} pieces"
        for name in ("train", "valid", "test")
        if isinstance(found := run.corpus.get(name), Mapping)
    }


def _curves(runs: Sequence[Run]) -> Iterator[Block]:
    """One picture for each measure and unit: figures of different kinds share no axis."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.per, []).append(run)
    for at, (per, group) in enumerate(groups.items(), start=1):
        what = f"Training and validation, {per}, of {_counted(len(group), 'run')} by epoch"
        yield File(f"curves-{at}.svg", pictures.curves(group), what)
    if len(groups) > 1:
        yield Words(f"Runs that are judged by different figures ({', '.join(groups)}) do not compare.", remark=True)


def _comparison(runs: Sequence[Run]) -> Iterator[Block]:
    for at, group in enumerate((one for one in _tables(runs) if len(settings(one)) > 1), start=1):
        found = settings(group)
        columns = [name for name in _COLUMNS if name in varied(group)]
        what = f"Best validation of each of {len(found)} settings, {group[0].per}, with the spread over seeds"
        yield File(f"standings-{at}.svg", pictures.standings(_named(found), columns), what)
        yield _standings(_named(found), columns)
    several = len(grounds(runs)) > 1
    for group in grounds(runs):
        for one in differences(group):
            yield Words((_where(group[0]) if several else "") + one.sentence(group[0].per))
            yield Words(f"Method: {one.how}.")
    if len(grounds(runs)) > 1 and len(grounds(runs)) < len(runs):
        yield Words(
            "Only runs that are judged by the same figure on the same validation split are set against each other.",
            remark=True,
        )


def _where(run: Run) -> str:
    """What runs were judged on, as the beginning of a sentence."""
    corpus = one_line(str(run.corpus.get("title") or run.corpus.get("name")))
    return f"{corpus}, {'split anew' if run.settings.get('split.mixed') else 'its own split'}: "


def _tables(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs that stand in one table: those of a figure, on whatever corpus, which has a column of its own."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        measure, unit, _, apart = run.ground
        groups.setdefault((measure, unit, apart), []).append(run)
    return list(groups.values())


def _named(found: Sequence[Setting]) -> list[Setting]:
    """Settings whose names say what a reader looks for: a recipe's name says no more where the cell is told."""
    told = found[0].varied
    if "model.cell" not in told or "recipe" not in told:
        return list(found)
    return [Setting({k: v for k, v in one.varied.items() if k != "recipe"}, one.runs) for one in found]


def _standings(found: Sequence[Setting], columns: Sequence[str]) -> Table:
    """A row for what varies, a column for each cell and corpus; the best of each column has a star."""
    kinds = list(dict.fromkeys(pictures.column_name(one, columns) for one in found))
    names = list(found[0].varied.keys() - set(columns))
    names = [name for name in found[0].varied if name in names]
    best = {kind: min(one.reached.mean for one in found if pictures.column_name(one, columns) == kind)
            for kind in kinds}  # fmt: skip
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for one in found:
        key = tuple(one_line(str(one.varied[name]), 40) for name in names)
        kind = pictures.column_name(one, columns)
        star = " *" if one.reached.mean == best[kind] and len(found) > len(kinds) else ""
        rows.setdefault(key, {})[kind] = f"{one.reached}{star}"
    body = tuple((*key, *(cells.get(kind, "") for kind in kinds)) for key, cells in rows.items())
    caption = (
        f"Best validation, {found[0].runs[0].per}: mean ± spread over (seeds), where there are several; * the best of "
        "a column."
    )
    return Table((*map(short, names), *(kind or "best validation" for kind in kinds)), body, caption)


def _beside(study: Study) -> Iterator[Block]:
    for title, (report, runs) in reports(study.runs).items():
        first = next((one.first for one in study.outputs if one.run in runs), ())
        yield Subheading(title)
        rows = [(one.what, one.value, ours(one, runs, first), one.protocol) for one in report.figures]
        protocols = {one.protocol for one in report.figures}
        if len(protocols) == 1:
            yield Table(("figure", "published", "ours"), tuple(row[:3] for row in rows))
            yield Words(rows[0][3])
        else:
            yield Table(("figure", "published", "ours", "protocol"), tuple(rows))
        yield Words(report.remark)


def _epochs(runs: Sequence[Run]) -> Iterator[Block]:
    for at, run in enumerate(_further(runs), start=1):
        names = _names(run)
        yield File(
            f"epochs-{at}.svg", pictures.figures(run, names),
            f"{one_line(run.name)}: {', '.join(names).replace('_', ' ')} of the validation split by epoch",
        )  # fmt: skip


def _further(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if _names(run)][:MOST_SHOWN]


def _names(run: Run) -> list[str]:
    """The figures of validation that the curves do not show."""
    found = [name.removeprefix("valid_") for name, value in run.rows[0].items()
             if name.startswith("valid_") and isinstance(value, int | float)]  # fmt: skip
    return [name for name in found if name not in _CURVES][:_MOST_FIGURES]


def _output(at: int, output: Output) -> Iterator[Block]:
    yield from (Words(remark, remark=True) for remark in output.remarks)
    yield from _while_learning(at, output.run)
    if output.tunes:
        yield Words(f"Its best model wrote {_counted(output.tunes, 'tune')}: {output.how}.")
        yield from _alarms(output)
        yield from _distributions(at, output)
        if output.distance:
            yield from _distance(output.distance)
        if output.diversity:
            yield from _diversity(*output.diversity)
        if output.originality:
            yield from _originality(output.originality)
        yield from _first(output)
        for place, sample in enumerate(output.samples, start=1):
            yield from _sample(f"{at}-{place}", sample)


def _while_learning(at: int, run: Run) -> Iterator[Block]:
    """Piano rolls of what was written after the first epoch and at the best one."""
    if not run.written:
        yield Words("There is nothing that it wrote while it learned.", remark=True)
        return
    first, step = run.written[0], run.best["step"]
    best = next((row for row in run.written if row.get("step") == step), None)
    chosen = ("best validation", best) if best else ("last validation", run.written[-1])
    shown = {_title(name, row): heard_or_silent(Piece(str(row.get("text", ""))), str(row.get("notation", "abc")))
             for name, row in (("first validation", first), chosen)}  # fmt: skip
    yield Subheading("While it learned")
    counts = "; ".join(f"{title}: {_counted(len(in_seconds(piece)), 'note')}" for title, piece in shown.items())
    yield Words(f"What it wrote at the first and at the {chosen[0]}. {counts}.")
    if any(piece.pitched for piece in shown.values()):
        yield File(f"learning-{at}.svg", pictures.rolls(shown), f"Piano rolls: {', '.join(shown)}")


def _title(name: str, row: Row) -> str:
    epoch = row.get("epoch")
    return f"{name}, epoch {epoch:g}" if isinstance(epoch, int | float) else name


def _alarms(output: Output) -> Iterator[Block]:
    if not output.alarms:
        yield Words("None of them has collapsed into repetition or silence.")
        return
    yield Words(f"{len(output.alarms)} of {output.tunes} have collapsed:", remark=True)
    rows = tuple((str(seed), one_line(why, 200)) for seed, why in output.alarms[:10])
    yield Table(("seed", "what is wrong"), rows)


def _distributions(at: int, output: Output) -> Iterator[Block]:
    if output.corpus is None or output.written is None:
        return
    yield Subheading("Pitch, step and duration")
    if not output.written.pieces:
        yield Words("None of the tunes has a note.", remark=True)
        return
    areas = output.corpus.overlaps(output.written)
    told = ", ".join(f"{name} {area:.2f}" for name, area in areas.items())
    yield File(
        f"distributions-{at}.svg", pictures.spread_out(output.corpus, output.written),
        f"Distributions of corpus and output; area that they share: {told} (1 where they are the same)",
    )  # fmt: skip


def _distance(distance: Distance) -> Iterator[Block]:
    yield Subheading("Distance from the corpus")
    rows = []
    for name, one in distance.of_output.items():
        other = distance.of_held_out[name]
        cells = (one.pooled, other.pooled, one.overlap, other.overlap, one.divergence, other.divergence)
        rows.append((name, *map(_figure, cells)))
    heads = ("feature", "pooled", "of held-out", "overlap", "of held-out", "divergence", "of held-out")
    caption = (
        "Pooled: area that the histograms of all notes share. Overlap and divergence (nats): of the distances between "
        "pieces of the corpus and those to the other set (Yang and Lerch 2020). Held-out pieces are human: their "
        "figures are what can be reached."
    )
    yield Table(heads, tuple(rows), caption)


def _diversity(written: Diversity, held_out: Diversity) -> Iterator[Block]:
    yield Subheading("Diversity")
    rows = tuple(
        (
            f"{name} ({one.pieces})",
            *(_figure(value if isfinite(value) else None) for value in (one.distance, one.sounding, one.struck)),
        )
        for name, one in (("written", written), ("held-out", held_out))
    )
    caption = (
        "Of the first eight bars, in sixteenths. Distance: of two pieces in the mean, 0 if all are the same, 1 if they "
        "have nothing in common (Jaccard). Sounding and struck: pitches a step."
    )
    yield Table(("pieces", "distance", "sounding", "struck"), rows, caption)


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _originality(found: Originality) -> Iterator[Block]:
    both = found.comparison
    yield Subheading("Originality")
    rows = [(title, _quartiles(both.written.spreads.get(name), name), _quartiles(both.human.spreads.get(name), name))
            for name, title in _RUNS]  # fmt: skip
    rows += [("more than half in one run", str(both.written.half), str(both.human.half)),
             ("all in one run", str(both.written.whole), str(both.human.whole))]  # fmt: skip
    rows += [(f"runs of more than {both.bounds[name]} notes, {how}", str(both.copies[name]),
              str(both.human_copies[name]))
             for name, how in (("longest_verbatim", "verbatim"), ("longest_invariant", "in any key"))]  # fmt: skip
    heads = ("", f"written ({both.written.pieces:,})", f"{found.held_out} ({both.human.pieces:,})")
    caption = (
        f"What also stands in the {found.training:,} training pieces: median (quartiles; most), or how many pieces. "
        f"The bound is one that {both.usual:.0%} of the held-out pieces keep."
    )
    yield Table(heads, tuple(rows), caption)
    nearest = [(name, piece) for name, piece in found.closest if piece.nearest]
    if nearest:
        yield Table(("tune", "longest run", "bars", "stands in", "bars"),
                    tuple(_nearest(name, piece) for name, piece in nearest), "The closest")  # fmt: skip


def _quartiles(found: Quartiles | None, name: str) -> str:
    if found is None:
        return "none"
    as_text = "{:.0%}".format if name.startswith("known") else "{:.0f}".format
    middle, low, high, most = map(as_text, (found.median, found.lower, found.upper, found.greatest))
    return f"{middle} ({low} to {high}; {most})"


def _nearest(name: str, piece: Any) -> tuple[str, ...]:
    run = piece.nearest
    return (
        one_line(name), f"{run.notes} of {piece.notes} notes", f"{run.here.bar} to {run.here.last_bar}",
        one_line(run.name) or f"piece {run.piece + 1}", f"{run.there.bar} to {run.there.last_bar}",
    )  # fmt: skip


def _first(output: Output) -> Iterator[Block]:
    if not output.first:
        return
    yield Subheading("The first ten notes")
    rows = tuple(
        (str(at), str(note.pitch), *(f"{value:.3f}" for value in (note.step, note.duration, note.start, note.end)))
        for at, note in enumerate(output.first)
    )
    caption = "Of the first tune that has notes; MIDI pitch, and seconds. Step: since the onset before."
    yield Table(("note", "pitch", "step", "duration", "start", "end"), rows, caption)


def _sample(place: str, sample: Sample) -> Iterator[Block]:
    end = "it came to its end" if sample.finished else "it was cut at the longest length"
    yield Subheading(f"Sample of seed {sample.seed}")
    yield Words(f"Seed {sample.seed}; {end}.{f' {sample.alarm}' if sample.alarm else ''}")
    media = sample.media
    files = (
        ("svg", media.picture, f"The score of the first bars of the sample of seed {sample.seed}"),
        ("mp3", media.sound, f"The first half minute of the sample of seed {sample.seed}"),
        ("mid", media.midi, f"The sample of seed {sample.seed} as MIDI"),
    )
    yield from (File(f"sample-{place}.{suffix}", made, what) for suffix, made, what in files if made)
    yield from (Words(remark, remark=True) for remark in media.remarks)
    text = sample.text
    yield Code(text if len(text) <= _LONGEST_SAMPLE else f"{text[:_LONGEST_SAMPLE]}…")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
