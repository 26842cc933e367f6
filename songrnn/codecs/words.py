"""One symbol a note word: notes, chords and rests with their lengths, or without, as the student systems had them.

The vocabulary is the commonest words of the training texts. A word outside it is replaced, in this order: by the same
pitches, first those with the same ties, with the nearest length; by a word with the same highest pitch and the nearest
length; by the rest of the nearest length. Of lengths that are equally near the shorter, of words the commonest is
taken. There is always a rest.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np

from songrnn.codecs.codec import Codec, Decoded, Encoded, Reader, Symbols, refuse_settings
from songrnn.errors import UsageError
from songrnn.form import Ids
from songrnn.notation.words.word import EXAMPLES, REST, Word, parse
from songrnn.printable import one_line

_FILE = "vocabulary.txt"
_SHOWN = 3  # words named in a remark


class Words(Codec[str]):
    """Words ↔ 1 … size - 1, the commonest first. An unusual spelling of a word, such as Db4:2/8, is the same word."""

    notations = ("words",)

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.form = Ids(len(self.vocabulary) + 1)
        self._symbol = {word: at for at, word in enumerate(self.vocabulary, start=1)}
        self._kin: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)  # what words share → lengths and symbols
        for symbol, text in enumerate(self.vocabulary, start=1):
            word = parse(text)
            if word is None or str(word) != text:
                raise ValueError(f"'{one_line(text)}' is no note word")
            for shared in _shared(word):
                self._kin[shared].append((word.lasts, symbol))
        for kin in self._kin.values():
            kin.sort()
        if len(self._symbol) < len(self.vocabulary) or not self._kin[()]:
            raise ValueError("its vocabulary holds a word twice, or no rest")

    @classmethod
    def fit(cls, pieces: Iterable[str], **settings: Any) -> Self:
        """A codec of the commonest words.

        most    how many words there are at most, 10,000 unless said
        least   how often a word has to occur
        """
        refuse_settings("words", settings, ("most", "least"))
        most, least = _count("most", settings.get("most", 10_000)), _count("least", settings.get("least", 1))
        written: Counter[str] = Counter()
        for piece in pieces:
            written.update(piece.split())
        counts: Counter[str] = Counter()
        for text, count in written.items():
            word = parse(text)
            if word:
                counts[str(word)] += count
        ranked = sorted((word for word in counts if counts[word] >= least), key=lambda word: (-counts[word], word))
        return cls(_with_rest(ranked, most))

    def encode(self, piece: str) -> Encoded:
        words = piece.split()
        counts = Counter(words)
        meant = {text: parse(text) for text in counts if text not in self._symbol}
        symbols = {text: self._symbol.get(text) or self._read(meant[text]) for text in counts}
        known = [symbols[text] for text in words if symbols[text]]
        replaced = {text for text, word in meant.items() if word and self._word(symbols[text]) != str(word)}
        strange = {text for text, word in meant.items() if not word}
        remarks = tuple(self._remarks(counts, symbols, replaced, strange))
        return Encoded(np.array(known, np.int64), remarks, sum(counts[text] for text in replaced | strange))

    def _read(self, word: Word | None) -> int:
        """The symbol of a word or, if there is none, of the nearest; 0 for what is no note word."""
        return (self._symbol.get(str(word)) or self._nearest(word)) if word else Ids.END

    def _nearest(self, word: Word) -> int:
        kin = self._kin[next((one for one in _shared(word) if one in self._kin), ())]
        at = bisect_left(kin, (word.lasts, 0))
        near: list[tuple[int, int]] = kin[at : at + 1]
        if at:  # of those that last less, the first of the longest
            first = bisect_left(kin, (kin[at - 1][0], 0))
            near = [kin[first], *near]
        return min(near, key=lambda one: (abs(one[0] - word.lasts), one[0]))[1]

    def _remarks(
        self, counts: Mapping[str, int], symbols: Mapping[str, int], replaced: Collection[str], strange: Collection[str]
    ) -> Iterator[str]:
        if replaced:
            shown = [f"'{text}' as '{self._word(symbols[text])}'" for text in counts if text in replaced]
            yield f"{_number(counts, replaced)} that the model never saw, read as near ones: {_some(shown)}."
        if strange:
            shown = [f"'{one_line(text, 20)}'" for text in counts if text in strange]
            yield f"{_number(counts, strange)} left out that cannot be read: {_some(shown)}; write {EXAMPLES}."

    def decode(self, symbols: Symbols) -> Decoded[str]:
        ends = np.flatnonzero(symbols == Ids.END)
        until = symbols[: ends[0]] if len(ends) else symbols
        words = [self._word(int(symbol)) for symbol in until]
        lost = words.count("")
        repairs = (f"{lost} symbols that stand for no word are left out.",) if lost else ()
        return Decoded(" ".join(filter(None, words)), repairs)

    def _word(self, symbol: int) -> str:
        return self.vocabulary[symbol - 1] if 0 < symbol <= len(self.vocabulary) else ""

    def reader(self) -> Reader:
        return _Reader(self)

    def settings(self) -> dict[str, Any]:
        return {}

    def files(self) -> dict[str, bytes]:
        """The words, one a line, in the order of their symbols."""
        return {_FILE: "".join(f"{word}\n" for word in self.vocabulary).encode()}

    @classmethod
    def restore(cls, settings: dict[str, Any], files: Mapping[str, bytes]) -> Self:  # noqa: ARG003  it has none
        return cls(files[_FILE].decode().splitlines())


class _Reader(Reader):
    """Every word is certain at once; a space stands before each but the first."""

    def __init__(self, codec: Words) -> None:
        self._codec = codec
        self._begun = False

    def read(self, symbol: int) -> str:
        word = self._codec._word(symbol)  # noqa: SLF001  the two classes are one thing
        gap = " " if word and self._begun else ""
        self._begun = self._begun or bool(word)
        return gap + word


def _shared(word: Word) -> tuple[Hashable, ...]:
    """What a word may have in common with one that replaces it, the best first."""
    top = word.pitches[-1:]
    return (word.pitches, word.tied), word.pitches, *top


def _with_rest(ranked: list[str], most: int) -> list[str]:
    """The first words; the last of them makes way for a rest if there is none."""
    kept = ranked[:most]
    if any(word.startswith(REST) for word in kept):
        return kept
    rests = (word for word in ranked if word.startswith(REST))
    plain = f"{REST}:1/8" if any(":" in word for word in kept) else REST
    return [*kept[: most - 1], next(rests, plain)]


def _count(name: str, value: Any) -> int:
    if type(value) is not int or value < 1:
        raise UsageError(
            f"The codec 'words' has the setting {name}={one_line(str(value), 40)}; give a whole number from 1."
        )
    return value


def _number(counts: Mapping[str, int], some: Collection[str]) -> str:
    total = sum(counts[text] for text in some)
    return "1 word" if total == 1 else f"{total} words"


def _some(shown: Sequence[str]) -> str:
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more
