"""Pages as files: one HTML file, or Markdown with a folder of files beside it. Knows nothing of what a page says."""

from pathlib import Path
from typing import TYPE_CHECKING

from songrnn.errors import UsageError
from songrnn.notation.whole import write_whole
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.evaluate.study.page import Page

_HTML = (".html", ".htm")
SUFFIXES = (*_HTML, ".md", ".markdown")
_LARGEST = 4_700_000  # bytes that the files of an HTML page take up in it


def check_suffix(path: Path) -> None:
    """Raises UsageError if no page can be written into a file of that name."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"'{one_line(path.name)}' is no name for a page; let it end in .html or .md.")


def write_page(drawn: "Page", path: Path) -> Path:
    """Write a page: one HTML file, or Markdown with a folder NAME_files beside it; returns the path.

    raises   UsageError for another ending, or where nothing can be written
    """
    from songrnn.evaluate.study.html import html
    from songrnn.evaluate.study.markdown import markdown
    from songrnn.evaluate.study.page import lighten

    check_suffix(path)
    if path.suffix.lower() in _HTML:
        write_whole(path, html(lighten(drawn, _LARGEST)).encode())
        return path
    folder = path.with_name(f"{path.stem}_files")
    _write_files(drawn, folder)
    write_whole(path, markdown(drawn, folder.name).encode())
    return path


def _write_files(drawn: "Page", folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"'{one_line(str(folder), 200)}' cannot be made ({error.strerror}); give another place."
        ) from error
    for file in drawn.files:
        write_whole(folder / file.name, file.content)
