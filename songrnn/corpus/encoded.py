"""A corpus on disk: the texts of its splits, and their symbols as arrays that are mapped into memory, never loaded.

    corpus.toml            what it was made from and how, and what came out: counts and hashes
    train.abc  valid.abc   the pieces of a split, a tunebook or one a line; where each is says train.places
    train.names            where each piece came from: the source, and its name there
    train.symbols          the symbols of all pieces, one after the other; where each begins says train.offsets
    codec/                 the codec that wrote the symbols

Knows bytes, offsets and shapes; nothing of music, and not how a codec works.
"""

import json
import math
import mmap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from songrnn.errors import CorpusError
from songrnn.music.piece import Piece
from songrnn.notation.abc.book import entry
from songrnn.printable import one_line

SUFFIXES = {"abc": ".abc", "words": ".words", "notes": ".jsonl"}
_PLACES, _NAMES = ".places", ".names"
_SYMBOLS, _OFFSETS, _SHAPE = ".symbols", ".offsets", ".shape.json"
_LONGEST_NAME = 400
_TYPES = ("uint8", "uint16", "uint32", "int64", "float32")


class TextWriter:
    """Writes the pieces of a split, and counts them."""

    def __init__(self, folder: Path, name: str, notation: str) -> None:
        self._notation = notation
        self._file = (folder / (name + SUFFIXES[notation])).open("wb")
        self._places = (folder / (name + _PLACES)).open("wb")
        self._names = (folder / (name + _NAMES)).open("wb")
        self._digest = sha256()
        self.pieces = self.characters = 0

    def add(self, piece: Piece) -> None:
        """One piece more."""
        self.pieces += 1
        text = piece.text
        whole = entry(text, self.pieces) if self._notation == "abc" else text.replace("\n", " ") + "\n"
        head = whole.index("\n") + 1 if self._notation == "abc" else 0  # the tune's number
        kept = whole[head:].rstrip("\n")
        self.characters += len(kept)
        raw = kept.encode(errors="replace")
        self._digest.update(raw + b"\0")
        begin, named = self._file.tell() + head, self._names.tell()
        self._file.write(whole.encode(errors="replace"))
        self._names.write("\t".join(one_line(said, _LONGEST_NAME) for said in (piece.source, piece.name)).encode())
        self._places.write(np.array([begin, begin + len(raw), named, self._names.tell()], "<i8").tobytes())
        self._names.write(b"\n")

    def close(self) -> None:
        """End the split."""
        for file in (self._file, self._places, self._names):
            file.close()

    def record(self) -> dict[str, Any]:
        """Counts and a hash, as a manifest records them."""
        return {"pieces": self.pieces, "characters": self.characters, "sha256": self._digest.hexdigest()[:16]}


class Texts(Sequence[Piece]):
    """The pieces of a split on disk, read one by one as they are asked for."""

    def __init__(self, folder: Path, name: str, notation: str) -> None:
        path = folder / (name + SUFFIXES[notation])
        try:
            self._places = np.fromfile(folder / (name + _PLACES), "<i8").reshape(-1, 4)
            self._texts, self._names = _mapped(path), _mapped(folder / (name + _NAMES))
        except (OSError, ValueError) as error:
            raise _damaged(path) from error
        for at, content in ((0, self._texts), (2, self._names)):
            columns = self._places[:, at : at + 2]
            if columns.size and not 0 <= columns.min() <= columns.max() <= len(content):
                raise _damaged(path)

    def __len__(self) -> int:
        return len(self._places)

    def behind(self) -> int:
        """Bytes of the file behind the last piece: more than its line ends were added by somebody."""
        return len(self._texts) - int(self._places[:, 1].max(initial=0))

    @overload
    def __getitem__(self, at: int) -> Piece: ...
    @overload
    def __getitem__(self, at: slice) -> list[Piece]: ...
    def __getitem__(self, at: int | slice) -> Piece | list[Piece]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        begin, end, named, until = self._places[at]
        source, _, name = self._names[named:until].decode("utf-8", "replace").partition("\t")
        return Piece(self._texts[begin:end].decode("utf-8", "replace"), name, source)


def _mapped(path: Path) -> mmap.mmap | bytes:
    """The content of a file, mapped into memory, which an empty one cannot be."""
    with path.open("rb") as file:
        empty = not path.stat().st_size
        return b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@dataclass(frozen=True, slots=True)
class Symbols:
    """The symbols of a split, mapped: rows of all pieces one after the other, and where each piece begins and ends.

    rows      shape (N,) for Ids, (N, …) for other forms        offsets   shape (pieces + 1,)
    """

    rows: NDArray[Any]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def piece(self, at: int) -> NDArray[Any]:
        """The symbols of one piece; a view, read from disk when it is looked at."""
        return self.rows[self.offsets[at] : self.offsets[at + 1]]


