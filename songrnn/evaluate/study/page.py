"""A page: sections of words, tables, pictures, sound and files to take away. Knows no format and nothing of music."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

_BASE64 = 4 / 3  # how much longer bytes become where they are written as text


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `remark`: something was left out, or has to be known."""

    text: str
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Subheading:
    """Begins a part of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below heads; what looks like a number is set right by the writers. caption: what it shows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Text as it came, line by line."""

    text: str


@dataclass(frozen=True, slots=True)
class File:
    """What is a file of its own: a picture, sound, or something to take away.

    name      of the file, unlike any other of the page, such as roll-1.svg
    words     what a picture shows, for who cannot see it; what a link says
    """

    name: str
    content: bytes
    words: str


Block = Words | Subheading | Table | Code | File


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks below a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    title: str
    sections: tuple[Section, ...]

    @property
    def files(self) -> list[File]:
        """The files of all sections, in their order."""
        return [block for section in self.sections for block in section.blocks if isinstance(block, File)]


def lighten(page: Page, most: int) -> Page:
    """The page with as many files as `most` bytes hold, written as text; of the others it says that they are left out.

    Files are kept in their order; one that does not fit makes place for smaller ones behind it.
    """
    left, kept = float(most), set()
    for file in page.files:
        if len(file.content) * _BASE64 <= left:
            left -= len(file.content) * _BASE64
            kept.add(file.name)
    return replace(page, sections=tuple(replace(one, blocks=_within(one.blocks, kept)) for one in page.sections))


def _within(blocks: Sequence[Block], kept: set[str]) -> tuple[Block, ...]:
    return tuple(
        Words(f"Left out to keep the page small: {block.words}.", remark=True)
        if isinstance(block, File) and block.name not in kept
        else block
        for block in blocks
    )
