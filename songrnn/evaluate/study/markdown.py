"""A page as Markdown, its pictures, sound and MIDI as files beside it.

What a tune or a corpus says cannot become markup: text is escaped, and stands in fences that are longer than any in it.
"""

import re

from songrnn.evaluate.study.page import Block, Code, File, Page, Subheading, Table, Words
from songrnn.printable import printable

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LIST = re.compile(r"^(\s*|\s*\d+)([-+.)=])(?=\s|$|=|-)", re.MULTILINE)  # begins a list or underlines a heading


def markdown(page: Page, folder: str) -> str:
    """The text of the file. folder: the name of the folder beside it that holds the page's files."""
    contents = [f"- {_text(section.title)}" for section in page.sections]
    parts = [f"# {_text(page.title)}", "\n".join(contents)]
    for section in page.sections:
        parts += [f"## {_text(section.title)}", *(_block(block, folder) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, folder: str) -> str:
    match block:
        case Words(text, remark):
            return f"**Note:** {_text(text)}" if remark else _text(text)
        case Subheading(text):
            return f"### {_text(text)}"
        case Table():
            return _table(block)
        case Code(text):
            return _code(text)
        case File():
            return _file(block, folder)


def _table(table: Table) -> str:
    lines = [table.heads, ("---",) * len(table.heads), *table.rows]
    cells = [line if at == 1 else tuple(map(_cell, line)) for at, line in enumerate(lines)]
    caption = f"\n\n*{_text(table.caption)}*" if table.caption else ""
    return "\n".join(f"| {' | '.join(line)} |" for line in cells) + caption


def _cell(text: str) -> str:
    return _text(text).replace("\n", " ")


def _code(text: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{printable(text).rstrip()}\n{fence}"


def _file(file: File, folder: str) -> str:
    place = f"<{folder}/{file.name}>"
    words = _text(file.words)
    return f"![{words}]({place})" if file.name.endswith((".svg", ".png")) else f"[{words}]({place})"


def _text(text: str) -> str:
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\1", printable(text)))