def write_symbols(folder: Path, name: str, pieces: Iterable[NDArray[Any]], dtype: str) -> dict[str, Any]:
    """Write the symbols of a split, piece by piece; returns how many rows they have, as a manifest records it."""
    at, shape = 0, None
    with (folder / (name + _SYMBOLS)).open("wb") as rows, (folder / (name + _OFFSETS)).open("wb") as offsets:
        offsets.write(np.array([0], "<i8").tobytes())
        for piece in pieces:
            shape = piece.shape[1:]
            rows.write(np.ascontiguousarray(piece, np.dtype(dtype).newbyteorder("<")).tobytes())
            at += len(piece)
            offsets.write(np.array([at], "<i8").tobytes())
    (folder / (name + _SHAPE)).write_text(json.dumps({"dtype": dtype, "shape": [at, *(shape or ())]}))
    return {"symbols": at, **hash_symbols(folder, name)}


def hash_symbols(folder: Path, name: str) -> dict[str, Any]:
    """A hash of the symbols of a split, as a manifest records it; raises CorpusError if they are not there."""
    try:
        with (folder / (name + _SYMBOLS)).open("rb") as rows, (folder / (name + _OFFSETS)).open("rb") as offsets:
            both = file_digest(rows, "sha256").digest() + file_digest(offsets, "sha256").digest()
    except OSError as error:
        raise _damaged(folder / (name + _SYMBOLS)) from error
    return {"symbols_sha256": sha256(both).hexdigest()[:16]}


def smallest_type(size: int) -> str:
    """The smallest type of whole numbers that holds 0 … size - 1."""
    return next(name for name, most in (("uint8", 2**8), ("uint16", 2**16), ("uint32", 2**32)) if size <= most)


def read_symbols(folder: Path, name: str) -> Symbols:
    """The symbols of a split; raises CorpusError if the files are missing or do not fit together."""
    path = folder / (name + _SYMBOLS)
    try:
        about = json.loads((folder / (name + _SHAPE)).read_text())
        shape = tuple(map(int, about["shape"]))
        if about["dtype"] not in _TYPES or any(size < 0 for size in shape):
            raise _damaged(path)
        kind = np.dtype(about["dtype"]).newbyteorder("<")
        if path.stat().st_size != kind.itemsize * math.prod(shape):
            raise _damaged(path)
        rows: NDArray[Any] = np.memmap(path, kind, "r", shape=shape) if shape[0] else np.empty(shape, kind)
        offsets = np.fromfile(folder / (name + _OFFSETS), "<i8")
    except (OSError, ValueError, LookupError, TypeError, OverflowError) as error:
        raise _damaged(path) from error
    if not len(offsets) or offsets[0] != 0 or offsets[-1] != shape[0] or (np.diff(offsets) < 0).any():
        raise _damaged(path)
    return Symbols(rows, offsets)


def has_symbols(folder: Path) -> bool:
    """Whether a corpus on disk was encoded."""
    return (folder / ("train" + _SYMBOLS)).exists()


def write_codec(folder: Path, name: str, settings: dict[str, Any], files: dict[str, bytes]) -> None:
    """Keep the codec beside the symbols that it wrote."""
    place = folder / "codec"
    place.mkdir()
    about = {"name": name, "settings": settings, "files": sorted(files)}
    (place / "codec.json").write_text(json.dumps(about), encoding="utf-8")
    for file, content in files.items():
        (place / file).write_bytes(content)


def read_codec(folder: Path) -> tuple[str, dict[str, Any], dict[str, bytes]]:
    """The name, settings and files of the codec of a corpus on disk; raises CorpusError if they cannot be read."""
    place = folder / "codec"
    try:
        about = json.loads((place / "codec.json").read_text(encoding="utf-8"))
        names = [str(name) for name in about["files"]]
        if any(Path(name).name != name for name in names):
            raise _damaged(place)
        return str(about["name"]), dict(about["settings"]), {name: (place / name).read_bytes() for name in names}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(place / "codec.json") from error


def files_of(folder: Path) -> Iterator[Path]:
    """What a build wrote into a folder before, but for what became of its jobs."""
    for name in ("train", "valid", "test"):
        for suffix in (*SUFFIXES.values(), _PLACES, _NAMES, _SYMBOLS, _OFFSETS, _SHAPE):
            with suppress(OSError):
                if (folder / (name + suffix)).exists():
                    yield folder / (name + suffix)


def _damaged(path: Path) -> CorpusError:
    return CorpusError(f"The corpus is damaged: its '{one_line(path.name)}' is missing or not whole; build it anew.")
