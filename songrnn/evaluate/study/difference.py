"""Whether one kind of run is better than another, with the uncertainty of the answer.

Conventions. Runs are paired that agree in every setting but the one in question, and in their seed. Pairs of the same
setting are no independent pieces of evidence about other settings, so their differences are first made into one, their
mean; of these means there is one a setting. Where there is only one setting, the pairs of its seeds stand for
themselves. Where fewer than two pairs are there, the runs are compared without pairs (Welch 1947). Intervals are
Student's, 95 %: they presume that differences are spread as a bell, and say nothing of settings that were not tried.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, variance
from typing import Any

from songrnn.evaluate.study.runs import SEED, Run, varied

CONTRASTS = ("model.cell", "recipe", "size")  # what a study asks about, the first that varies
_LEVEL = 0.95
_SLICES = 200  # of the density that is summed


@dataclass(frozen=True, slots=True)
class Difference:
    """How much lower or higher the figure of one kind is than that of another.

    mean       of `one` minus `other`, negative where `one` is better
    low, high  the ends of its interval; None where there is too little to tell
    how        the method, in words
    """

    name: str
    one: str
    other: str
    mean: float
    low: float | None
    high: float | None
    how: str

    def sentence(self, per: str) -> str:
        """The statement, with its uncertainty. per: what the figures are, such as nats a character."""
        side = "lower" if self.mean < 0 else "higher"
        head = f"The best validation of {self.one} is {abs(self.mean):.3f} {per} {side} than that of {self.other}"
        if self.low is None or self.high is None:
            return f"{head}; {self.how}, so how certain this is cannot be told."
        better = self.one if self.mean < 0 else self.other
        told = f"{better} is better" if self.low * self.high > 0 else "these runs do not tell them apart"
        return f"{head} (difference {self.mean:+.3f}, 95 % interval {self.low:+.3f} to {self.high:+.3f}): {told}."


def differences(runs: Sequence[Run]) -> list[Difference]:
    """The differences between all kinds of the first contrast that varies; the runs must compare."""
    names = varied(runs)
    name = next((one for one in CONTRASTS if one in names), None)
    if name is None:
        return []
    kinds: dict[str, list[Run]] = {}
    for run in runs:
        kinds.setdefault(str(run.settings.get(name)), []).append(run)
    return [difference(name, kinds, one, other) for one, other in combinations(sorted(kinds), 2)]


def difference(name: str, kinds: dict[str, list[Run]], one: str, other: str) -> Difference:
    """The difference between two kinds of runs, by pairs where there are any."""
    blocks = _blocks(name, kinds[one], kinds[other])
    seeds = sum(map(len, blocks))
    if len(blocks) > 1:
        values = [fmean(block) for block in blocks]
        how = f"{len(values)} settings with both kinds, {seeds} pairs of a seed, their mean for each; Student's t"
        return Difference(name, one, other, fmean(values), *_paired(values), f"{how}, {_degrees(len(values) - 1)}")
    if seeds > 1:
        how = f"{seeds} seeds of one setting, each with both kinds; Student's t, {_degrees(seeds - 1)}"
        return Difference(name, one, other, fmean(blocks[0]), *_paired(blocks[0]), how)
    if seeds and _others(name, [*kinds[one], *kinds[other]]):
        return Difference(name, one, other, blocks[0][0], None, None, "only one run of each kind has the same settings")
    return _unpaired(name, one, other, kinds)


def _degrees(freedom: float) -> str:
    return f"{freedom:g} degree{'' if freedom == 1 else 's'} of freedom"


def _others(name: str, runs: Sequence[Run]) -> list[str]:
    """What varies besides the contrast. A recipe of another cell has another name, which is no other setting."""
    return [one for one in varied(runs) if one not in (name, "recipe")]


def _blocks(name: str, ones: Sequence[Run], others: Sequence[Run]) -> list[list[float]]:
    """The differences of pairs, setting by setting; only cells have pairs, as recipes and sizes differ in all."""
    if name != "model.cell":
        return []
    names = _others(name, [*ones, *others])

    def setting(run: Run) -> tuple[Any, ...]:
        return tuple(repr(run.settings.get(one)) for one in names)

    reached = {(setting(run), run.settings.get(SEED)): run.reached for run in others}
    blocks: dict[tuple[Any, ...], list[float]] = {}
    for run in ones:
        pair = reached.get((setting(run), run.settings.get(SEED)))
        if pair is not None:
            blocks.setdefault(setting(run), []).append(run.reached - pair)
    return list(blocks.values())


def _paired(values: Sequence[float]) -> tuple[float, float]:
    half = student(len(values) - 1) * math.sqrt(variance(values) / len(values))
    return fmean(values) - half, fmean(values) + half


def _unpaired(name: str, one: str, other: str, kinds: dict[str, list[Run]]) -> Difference:
    """Welch's interval, whose degrees of freedom are those of Satterthwaite."""
    sides = [[run.reached for run in kinds[kind]] for kind in (one, other)]
    mean = fmean(sides[0]) - fmean(sides[1])
    if min(map(len, sides)) < 2:
        return Difference(name, one, other, mean, None, None, "one kind has a single run")
    parts = [variance(side) / len(side) for side in sides]
    if not sum(parts):
        return Difference(name, one, other, mean, mean, mean, "all runs of a kind reach the same")
    freedom = sum(parts) ** 2 / sum(part**2 / (len(side) - 1) for part, side in zip(parts, sides, strict=True))
    half = student(freedom) * math.sqrt(sum(parts))
    differ = " though other settings differ too" if _others(name, [*kinds[one], *kinds[other]]) else ""
    how = f"{len(sides[0])} and {len(sides[1])} runs, not paired{differ}; Welch's t, {_degrees(round(freedom, 1))}"
    return Difference(name, one, other, mean, mean - half, mean + half, how)


def student(freedom: float) -> float:
    """How many standard errors the 95 % interval of Student's t reaches to either side."""
    low, high = 0.0, 2.0
    while _inside(high, freedom) < _LEVEL:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, freedom) < _LEVEL else (low, middle)
    return high


def _inside(reach: float, freedom: float) -> float:
    """The probability of -reach … reach. t = tan(a) √freedom makes its density cos(a) ** (freedom - 1), up to a factor.

    Summed by Simpson's rule over the angle, where nothing is steep.
    """
    angle = math.atan(reach / math.sqrt(freedom))
    step = angle / _SLICES
    weights = [1, *(4 if at % 2 else 2 for at in range(1, _SLICES)), 1]
    area = math.fsum(w * math.cos(at * step) ** (freedom - 1) for at, w in enumerate(weights)) * step / 3
    factor = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(math.pi)
    return 2 * factor * area
