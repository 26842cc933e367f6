"""A trained thing ↔ a folder, atomically.

    weights.safetensors   the parameters        model.json     format version, family, codec, recipe, corpus, metrics
    history.jsonl         the run so far        CARD.md        the same for people
    further files         of the codec, such as subwords.model
    state/                only while training: optimiser, carried state, progress

A folder is written whole to a temporary neighbour, its files and itself flushed to disk, and then renamed: it is there
entirely or not at all. Nothing is ever unpickled; declared sizes are checked before memory is taken.
"""

import json
import math
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from songrnn import __version__
from songrnn.codecs import CODECS
from songrnn.codecs.codec import Codec
from songrnn.errors import CheckpointError, UsageError
from songrnn.models import FAMILIES
from songrnn.models.family import Family
from songrnn.printable import one_line

FORMAT = 1
WEIGHTS, MODEL, HISTORY, CARD, STATE = "weights.safetensors", "model.json", "history.jsonl", "CARD.md", "state"
_TEMPORARY = ".unfinished-"
_LARGEST_JSON = 2**24
_CODEC_FILE = re.compile(r"[a-z]{1,40}\.(?:model|txt)")


@dataclass(slots=True)
class Trained:
    """A network with its codec, and what is known about it.

    about     JSON values: "recipe", "corpus", "metrics", "run"
    texts     further files of the folder: name → text
    """

    network: Family
    codec: Codec[Any]
    about: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def notation(self) -> str:
        """What its pieces are written in: "abc", "words" (note words) or "notes" (note sequences)."""
        return str(self.about.get("corpus", {}).get("notation", "abc"))

    @property
    def spoken(self) -> str:
        """What its pieces are typed and shown in: "abc" or "words"; note sequences are told in note words."""
        return "abc" if self.notation == "abc" else "words"


@dataclass(frozen=True, slots=True)
class TrainingState:
    """What resuming needs beside the weights: named tensors, and JSON values."""

    tensors: Mapping[str, Tensor]
    values: Mapping[str, Any]


def save(
    folder: Path, trained: Trained, state: TrainingState | None = None, *, dtype: torch.dtype | None = None
) -> None:
    """Write a checkpoint folder; raises CheckpointError if there is one of that name already.

    dtype    to round the weights to, such as torch.float16; as they are if None
    """

    def fill(place: Path) -> None:
        save_file(_distinct(trained.network, dtype), place / WEIGHTS)
        _write(place / MODEL, json.dumps(_description(trained), indent=1, allow_nan=False) + "\n")
        for name, text in trained.texts.items():
            _write(place / name, text)
        for name, content in trained.codec.files().items():
            (place / name).write_bytes(content)
        if state is not None:
            (place / STATE).mkdir()
            save_file({k: v.contiguous() for k, v in state.tensors.items()}, place / STATE / "tensors.safetensors")
            _write(place / STATE / "values.json", json.dumps(dict(state.values)) + "\n")

    write_folder(folder, fill)


def load(folder: Path) -> Trained:
    """The trained thing in a folder, weights as fp32, ready to use; raises CheckpointError with one clear sentence."""
    about = _read_model(folder)
    try:
        codec = _codec(folder, about["codec"])
        family = FAMILIES.get(about["family"]["name"])
        with torch.device("meta"):
            outline: Family = family.build(codec.form, about["family"]["settings"])
    except (KeyError, TypeError, ValueError, UsageError) as error:
        why = one_line(str(error), 200)
        raise CheckpointError(f"'{_shown(folder)}' does not describe a model that songrnn knows: {why}") from error
    weights = _weights(outline, folder)
    network: Family = family.build(codec.form, outline.settings())
    network.load_state_dict(weights, strict=False)  # tied weights are stored once; all others were checked
    texts = {name: _companion(folder, name) for name in (HISTORY, CARD) if (folder / name).is_file()}
    kept = {key: value for key, value in about.items() if key not in ("format", "codec", "family", "songrnn")}
    return Trained(network.eval(), codec, kept, texts)


def _codec(folder: Path, about: dict[str, Any]) -> Codec[Any]:
    """The codec that model.json describes, with its files."""
    files = {}
    for name in about.get("files", []):
        if not isinstance(name, str) or not _CODEC_FILE.fullmatch(name):
            raise ValueError(f"'{name}' is no name of a codec's file")
        files[name] = _bytes(folder, name)
    codec: Codec[Any] = CODECS.get(about["name"]).restore(about["settings"], files)
    return codec


def _bytes(folder: Path, name: str) -> bytes:
    try:
        if (folder / name).stat().st_size > _LARGEST_JSON:
            raise _damaged(folder, name)
        return (folder / name).read_bytes()
    except OSError as error:
        raise _damaged(folder, name) from error


def describe(folder: Path) -> dict[str, Any]:
    """What model.json of a checkpoint says, without loading weights; raises CheckpointError."""
    return _read_model(folder)


def load_state(folder: Path) -> TrainingState:
    """The training state of a checkpoint; raises CheckpointError if it holds none."""
    try:
        values = dict(json.loads(_text(folder / STATE / "values.json")))
        return TrainingState(load_file(folder / STATE / "tensors.safetensors"), values)
    except (OSError, ValueError, TypeError, RecursionError, SafetensorError) as error:
        raise CheckpointError(f"'{_shown(folder)}' holds no training state to go on from; train anew.") from error


