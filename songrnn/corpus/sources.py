"""Files and folders into pieces, as text: ABC tunebooks and `<start>` … `<end>` files.

Decodes and cuts; judges only whether there is a tune at all. Broken ones are counted with a reason, never fatal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from songrnn.errors import CorpusError
from songrnn.music.piece import Piece
from songrnn.printable import one_line

SUFFIXES = (".abc", ".txt")
_MOST_BYTES = 2**28  # a text corpus larger than 256 MB is more likely a mistake
_TUNE = re.compile(r"(?m)^(?=X:)")
_KEY = re.compile(r"(?m)^K:")
_BLOCK = re.compile(r"<start>[ \t]*\n(.*?)(?:^\s*<end>|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(slots=True)
class Found:
    """The pieces of a source, and the names of what was refused under each reason."""

    pieces: list[Piece] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, reason: str, name: str) -> None:
        """Count something that is not a piece."""
        self.refused.setdefault(reason, []).append(name)


def package_folder(package: str) -> Path:
    """The folder of an installed package, found without importing it; raises CorpusError if it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise CorpusError(f"The corpus needs the package '{package}', which is not installed; install it with pip.")
    return Path(spec.origin).parent


def read_path(path: Path, pattern: str = "**/*") -> Found:
    """Every piece of a text file, or of the .abc and .txt files of a folder in the order of their names."""
    found = Found()
    if path.is_dir():
        for file in sorted(p for p in path.glob(pattern) if p.suffix.lower() in SUFFIXES and p.is_file()):
            _read_file(file, file.relative_to(path).as_posix(), path.name, found)
    elif path.is_file():
        _read_file(path, path.name, path.stem, found)
    else:
        raise CorpusError(f"No file or folder '{one_line(str(path))}' to read tunes from; check the path.")
    return found


def read_text(path: Path) -> str:
    """A text file as a string with plain line ends: UTF-8, else Latin-1. Raises CorpusError if it is not text."""
    if path.stat().st_size > _MOST_BYTES:
        raise CorpusError(f"'{one_line(path.name)}' is larger than {_MOST_BYTES >> 20} MB; split it into files.")
    return text_of(path.read_bytes(), path.name)


def text_of(raw: bytes, name: str) -> str:
    """Bytes of a text file as a string, as `read_text` does it; `name` is for the message."""
    if b"\0" in raw:
        raise CorpusError(f"'{one_line(name)}' is not a text file; give ABC or <start>/<end> text.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return re.sub(r"\r\n?", "\n", text)


def _read_file(path: Path, name: str, source: str, found: Found) -> None:
    try:
        text = read_text(path)
    except (CorpusError, OSError) as error:
        found.refuse(str(error), name)
        return
    for number, one in enumerate(cut(text), start=1):
        label = f"{name}, tune {number}"
        if one.fault:
            found.refuse(one.fault, label)
        else:
            found.pieces.append(Piece(one.text, label, source))


class Cut(NamedTuple):
    """A tune cut out of a text, or why there is none."""

    text: str
    fault: str


def cut(text: str) -> Iterator[Cut]:
    """The tunes of a tunebook or of `<start>` text, in their order."""
    must_have_key = "<start>" not in text
    for tune in _cut(text):
        yield Cut(tune, _lacks(tune, must_have_key=must_have_key))


def _lacks(tune: str, *, must_have_key: bool) -> str:
    """Why there is no tune here; "" if there is. Tunes of a tunebook need a K:; other text is taken as it comes."""
    if not tune:
        return "holds no text"
    keyless = must_have_key and tune.startswith("X:") and not _KEY.search(tune)
    return "has no K: line, so no music" if keyless else ""


def _cut(text: str) -> Iterator[str]:
    """The tunes of a file: `<start>` blocks where there are any, else what begins with X:, else the whole."""
    if "<start>" in text:
        yield from (block.strip() for block in _BLOCK.findall(text))
    elif _TUNE.search(text):
        yield from (_end_at_gap(tune) for tune in _TUNE.split(text)[1:])
    elif text.strip():
        yield text.strip()


def _end_at_gap(tune: str) -> str:
    """A tune ends at its first empty line after K: (ABC 2.1, section 2.2.2); what follows is prose between tunes."""
    tune = tune.strip("\n")
    body = _KEY.search(tune)
    gap = re.compile(r"\n[ \t]*\n").search(tune, body.start()) if body else None
    return (tune[: gap.start()] if gap else tune).strip()


def read_tunes(path: Path) -> list[tuple[int, str]]:
    """The tunes of an ABC file as they stand, each with the line where it begins, from 1.

    raises   CorpusError if the file is missing, no text, or holds no tune
    """
    if not path.is_file():
        raise CorpusError(f"No file '{one_line(str(path))}' to read tunes from; check the path.")
    text = read_text(path)
    starts = [found.start() for found in _TUNE.finditer(text)] or [0]
    tunes, line = [], 1 + text.count("\n", 0, starts[0])
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        tune = _end_at_gap(text[start:end])
        if tune:
            tunes.append((line, tune))
        line += text.count("\n", start, end)
    if not tunes:
        raise CorpusError(f"'{one_line(path.name)}' holds no tune; a tune begins with X: and has a K: line.")
    return tunes


def first_tune(text: str) -> str:
    """The first tune of a text that may be a tunebook or hold `<start>` blocks; the text itself if it is one tune."""
    return next(_cut(text), "")
