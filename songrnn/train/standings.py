"""The outcomes of a sweep in one table: a line a setting, means and spread over its seeds.

The spread is the standard deviation of a sample, n - 1 below the line; one seed has none. Cells that failed count in
no mean.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from songrnn.printable import one_line
from songrnn.train.sweep import Outcome, measure, short_names


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over seeds, and how far they are spread around it; None for a single one."""

    mean: float
    spread: float | None

    def __str__(self) -> str:
        return f"{self.mean:.3f}" + (f" ± {self.spread:.3f}" if self.spread is not None else "")


@dataclass(frozen=True, slots=True)
class Standing:
    """A setting and what its seeds reached.

    seeds, failed   how many finished, how many failed       best   whether no setting has a better mean
    """

    settings: Mapping[str, Any]
    trial: int
    seeds: int
    failed: int
    parameters: int
    figures: Mapping[str, Figure]
    epochs: float
    seconds: float
    rate: float
    best: bool


def standings(outcomes: Iterable[Outcome]) -> list[Standing]:
    """A standing for each setting, in the order in which they come first."""
    outcomes = list(outcomes)
    groups: dict[tuple[int, str], list[Outcome]] = {}
    for outcome in outcomes:
        key = (outcome.trial, repr(sorted(outcome.settings.items())) if not outcome.trial else "")
        groups.setdefault(key, []).append(outcome)
    judged = measure(outcomes)
    means = [_mean(outcome.figures.get(judged, math.nan) for outcome in _finished(group)) for group in groups.values()]
    best = min((mean for mean in means if math.isfinite(mean)), default=math.nan)
    return [_standing(group, best=mean == best) for group, mean in zip(groups.values(), means, strict=True)]


def _standing(group: Sequence[Outcome], *, best: bool) -> Standing:
    done = _finished(group)
    shared = [name for name in (done[0].figures if done else ()) if all(name in one.figures for one in done)]
    return Standing(
        group[0].settings, group[0].trial, len(done), len(group) - len(done), done[0].parameters if done else 0,
        {name: _figure([one.figures[name] for one in done]) for name in shared},
        _mean(one.epochs for one in done), _mean(one.seconds for one in done), _mean(one.rate for one in done), best,
    )  # fmt: skip


def _finished(group: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in group if not one.failure]


def _figure(values: Sequence[float]) -> Figure:
    return Figure(fmean(values), stdev(values) if len(values) > 1 else None)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else math.nan


def table(rows: Sequence[Standing]) -> str:
    """The standings as text in columns; the best one has a star."""
    if not rows:
        return "no cell has ended yet"
    names = [name for name in ("valid_nats", "valid_loss", "train_nats", "train_loss") if _has(rows, name)]
    settings = list(short_names(rows[0].settings))
    heads = [*(["trial"] if rows[0].trial else []), *settings, "seeds", "parameters",
             *(name.replace("_", " ") for name in names), "epochs", "a second", "seconds", ""]  # fmt: skip
    lines = [heads, *(_cells(row, names) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def _has(rows: Iterable[Standing], name: str) -> bool:
    return any(name in row.figures for row in rows)


def _cells(row: Standing, names: Sequence[str]) -> list[str]:
    failed = f" ({row.failed} failed)" if row.failed else ""
    measured = [str(row.figures[name]) if name in row.figures else "-" for name in names]
    shown = [one_line(str(value), 40) for value in row.settings.values()]
    speed = [_number(row.epochs, ".1f"), _number(row.rate, ",.0f"), _number(row.seconds, ",.0f")]
    first = [str(row.trial)] if row.trial else []
    return [*first, *shown, f"{row.seeds}{failed}", _number(row.parameters or math.nan, ",.0f"), *measured, *speed,
            "*" if row.best else ""]  # fmt: skip


def _number(value: float, style: str) -> str:
    return format(value, style) if math.isfinite(value) else "-"