def write_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Make `folder` by calling `fill` on an empty temporary neighbour, flushing all to disk, and renaming it."""
    if folder.exists():
        raise CheckpointError(f"'{_shown(folder)}' exists already; give another name or remove it.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent))
    try:
        fill(place)
        for path in [*place.rglob("*"), place]:
            path.chmod(0o755 if path.is_dir() else 0o644)
            _flush(path)
        place.rename(folder)
        _flush(folder.parent)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text file so that readers see the old one or the new one, never a part."""
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush(path.parent)


def sweep_unfinished(folder: Path) -> None:
    """Remove what killed processes left unfinished in a folder."""
    for path in folder.glob(f"{_TEMPORARY}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _description(trained: Trained) -> dict[str, Any]:
    codec: dict[str, Any] = {
        "name": _name(CODECS.names(), CODECS.get, type(trained.codec)), "settings": trained.codec.settings(),
    }  # fmt: skip
    if trained.codec.files():
        codec["files"] = sorted(trained.codec.files())
    network = trained.network
    family = {"name": _name(FAMILIES.names(), FAMILIES.get, type(network)), "settings": network.settings()}
    return {"format": FORMAT, "songrnn": __version__, "family": family, "codec": codec, **trained.about}


def _name(names: list[str], get: Callable[[str], Any], kind: type) -> str:
    return next(name for name in names if get(name) is kind)


def _distinct(network: Family, dtype: torch.dtype | None) -> dict[str, Tensor]:
    """The parameters by name; one that is shared (tied weights) only under its first name."""
    return {
        name: tensor.detach().to("cpu", dtype or tensor.dtype).contiguous()
        for name, tensor in network.named_parameters()
    }


def _read_model(folder: Path) -> dict[str, Any]:
    try:
        about = json.loads(_text(folder / MODEL))
    except OSError as error:
        raise CheckpointError(f"'{_shown(folder)}' is not a model: it has no readable {MODEL}.") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(folder, MODEL) from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        version = about.get("format") if isinstance(about, dict) else None
        raise CheckpointError(
            f"The model '{_shown(folder)}' has format version {one_line(str(version))}, and this songrnn reads version "
            f"{FORMAT}; use the songrnn that wrote it, or train it anew."
        )
    if not _is_whole(about):
        raise _damaged(folder, MODEL)
    return about


def _is_whole(about: dict[str, Any]) -> bool:
    """Whether what others rely on unasked has the right kind: family and codec, corpus, recipe and metrics."""
    parts = (about.get("family"), about.get("codec"))
    if not all(isinstance(p, dict) and type(p.get("name")) is str and type(p.get("settings")) is dict for p in parts):
        return False
    corpus = about.get("corpus", {})
    if not all(isinstance(part, dict) for part in (corpus, about.get("recipe", {}), about.get("metrics", {}))):
        return False
    header = corpus.get("header", [])
    named = isinstance(header, list) and all(isinstance(name, str) for name in header)
    return named and isinstance(corpus.get("train", {}), dict)


def _companion(folder: Path, name: str) -> str:
    try:
        return _text(folder / name)
    except (OSError, UnicodeError) as error:
        raise _damaged(folder, name) from error


def _damaged(folder: Path, name: str) -> CheckpointError:
    return CheckpointError(f"The model '{_shown(folder)}' is damaged: its {name} is not whole; get it anew.")


def _weights(network: Family, folder: Path) -> dict[str, Tensor]:
    """The weights of a folder as fp32, after checking that each of them fits `network`, which has no memory yet."""
    try:
        with safe_open(folder / WEIGHTS, "pt") as file:
            found = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
        _check_shapes(network, found, folder)
        loaded = load_file(folder / WEIGHTS).items()
        weights = {name: tensor.float() for name, tensor in loaded if not tensor.is_complex()}
    except (OSError, RuntimeError, SafetensorError) as error:
        message = f"The weights of '{_shown(folder)}' are missing or damaged; get the model anew."
        raise CheckpointError(message) from error
    if len(weights) < len(loaded) or not all(bool(torch.isfinite(tensor).all()) for tensor in weights.values()):
        raise CheckpointError(f"The weights of '{_shown(folder)}' hold values that are no numbers; get the model anew.")
    return weights


def _check_shapes(network: Family, found: Mapping[str, tuple[int, ...]], folder: Path) -> None:
    wanted = {name: tuple(tensor.shape) for name, tensor in network.named_parameters()}
    wrong = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
    if wrong:
        name = wrong[0]
        raise CheckpointError(
            f"The weights of '{_shown(folder)}' do not fit its {MODEL}: '{one_line(name)}' is "
            f"{_shape(found.get(name))}, should be {_shape(wanted.get(name))}; get the model anew."
        )


def _shape(shape: tuple[int, ...] | None) -> str:
    return "absent" if shape is None else "×".join(map(str, shape)) + f" ({math.prod(shape):,} numbers)"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST_JSON:
        raise OSError(f"{path.name} is larger than {_LARGEST_JSON >> 20} MB")
    return path.read_text(encoding="utf-8")


def _flush(path: Path) -> None:
    """Ask the system to have a file or folder on disk before going on; some systems cannot for folders."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _shown(folder: Path) -> str:
    return one_line(str(folder))
