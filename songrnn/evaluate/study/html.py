"""A page as one HTML file: no network, no scripts, by day and by night, in wide windows and narrow ones.

All text is escaped. Pictures are images of their own, not parts of the page, so nothing in them can act on it, and
names inside of two scores do not meet.
"""

import re
from base64 import b64encode
from html import escape

from songrnn.evaluate.study.page import Block, Code, File, Page, Section, Subheading, Table, Words
from songrnn.printable import printable

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".mp3": "audio/mpeg", ".mid": "audio/midi"}
_NUMBER = re.compile(r"[-+−]?[\d,]*\.?\d+( ± [\d.]+)?( \(\d+\))?( \*)?|unknown|none|")

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f23; --paper: #fcfcfa; --soft: #64676e; --line: #d8d9dc; --wash: #f1f1ee;
  --link: #00588f; --alarm: #a63c00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e4e0; --paper: #17191c; --soft: #a0a4ac; --line: #3a3d43; --wash: #212429; --link: #7cc0ee;
    --alarm: #f0a070; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
h1, h2, h3, p, li, figcaption, caption { overflow-wrap: anywhere; }
a { color: var(--link); }
h2 a, h3 a { color: inherit; text-decoration: none; }
h2 a:hover, h3 a:hover { text-decoration: underline; }
nav ol { margin: 0; padding-left: 1.4rem; columns: 18rem; }
p { margin: .5rem 0; max-width: 46rem; }
p.remark { color: var(--alarm); }
.table { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { caption-side: bottom; text-align: left; color: var(--soft); padding-top: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
td { min-width: 3.5rem; }
td.long { min-width: 16rem; }
td.number, th.number { text-align: right; white-space: nowrap; }
th { font-weight: 600; white-space: nowrap; }
figure { margin: 1rem 0; }
figure img { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 6px; padding: 4px; }
figcaption { color: var(--soft); font-size: .875rem; margin-top: .35rem; }
audio { display: block; width: 100%; max-width: 26rem; }
pre { background: var(--wash); border-radius: 6px; padding: .75rem 1rem; overflow: auto; max-height: 24rem;
  font-size: .8125rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .875rem; margin-top: 3rem; }
@media print { pre { max-height: none; } }
""".strip()


def html(page: Page) -> str:
    """The whole file."""
    contents = "".join(
        f'<li><a href="#s{at}">{_text(section.title)}</a></li>\n' for at, section in enumerate(page.sections, start=1)
    )
    sections = "".join(_section(f"s{at}", section) for at, section in enumerate(page.sections, start=1))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(page.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_text(page.title)}</h1>\n<nav aria-label="Contents">\n<ol>\n{contents}</ol>\n</nav>\n{sections}'
        "<footer>Written by songrnn.</footer>\n</main>\n</body>\n</html>\n"
    )


def _section(anchor: str, section: Section) -> str:
    blocks, parts = [], 0
    for block in section.blocks:
        parts += isinstance(block, Subheading)
        blocks.append(_block(block, f"{anchor}-{parts}"))
    head = f'<h2 id="{anchor}"><a href="#{anchor}">{_text(section.title)}</a></h2>'
    return f"<section>\n{head}\n{''.join(blocks)}</section>\n"


def _block(block: Block, anchor: str) -> str:
    match block:
        case Words(text, remark):
            kind = ' class="remark"' if remark else ""
            return f"<p{kind}>{_text(text)}</p>\n"
        case Subheading(text):
            return f'<h3 id="{anchor}"><a href="#{anchor}">{_text(text)}</a></h3>\n'
        case Table():
            return _table(block)
        case Code(text):
            return f"<pre>{_text(text)}</pre>\n"
        case File():
            return _file(block)


def _table(table: Table) -> str:
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.heads)
    kinds = [_kind(column) for column in columns]
    heads = "".join(f'<th scope="col"{kind}>{_text(head)}</th>' for head, kind in zip(table.heads, kinds, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{_text(cell)}</td>" for cell, kind in zip(row, kinds, strict=True)) + "</tr>\n"
        for row in table.rows
    )
    caption = f"<caption>{_text(table.caption)}</caption>\n" if table.caption else ""
    head = f"<thead><tr>{heads}</tr></thead>"
    return f'<div class="table" tabindex="0">\n<table>\n{caption}{head}\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n'


def _kind(column: tuple[str, ...]) -> str:
    """The class of a column: numbers stand right, and sentences need room."""
    if any(column) and all(_NUMBER.fullmatch(cell) for cell in column):
        return ' class="number"'
    return ' class="long"' if any(len(cell) > 60 for cell in column) else ""


def _file(file: File) -> str:
    suffix = f".{file.name.rpartition('.')[2]}"
    source = f"data:{_TYPES[suffix]};base64,{b64encode(file.content).decode()}"
    words = _text(file.words)
    if suffix == ".mp3":
        return f'<figure><audio controls src="{source}"></audio><figcaption>{words}</figcaption></figure>\n'
    if suffix == ".mid":
        return f'<p><a download="{escape(file.name)}" href="{source}">{words}</a></p>\n'
    return f'<figure><img src="{source}" alt="{words}"><figcaption>{words}</figcaption></figure>\n'


def _text(text: str) -> str:
    return escape(printable(text))
