"""What a user typed, arranged as the model learned to read it.

A model trained on a cleaned corpus knows a few header fields in one order (R M L K, say). A prompt may hold them in
any order, leave some out, or bring fields that the model never saw (a title): those are kept for the tune that is
shown, and are not fed. A model without such an order is fed the prompt as it is. A model of note words has no header.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from songrnn.corpus.clean import normal_field
from songrnn.errors import UsageError
from songrnn.notation.abc.header import default_unit, read_header, read_meter
from songrnn.notation.abc.lexer import lines
from songrnn.notation.words.word import EXAMPLES, parse
from songrnn.printable import one_line
from songrnn.sample.fields import NO_MUSIC

_STAND_IN = {"M": "4/4", "K": "C"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt, arranged.

    fed       what the model reads                    kept      header lines that are shown and not fed
    remarks   one sentence for each thing that was changed
    """

    fed: str
    kept: str = ""
    remarks: tuple[str, ...] = ()

    def tune(self, written: str) -> str:
        """The whole tune: kept lines, the prompt, and what the model wrote after it."""
        return self.kept + self.fed + written


def arrange(text: str, order: Sequence[str]) -> Prompt:
    """A prompt for a model whose corpus keeps the header fields `order`, K last; none if it keeps text as it came."""
    if not order or not text.strip():
        return Prompt(text)
    head = [*takewhile(NO_MUSIC.match, lines(text))]  # also the fields after K:
    body = text[sum(map(len, head)) :]
    fields = read_header("".join(head)).fields
    normal = {name: normal_field(name, value, fields) for name, value in fields.items() if name in order}
    known = {name: value for name, value in normal.items() if value}
    kept = "".join(f"{line.strip()}\n" for line in head if line.strip() and line[0] not in (*order, "X"))
    remarks = []
    if body.strip() or "K" in known:
        remarks = _complete(known, order)
    fed = "".join(f"{name}:{known[name]}\n" for name in order if name in known)
    return Prompt(fed + body.strip(), kept, tuple(remarks))


def arrange_words(text: str) -> Prompt:
    """A prompt for a model of note words: on one line, spelled as songrnn writes them; raises UsageError for others."""
    words = [_word(text) for text in text.split()]
    return Prompt(" ".join(words))


def _word(text: str) -> str:
    word = parse(text)
    if word is None:
        raise UsageError(f"The model writes note words, and '{one_line(text, 40)}' is none; write {EXAMPLES}.")
    return str(word)


def _complete(known: dict[str, str], order: Sequence[str]) -> list[str]:
    """Give a header that is followed by notes, or ends with K:, the fields that every tune of the corpus has."""
    missing = [name for name in ("M", "L", "K") if name in order and name not in known]
    for name in missing:
        known[name] = str(default_unit(read_meter(known.get("M", "")))) if name == "L" else _STAND_IN[name]
    if not missing:
        return []
    return [f"The prompt leaves open {', '.join(f'{name}: (taken as {known[name]})' for name in missing)}."]
