"""ABC text into lexemes, losing nothing: joined, their texts give the tune back.

Knows how lexemes look, not what they mean together. After: ABC 2.1, sections 3 and 4.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Tried in this order at every place of a music line; the last one takes anything.
_SMALLEST = r"""
    (?P<comment>%.*)
  | (?P<inline>\[[A-Za-z]:[^\[\]]*\])
  | (?P<quoted>"[^"]*")
  | (?P<decoration>![^!|\s]*!|\+[A-Za-z().<>]+\+|[.~H-Wh-w])
  | (?P<grace>\{/?|\})
  | (?P<note>(?:\^{1,2}|_{1,2}|=)?[A-Ga-g][,']*)
  | (?P<rest>[zxZX])
  | (?P<length>\d+/*\d*|/+\d*)
  | (?P<bar>:*\[?\|[|\]:]*:*|:{2,})
  | (?P<chord>\[(?![\d"])|\])
  | (?P<ending>\[(?=["\d]))
  | (?P<tuplet>\(\d+(?::\d*){0,2})
  | (?P<slur>[()])
  | (?P<tie>-)
  | (?P<broken>>+|<+)
  | (?P<space>[ \t]+)
  | (?P<continuation>\\)
  | (?P<spacer>[y`])
  | (?P<overlay>&)
  | (?P<other>.)
"""
_MUSIC = re.compile(_SMALLEST, re.VERBOSE)
_NUMBERS = r"(?:(?<=[|:\[])|(?<=\|\]))\d+(?:[,-]\d+)*"  # of endings, after a bar line
_TEXTS = re.compile(rf"{_NUMBERS} | [\r\n]+ |" + re.sub(r"\?P<\w+>", "?:", _SMALLEST), re.VERBOSE)
# Whole lexemes, tried in this order: a note with its length, a chord with all inside it, a bar line with its ending.
_LENGTH = "[0-9]*/*[0-9]*"
_BAR_LINE = r"(?::*\[?\|[|\]:]*:*|:{2,})(?:[0-9]+(?:[,-][0-9]+)*)?"
_LEXEME = rf"""
    (?P<note>(?:(?:\^{{1,2}}|_{{1,2}}|=)(?:[0-9]+(?:/[0-9]*)?|/[0-9]*)?)?[A-Ga-g][,']*{_LENGTH})
  | (?P<space>[ \t]+)
  | (?P<bar>{_BAR_LINE})
  | (?P<rest>[zxZX]{_LENGTH})
  | (?P<overlay>\(&|&\)?)
  | (?P<tie>-)
  | (?P<broken>>+|<+)
  | (?P<tuplet>\([0-9]+(?::[0-9]*){{0,2}})
  | (?P<slur>[()])
  | (?P<grace>\{{[^{{}}|]*\}})
  | (?P<quoted>"[^"]*")
  | (?P<inline>\[[A-Za-z]:[^\[\]]*\])
  | (?P<ending>\[(?:[0-9]+(?:[,-][0-9]+)*|(?=")))
  | (?P<chord>\[[^\[\]|"%]*\]{_LENGTH})
  | (?P<decoration>![^!|\s]*!|\+[A-Za-z().<>]+\+|[.~H-Wh-w])
  | (?P<comment>%.*)
  | (?P<continuation>\\|!(?=[ \t]*$)|[$])
  | (?P<spacer>y[0-9]*|`)
  | (?P<other>.)
"""
_PLAIN = rf"[A-Ga-g][,']*{_LENGTH}"  # most lexemes are notes without a sign: tried before all others
_KINDS = re.compile(_LEXEME, re.VERBOSE)
_UNNAMED = _PLAIN + " | " + re.sub(r"\?P<\w+>", "?:", _LEXEME)
_ANY = re.compile(_UNNAMED, re.VERBOSE)
_DENSE = re.compile(rf"[ \t]*({_UNNAMED})", re.VERBOSE)
_ENDING = re.compile(r"\d+(?:[,-]\d+)*")
_FIELD = re.compile(r"(?![A-Ga-gxz]:[|:])[A-Za-z+]:")  # not a line of one note and a repeat sign
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One lexeme.

    kind     field, directive, newline, or the name of a group of the music line's pattern
    line     from 1        column   from 1
    """

    kind: str
    text: str
    line: int
    column: int


def lines(text: str) -> list[str]:
    """The lines of a text with their ends: LF, CR LF or CR (ABC 2.1, section 2.2); no other character ends a line."""
    return _LINE.findall(text)


def is_field(line: str) -> bool:
    """Whether a line without its end is a field, such as "K:D", and no music."""
    return _FIELD.match(line) is not None


def lexemes(line: str) -> list[str]:
    """A music line, without its end, in whole lexemes; joined they are the line again."""
    return _ANY.findall(line)


def dense(line: str) -> list[str]:
    """The lexemes of a music line without the spaces before them; spaces at the end of the line are one more."""
    return _DENSE.findall(line)


def columns(line: str) -> list[int]:
    """Where each of the `dense` lexemes of a line begins, from 1."""
    return [found.start(1) + 1 for found in _DENSE.finditer(line)]


def texts(line: str) -> list[str]:
    """The texts of the `tokens` of a music line, its end too; many times as fast as these."""
    return _TEXTS.findall(line)


@lru_cache(maxsize=16384)
def kind(lexeme: str) -> str:
    """The kind of one of `lexemes`: note, space, bar, rest, ..., other for what means nothing."""
    found = _KINDS.match(lexeme)
    return found.lastgroup or "other" if found else "other"


def tokens(text: str) -> Iterator[Token]:
    """The lexemes of a tune, header and body; their texts joined are `text` again."""
    for number, line in enumerate(lines(text), start=1):
        content = line.rstrip("\r\n")
        yield from _line(content, number)
        if len(content) < len(line):
            yield Token("newline", line[len(content) :], number, len(content) + 1)


def _line(content: str, number: int) -> Iterator[Token]:
    if content.startswith("%%"):
        yield Token("directive", content, number, 1)
    elif _FIELD.match(content):
        yield Token("field", content, number, 1)
    else:
        yield from _music(content, number)


def _music(content: str, number: int) -> Iterator[Token]:
    at = 0
    while at < len(content):
        found = _MUSIC.match(content, at)
        assert found is not None
        kind = found.lastgroup or "other"
        yield Token(kind, found.group(), number, at + 1)
        at = found.end()
        ending = _ENDING.match(content, at) if kind in ("bar", "ending") else None
        if ending:
            yield Token("ending_number", ending.group(), number, at + 1)
            at = ending.end()
