"""Files into kinds: which reader one wants, by the end of its name or, where that says little, by how it begins.

Reads the beginning of a file and no more; judges nothing of what follows.
"""

import re
from pathlib import Path

from songrnn.errors import CorpusError
from songrnn.notation.words import is_words

_BY_ENDING = {
    ".abc": "book", ".mid": "midi", ".midi": "midi", ".musicxml": "musicxml", ".xml": "musicxml", ".mxl": "musicxml",
    ".npz": "musicnet-npz", ".words": "words", ".tokens": "folkrnn",
}  # fmt: skip
_HEAD = 1 << 16  # bytes that are looked at
_LINES_OF_JSON = re.compile(r"\.jsonl(-\d+-of-\d+)?(\.gz)?$")
_JSB = re.compile(rb'\s*\{\s*"(train|valid|validation|val|test)"\s*:\s*\[\s*(\[\s*\[|\])')
_DOODLE = re.compile(rb'\s*\{.*"(input_sequence|output_sequence|notes)"', re.DOTALL)
_LABELS = b"start_time,end_time,instrument,note"


def kind_of(path: Path) -> str:
    """The name of the reader that a file wants.

    raises   CorpusError if no reader knows such files, saying why; OSError if it cannot be opened
    """
    name, ending = path.name.lower(), path.suffix.lower()
    if not path.is_file():
        raise CorpusError("is no file that can be read")
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if _LINES_OF_JSON.search(name):
        return "doodle"
    kind = {".txt": _text, ".json": _json, ".csv": _table}.get(ending)
    if kind is None:
        raise CorpusError(f"ends in '{ending}', which is no format of music here" if ending else "has no ending")
    with path.open("rb") as file:
        return kind(file.read(_HEAD))


def _json(head: bytes) -> str:
    if _JSB.match(head):
        return "jsb"
    if _DOODLE.match(head):
        return "doodle"
    raise CorpusError("is JSON of no data set that is known")


def _table(head: bytes) -> str:
    if head.removeprefix(b"\xef\xbb\xbf").startswith(_LABELS):
        return "musicnet-csv"
    raise CorpusError("is a table of no data set that is known")


def _text(head: bytes) -> str:
    """Tunes with X: or between `<start>` and `<end>`, folk-rnn's tokens, note words, or a single tune."""
    if b"\0" in head:
        raise CorpusError("is not a text")
    text = head.decode("utf-8", errors="replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "<start>" in text or re.search(r"(?m)^X:", text):
        return "book"
    if _is_tokens(text):
        return "folkrnn"
    if is_words(text):
        return "words"
    if re.search(r"(?m)^K:", text):
        return "book"
    raise CorpusError("is a text without tunes or note words")


def _is_tokens(text: str) -> bool:
    """Whether it begins as folk-rnn's files do: `<s> M:4/4 K:Cmaj …`, or lines M:, K: and single tokens."""
    lines = [line.split() for line in text.split("\n", 4)[:4] if line.strip()]
    if lines and lines[0][0] == "<s>":
        return True
    if len(lines) < 3 or not (lines[0][0].startswith("M:") and lines[1][0].startswith("K:")):
        return False
    return len(lines[2]) > 3 and sum(map(len, lines[2])) < 3 * len(lines[2])
