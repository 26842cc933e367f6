"""A run as a study sees it: its settings, its history and what it wrote; and runs that differ by their seed alone.

Conventions. The figure of a run is the least validation figure of its history: nats a character (or a note, or a step
of a grid) where the run made nats smaller, else its loss. Runs compare where they are judged by the same figure, of the
same unit, on the same validation split; losses only where the recipe's family is the same too. The spread of runs is
the standard deviation of a sample, n - 1 below the line; a single run has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev
from typing import Any

Row = Mapping[str, Any]

SEED = "train.seed"


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    name      as it is shown                    recipe, corpus   as its checkpoint describes them
    rows      of its history, at least one      written          what it wrote at each validation: step, epoch, text
    measure   "nats" or "loss"                  unit             what that is counted by: character, note or step
    windows   the 30-character-window figure of the validation split, None where it was not measured
    keras     parameters as Keras counts them, 0 where nobody knows
    by_heart  nats a symbol of what was learned from, of symbols with 100 before them; None where it was not measured
    """

    name: str
    recipe: Mapping[str, Any]
    corpus: Mapping[str, Any]
    parameters: int
    rows: tuple[Row, ...]
    written: tuple[Row, ...] = ()
    measure: str = "nats"
    unit: str = "character"
    windows: float | None = None
    keras: int = 0
    by_heart: float | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """All settings by their names, the recipe's name, its size and the corpus among them."""
        groups = {"model": "model", "train": "train", "codec": "coding", "prepare": "prepare", "split": "split"}
        found = {f"{group}.{name}": value for group, key in groups.items()
                 for name, value in dict(self.recipe.get(key, {})).items()}  # fmt: skip
        named = {"recipe": self.recipe.get("name"), "size": self.recipe.get("size")}
        return {**named, "corpus": self.corpus.get("name"), **found}

    @property
    def best(self) -> Row:
        """The row of the least validation figure."""
        return min(self.rows, key=lambda row: float(row[f"valid_{self.measure}"]))

    @property
    def reached(self) -> float:
        """That figure."""
        return float(self.best[f"valid_{self.measure}"])

    @property
    def learned(self) -> float:
        """The least figure of training."""
        return min(float(row[f"train_{self.measure}"]) for row in self.rows)

    @property
    def per(self) -> str:
        """The measure and its unit: nats a character."""
        return f"{self.measure} a {self.unit}"

    @property
    def seconds(self) -> float:
        """Of training, without validations."""
        return float(self.rows[-1].get("seconds", 0.0))

    @property
    def seconds_an_epoch(self) -> float:
        """In the mean; 0 where nobody knows."""
        epochs = float(self.rows[-1]["epoch"])
        return self.seconds / epochs if epochs else 0.0

    @property
    def rate(self) -> float:
        """Characters, notes or steps learned a second, at the end; 0 where nobody knows."""
        return float(self.rows[-1].get("rate") or 0.0)

    @property
    def ground(self) -> tuple[str, ...]:
        """What must be the same where two runs are compared."""
        split = str(dict(self.corpus.get("valid", {})).get("sha256", self.corpus.get("name")))
        apart = "" if self.measure == "nats" else f"{self.recipe.get('family')} {self.recipe.get('name')}"
        return self.measure, self.unit, split, apart


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean of runs, how far they are spread around it (None for a single one), and how many they are."""

    mean: float
    spread: float | None
    count: int

    def __str__(self) -> str:
        about = f" ± {self.spread:.3f} ({self.count})" if self.spread is not None else ""
        return f"{self.mean:.3f}{about}"


def spread(values: Iterable[float]) -> Spread:
    """The mean and spread of at least one value."""
    found = list(values)
    return Spread(fmean(found), stdev(found) if len(found) > 1 else None, len(found))


@dataclass(frozen=True, slots=True)
class Setting:
    """Runs that differ by their seed alone. varied: the settings that other runs have otherwise."""

    varied: Mapping[str, Any]
    runs: tuple[Run, ...] = field(default=())

    @property
    def reached(self) -> Spread:
        """The figures of its runs."""
        return spread(run.reached for run in self.runs)

    @property
    def name(self) -> str:
        """The varied settings, shortly; the name of its first run where nothing varies."""
        return ", ".join(f"{short(name)} {value}" for name, value in self.varied.items()) or self.runs[0].name


def short(name: str) -> str:
    """A setting's name without its group."""
    return name.rpartition(".")[2]


def varied(runs: Sequence[Run]) -> list[str]:
    """The names of the settings that are not the same in all runs, the seed left out."""
    every = [run.settings for run in runs]
    names = dict.fromkeys(name for settings in every for name in settings if name != SEED)
    return [name for name in names if len({repr(settings.get(name)) for settings in every}) > 1]


def settings(runs: Sequence[Run]) -> list[Setting]:
    """The runs by what varies, in the order in which each setting comes first."""
    names = varied(runs)
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(repr([run.settings.get(name) for name in names]), []).append(run)
    return [
        Setting({name: group[0].settings.get(name) for name in names}, tuple(group)) for group in groups.values()
    ]  # fmt: skip


def grounds(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs that compare with one another, group by group."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        groups.setdefault(run.ground, []).append(run)
    return list(groups.values())
