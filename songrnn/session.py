"""What stays loaded between commands: models by place, and the names they go by.

torch is imported only when a model is; a chat loads it behind the prompt.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from songrnn.errors import CheckpointError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line
from songrnn.shipped import shipped
from songrnn.train.pointers import BEST, LATEST, point

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained

DEFAULT_MODEL = "folk"
_POINTERS = (BEST, LATEST)  # of a run folder, in the order of preference


def user_models() -> Path:
    """The folder of the user's own models: SONGRNN_MODELS, else the data folder of the system's conventions."""
    given = os.environ.get("SONGRNN_MODELS")
    if given:
        return _at_home(given)
    data = os.environ.get("XDG_DATA_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else None)
    return (Path(data) if data else Path.home() / ".local" / "share") / "songrnn" / "models"


def model_names() -> list[str]:
    """The names of all models and runs that are shipped or in the user's folder."""
    folders = (shipped("checkpoints"), user_models())
    marks = ("model.json", *_POINTERS)
    found = {path.parent.name for folder in folders for mark in marks for path in folder.glob(f"*/{mark}")}
    return sorted(name for name in found if not name.startswith("."))  # such as what a killed process left unfinished


def find_model(model: str) -> Path:
    """The checkpoint folder that MODEL means: a name, a checkpoint, a run (its best one), or a run's `latest`."""
    try:
        return _find(model)
    except (OSError, UnicodeError) as error:
        why = one_line(str(getattr(error, "strerror", None) or error), 200)
        raise CheckpointError(f"'{one_line(model)}' cannot be looked into: {why}.") from error


def _find(model: str) -> Path:
    plain = model not in ("", ".", "..") and Path(model).name == model
    named = [folder / model for folder in (shipped("checkpoints"), user_models())] if plain else []
    path = _at_home(model)
    for place in (*named, path):
        found = _inside(place)
        if found:
            return found
    if path.is_dir():
        raise CheckpointError(f"'{one_line(model)}' holds no model: it has neither a model.json nor checkpoints.")
    raise CheckpointError(f"No model or folder is called '{one_line(model)}'. {did_you_mean(model, model_names())}")


def _inside(place: Path) -> Path | None:
    """The checkpoint at a place: the place itself, or what a run's folder, or a pointer of one, points to."""
    if (place / "model.json").exists():
        return place
    pointers = [place] if place.name in _POINTERS else [place / name for name in _POINTERS]
    return next((point(pointer.parent, pointer.name) for pointer in pointers if pointer.is_file()), None)


def _at_home(path: str) -> Path:
    """A path with its ~ spelled out; as it is where ~ names nobody."""
    with suppress(RuntimeError):
        return Path(path).expanduser()
    return Path(path)


@dataclass
class Session:
    """Models that are loaded, by the folder they came from. Safe to use from several threads."""

    _loaded: dict[Path, "Trained"] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def model(self, model: str = DEFAULT_MODEL) -> "Trained":
        """The trained model that MODEL means, loaded once; raises CheckpointError."""
        folder = find_model(model).resolve()
        with self._lock:
            if folder not in self._loaded:
                from songrnn.checkpoint import load

                self._loaded[folder] = load(folder)
            return self._loaded[folder]
