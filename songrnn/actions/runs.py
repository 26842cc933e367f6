"""Runs read for a study: folders of runs, of checkpoints and of sweeps into songrnn.evaluate.study.runs.Run.

Loads no weights. What a folder says is judged before it is believed: settings may be missing, lines torn.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songrnn.errors import CheckpointError, SongrnnError, TrainingError
from songrnn.printable import one_line
from songrnn.session import find_model
from songrnn.train.pointers import BEST, LATEST

if TYPE_CHECKING:
    from songrnn.evaluate.study.runs import Run

_LARGEST = 2**26  # bytes of a history
_NUMBERS = ("epoch", "step")


@dataclass(frozen=True, slots=True)
class Found:
    """A run and the folder of its best checkpoint."""

    run: "Run"
    checkpoint: Path


def read_runs(places: Iterable[str]) -> tuple[list[Found], list[str]]:
    """The runs that places mean, each once, those of a sweep among them; and a sentence for each cell left out.

    raises   CheckpointError for a place that holds no run; TrainingError for a run without history, and for a sweep
             of which no cell can be read
    """
    found: dict[Path, Found] = {}
    remarks: list[str] = []
    for place in places:
        cells = _cells(Path(place))
        if cells is None:
            one = read_run(place, _name(Path(place)))
            found[one.checkpoint] = one
            continue
        before = len(found)
        for cell in cells:
            try:
                one = read_run(str(cell), cell.name.replace(",", ", "))
                found[one.checkpoint] = one
            except SongrnnError as error:
                remarks.append(f"The cell '{one_line(cell.name, 80)}' is left out: {error}")
        if len(found) == before:
            raise TrainingError(f"No cell of the sweep in '{one_line(place, 200)}' has a history yet; let it go on.")
    return list(found.values()), remarks


def _name(place: Path) -> str:
    """What a run is called: its folder, and the pointer if it is one."""
    return f"{place.parent.name}, {place.name}" if place.name in (LATEST, BEST) else place.name or str(place)


def _cells(place: Path) -> list[Path] | None:
    """The folders of a sweep's cells; None if it is no sweep."""
    try:
        if not (place / "sweep.json").is_file():
            return None
        return sorted(cell for cell in (place / "cells").iterdir() if cell.is_dir())
    except OSError as error:
        raise CheckpointError(
            f"The sweep in '{one_line(str(place), 200)}' cannot be read ({error.strerror})."
        ) from error


def read_run(place: str, name: str) -> Found:
    """The run in a folder, or that of a single checkpoint; raises CheckpointError, TrainingError."""
    from songrnn.checkpoint import HISTORY, describe
    from songrnn.evaluate.study.runs import Run
    from songrnn.train.curve import measure_of
    from songrnn.train.store import SAMPLES

    checkpoint = find_model(place).resolve()
    about = describe(checkpoint)
    folder = checkpoint.parent if checkpoint.name.startswith("step-") else checkpoint
    rows = [row for row in _rows(folder / HISTORY) if _all_numbers(row)]
    measure = measure_of(rows)
    kept = [row for row in rows if _is_number(row.get(f"train_{measure}")) and _is_number(row.get(f"valid_{measure}"))]
    if not kept:
        raise TrainingError(
            f"The run in '{one_line(place, 200)}' has no history yet, or a damaged one; train until it was validated."
        )
    recipe = _mapping(about, "recipe", place)
    return Found(
        Run(
            name, recipe, _mapping(about, "corpus", place), _count(about.get("parameters")), tuple(kept),
            tuple(row for row in _rows(folder / SAMPLES) if isinstance(row.get("text"), str)), measure, _unit(recipe),
            keras=_count(about.get("parameters_as_keras")),
        ),
        checkpoint,
    )  # fmt: skip


def _rows(path: Path) -> list[dict[str, Any]]:
    from songrnn.train.history import from_lines

    try:
        if path.stat().st_size > _LARGEST:
            return []
        return [row for row in from_lines(path.read_text(encoding="utf-8", errors="replace")) if isinstance(row, dict)]
    except OSError:
        return []


def _all_numbers(row: Mapping[str, Any]) -> bool:
    return all(_is_number(row.get(name)) for name in _NUMBERS)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _mapping(about: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
    """A part of what a checkpoint says of itself, whose own parts are mappings where they have to be."""
    found = about.get(name)
    parts = ("model", "train") if name == "recipe" else ()
    if not isinstance(found, dict) or not all(isinstance(found.get(part), dict) for part in parts):
        raise CheckpointError(f"The model in '{one_line(place, 200)}' does not say its {name}; train it anew.")
    return found


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _unit(recipe: Mapping[str, Any]) -> str:
    from songrnn.codecs import CODECS

    return str(CODECS.get(str(recipe.get("codec"))).unit)
