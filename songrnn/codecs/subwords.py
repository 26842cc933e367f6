"""One symbol a subword: pieces of text that a corpus repeats, by byte pair encoding or a unigram language model.

After: Sennrich and others 2016; Kudo 2018; made by sentencepiece (Kudo and Richardson 2018). Every text comes back
exactly: nothing is normalised, spaces stay as they are, no subword reaches over the end of a line, and what no subword
holds is spelled in the bytes of its UTF-8. So whole lines are encoded as they are in any longer text; a line that is
broken off may be cut otherwise than the whole one.

The number 0, which sentencepiece calls the unknown piece, is the end: with bytes to spell in, nothing is unknown.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, Self

import numpy as np

from songrnn.codecs.codec import Codec, Decoded, Encoded, Reader, Symbols, refuse_settings
from songrnn.codecs.nearest import Nearest, nearest
from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line

ALGORITHMS = ("unigram", "bpe")
SIZE = 512
MODEL = "subwords.model"
_SPACE = "\u2581"  # what sentencepiece writes for a space; where a text holds it, it is spelled in bytes
_APART = re.compile(f"([\n{_SPACE}])")
_NOT_LEARNED = re.compile(f"[\n\r\t\0{_SPACE}\u2585]")  # sentencepiece skips whole lines that hold some of these
_LINE = 1000  # characters of a text that are learned from together; sentencepiece skips lines of more than 4,192 bytes
_LEARNED = 1 << 20  # characters; of ten times as many a unigram model takes minutes, and is no better
_SMALLEST, _LARGEST = 300, 1 << 16
_COVERED = 0.9995  # the share of all characters that get a symbol of their own; the rarest are spelled in bytes
_UNSPELLABLE = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs are no text in UTF-8
_SILENT = 3


class Subwords(Codec[str]):
    """Subwords ↔ 1 … size - 1, the 256 bytes among them.

    Fitting takes two settings: `algorithm`, unigram or bpe, and `size`, how many symbols there are to be, the end and
    the bytes among them; a small corpus gets as many as it has subwords.
    """

    notations = ("abc", "words")

    def __init__(self, model: bytes) -> None:
        """Of the bytes of a model file; raises ValueError if they are no model that spells every text."""
        self._model = model
        self._cutter = _load(model)
        self._bytes = _spellings(self._cutter)
        self.form = Ids(len(self._bytes))
        self._byte = {spelling: symbol for symbol, spelling in enumerate(self._bytes) if self._cutter.IsByte(symbol)}
        if len(self._byte) != 256 or self._bytes[Ids.END]:
            raise ValueError("its subwords do not spell every text")

    @classmethod
    def fit(cls, pieces: Iterable[str], **settings: Any) -> Self:
        refuse_settings("subwords", settings, ("algorithm", "size"))
        algorithm, size = settings.get("algorithm", ALGORITHMS[0]), settings.get("size", SIZE)
        if algorithm not in ALGORITHMS:
            near = did_you_mean(str(algorithm), ALGORITHMS)
            raise UsageError(f"No algorithm of the codec 'subwords' is called '{one_line(str(algorithm), 40)}'. {near}")
        if not isinstance(size, int) or not _SMALLEST <= size <= _LARGEST:
            raise UsageError(
                f"The setting 'size' of the codec 'subwords' is {one_line(str(size), 40)}; give a whole number from "
                f"{_SMALLEST} (the 256 bytes are among them) to {_LARGEST:,}."
            )
        return cls(_learn(pieces, algorithm, size))

    def encode(self, piece: str) -> Encoded:
        near = _spellable(piece)
        parts = _APART.split(near.text)  # texts, and between them the characters that stay apart
        cut = self._cutter.EncodeAsIds(parts[::2], num_threads=1)
        symbols: list[int] = []
        for at, part in enumerate(parts):
            symbols += self._spelled(part) if at % 2 else self._exactly(part, cut[at // 2])
        return Encoded(np.array(symbols, np.int64), near.remarks)

    def _exactly(self, text: str, symbols: list[int]) -> list[int]:
        """The symbols of a text, if they spell it; else its bytes."""
        exact = b"".join(map(self._bytes.__getitem__, symbols)) == text.encode()
        return symbols if exact else self._spelled(text)

    def _spelled(self, text: str) -> list[int]:
        return [self._byte[bytes((byte,))] for byte in text.encode()]

    def decode(self, symbols: Symbols) -> Decoded[str]:
        ends = np.flatnonzero(symbols == Ids.END)
        meant = symbols[: ends[0]] if len(ends) else symbols
        spelled = b"".join(self._spelling(int(symbol)) for symbol in meant)
        text = getincrementaldecoder("utf-8")("ignore").decode(spelled)
        whole = len(text.encode()) == len(spelled)
        return Decoded(text, () if whole else ("Bytes that are no text were left out.",))

    def _spelling(self, symbol: int) -> bytes:
        return self._bytes[symbol] if 0 < symbol < len(self._bytes) else b""

    def reader(self) -> Reader:
        return _Reader(self)

    def settings(self) -> dict[str, Any]:
        return {"size": len(self._bytes)}

    def files(self) -> dict[str, bytes]:
        return {MODEL: self._model}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:
        codec = cls(files[MODEL])
        size = codec.settings()["size"]
        if size != settings["size"]:
            raise ValueError(f"its {MODEL} has {size} subwords and not {settings['size']}")
        return codec


class _Reader(Reader):
    """Bytes wait for those that make a character of them."""

    def __init__(self, codec: Subwords) -> None:
        self._codec = codec
        self._decoder = getincrementaldecoder("utf-8")("ignore")

    def read(self, symbol: int) -> str:
        return self._decoder.decode(self._codec._spelling(symbol))  # noqa: SLF001  the two classes are one thing


def _spellable(text: str) -> Nearest:
    return nearest(text, {c for c in set(text) if not _UNSPELLABLE.match(c)})


def _learn(pieces: Iterable[str], algorithm: str, size: int) -> bytes:
    """The bytes of a model of these pieces, the same ones for the same pieces."""
    import sentencepiece

    made = BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.Train(
            sentence_iterator=iter(_sample(_lines(pieces))), model_writer=made, model_type=algorithm, vocab_size=size,
            hard_vocab_limit=False, character_coverage=_COVERED, byte_fallback=True,
            normalization_rule_name="identity", add_dummy_prefix=False, remove_extra_whitespaces=False,
            allow_whitespace_only_pieces=True, split_by_whitespace=False, split_by_unicode_script=False,
            split_by_number=False, unk_id=Ids.END, bos_id=-1, eos_id=-1, pad_id=-1, num_threads=1, minloglevel=_SILENT,
        )  # fmt: skip
    except RuntimeError as error:
        raise UsageError(
            f"No {size} subwords can be made of this corpus, which needs more for its characters alone; give "
            "codec.size=1000 or more."
        ) from error
    return made.getvalue()


def _sample(lines: Iterable[str]) -> list[str]:
    """Lines of at most _LEARNED characters, evenly spread over all of them; one note, where there are none."""
    kept: list[str] = []
    held, stride = 0, 1
    for number, line in enumerate(lines):
        if number % stride == 0:
            kept.append(line)
            held += len(line)
        if held > _LEARNED:
            kept, stride = kept[::2], 2 * stride
            held = sum(map(len, kept))
    return kept or ["A"]


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        for line in filter(None, _NOT_LEARNED.split(_spellable(piece).text)):
            yield from (line[start : start + _LINE] for start in range(0, len(line), _LINE))


def _load(model: bytes) -> Any:
    import sentencepiece

    sentencepiece.set_min_log_level(_SILENT)
    cutter = sentencepiece.SentencePieceProcessor()
    try:
        cutter.LoadFromSerializedProto(model)
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"its {MODEL} is no model of subwords") from error
    return cutter


def _spellings(cutter: Any) -> tuple[bytes, ...]:
    """The bytes that each symbol stands for; UnicodeDecodeError, a ValueError, where a subword is no text."""
    return tuple(_bytes_of(cutter, symbol) for symbol in range(cutter.GetPieceSize()))


def _bytes_of(cutter: Any, symbol: int) -> bytes:
    if cutter.IsUnknown(symbol) or cutter.IsControl(symbol) or cutter.IsUnused(symbol):
        return b""
    text: str = cutter.IdToPiece(symbol)
    return bytes((int(text[3:5], 16),)) if cutter.IsByte(symbol) else text.replace(_SPACE, " ").encode()
