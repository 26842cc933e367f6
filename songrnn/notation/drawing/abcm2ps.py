"""ABC tunes into SVG by abcm2ps, a program that many folk musicians have.

It is written in C and does what a tune tells it, opening files included. So it gets the bare tune: no directive, no
field that it would take as one, nothing but that one file.
"""

import re
import shutil

from songrnn.errors import MusicError
from songrnn.notation.abc.book import entry
from songrnn.notation.abc.lexer import lines
from songrnn.notation.drawing.child import files_made

_SECONDS = 10.0
_MOST_CHARACTERS = 200_000
_ORDERS = re.compile(r"\s*(?:%|I:|T:|\\?$)")  # comments may be directives; the title is written by us
_INLINE = re.compile(r"\[[IRrNTU]:[^\]]*\]?")
_NOT_SHOWN = re.compile(r"[^\t\n -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def can_draw() -> bool:
    """Whether abcm2ps is on the PATH."""
    return _program() is not None


def _program() -> str | None:
    return shutil.which("abcm2ps")


def draw(abc: str) -> list[str]:
    """A tune as SVG, without its title; raises MusicError if abcm2ps gives up on it."""
    program = _program()
    assert program is not None
    command = [program, "-S", "-g", "-q", "-O", "tune.svg", "tune.abc"]  # secure, one SVG a tune, without chatter
    made = files_made(command, {"tune.abc": harmless(abc).encode()}, "*.svg", seconds=_SECONDS)
    pages = [page.decode(errors="replace") for page in made if page]
    if not pages:
        raise MusicError("The tune cannot be drawn: abcm2ps gives up on it; check it with songrnn check.")
    return pages


def harmless(abc: str) -> str:
    """The tune without anything that orders abcm2ps about: directives, I: fields, comments; and without titles."""
    kept = []
    for line in lines(_NOT_SHOWN.sub(" ", abc[:_MOST_CHARACTERS])):
        bare = _INLINE.sub("", line.rstrip("\r\n")).split("%", maxsplit=1)[0]
        if bare.strip() and not _ORDERS.match(bare):
            kept.append(bare)
    return "%abc-2.1\n" + entry("\n".join(kept), 1)
