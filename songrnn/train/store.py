"""A run on disk: checkpoints by step, and two pointers that are switched only when what they point to is safe.

step-000610/   a checkpoint with its training state       latest   the name of the newest one
step-000488/   …                                          best     the name of the best one
history.jsonl  samples.jsonl  loss.png                    written as the run goes on
"""

import math
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import torch

from songrnn.checkpoint import (
    HISTORY,
    Trained,
    TrainingState,
    load,
    load_state,
    save,
    sweep_unfinished,
    write_text,
)
from songrnn.errors import CheckpointError, TrainingError
from songrnn.models.family import Family
from songrnn.printable import one_line
from songrnn.train.history import History, Row, from_lines, to_lines
from songrnn.train.loop import Loop, Progress
from songrnn.train.optimisers import inner_state, restore_state
from songrnn.train.pointers import BEST, LATEST, point

SAMPLES = "samples.jsonl"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What a stopped run left: a trained thing, its training state and its history."""

    trained: Trained
    state: TrainingState
    rows: list[Row]


class Store:
    """The folder of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check_free(self) -> None:
        """Raise TrainingError if the folder holds something already."""
        if self.folder.exists() and (not self.folder.is_dir() or any(self._left_by_others())):
            raise TrainingError(
                f"'{one_line(str(self.folder))}' is not empty; go on with --resume, or give another folder with -o."
            )

    def start(self) -> History:
        """Take an empty or new folder for a run; raises TrainingError if it holds something already."""
        self.check_free()
        self.folder.mkdir(parents=True, exist_ok=True)
        sweep_unfinished(self.folder)
        (self.folder / SAMPLES).unlink(missing_ok=True)
        return History(self.folder / HISTORY)

    def _left_by_others(self) -> list[Path]:
        """What is in the folder, except what a run leaves that was killed before its first checkpoint."""
        own = (HISTORY, SAMPLES, "loss.png")
        return [p for p in self.folder.iterdir() if p.name not in own and not p.name.startswith(".")]

    def resume(self) -> Resumed | None:
        """The newest checkpoint of the run; None if it was stopped before the first one."""
        if not (self.folder / LATEST).is_file():
            return None
        sweep_unfinished(self.folder)
        place = point(self.folder, LATEST)
        trained = load(place)
        return Resumed(trained, load_state(place), from_lines(trained.texts.get(HISTORY, "")))

    def history(self, rows: list[Row]) -> History:
        """The history file, cut back to the rows of the checkpoint that is gone on from."""
        return History(self.folder / HISTORY, rows)

    def keep_sample(self, row: Row) -> None:
        """Add what the network wrote at a step; what a run that was cut off here wrote later is left out."""
        path = self.folder / SAMPLES
        before = from_lines(path.read_text(encoding="utf-8")) if path.is_file() else []
        write_text(path, to_lines([*(one for one in before if one["step"] < row["step"]), row]))

    def save(self, loop: Loop, trained: Trained, rows: list[Row], *, best: bool) -> Path:
        """Write the checkpoint of this step, switch the pointers, and remove what neither points to."""
        place = self.folder / f"step-{loop.progress.step:06}"
        if place.exists():  # left by a process that was killed before it could point here
            rmtree(place)
        trained.texts[HISTORY] = to_lines(rows)
        save(place, trained, pack(loop))
        if best:
            write_text(self.folder / BEST, place.name + "\n")
        write_text(self.folder / LATEST, place.name + "\n")
        self._prune()
        return place

    def _prune(self) -> None:
        kept = {point(self.folder, name).name for name in (LATEST, BEST) if (self.folder / name).is_file()}
        for path in self.folder.glob("step-*"):
            if path.name not in kept:
                rmtree(path, ignore_errors=True)


def pack(loop: Loop) -> TrainingState:
    """Everything of a run that is neither weights nor settings."""
    now = loop.progress
    tensors = {f"optimiser.{key}": value for key, value in inner_state(loop.optimiser).items()}
    tensors |= {f"state.{at}": part.clone() for at, part in enumerate(now.state)}
    values: dict[str, Any] = {
        "step": now.step,
        "best": now.best if math.isfinite(now.best) else None,
        "since_best": now.since_best,
        "surprise": now.surprise,
        "counted": now.counted,
        "seconds": now.seconds,
    }
    return TrainingState(tensors, values)


def unpack(state: TrainingState, device: torch.device) -> Progress:
    """The progress that `pack` took; the optimiser's part is put back by `restore`."""
    values = dict(state.values)
    try:
        parts = sorted(name for name in state.tensors if name.startswith("state."))
        carried = tuple(state.tensors[name].to(device) for name in parts)
        best = math.inf if values["best"] is None else float(values["best"])
        return Progress(
            int(values["step"]), best, int(values["since_best"]), float(values["surprise"]), int(values["counted"]),
            float(values["seconds"]), carried,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"The training state cannot be read ({error}); train anew.") from error


def restore(loop: Loop, state: TrainingState) -> None:
    """Put the optimiser's part of a training state into a loop."""
    head = "optimiser."
    restore_state(
        loop.optimiser,
        {name.removeprefix(head): value for name, value in state.tensors.items() if name.startswith(head)},
    )


def network_of(resumed: Resumed, device: torch.device) -> Family:
    """The network of a resumed run, on its device."""
    return resumed.trained.network.to(device)
