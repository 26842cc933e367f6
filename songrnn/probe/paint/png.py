"""Painting as a picture: one monospaced cell a character, each on its value's colour, with the scale above.

Knows pixels and how to keep a picture small: long lines go on in the next row, many rows go on in a further column,
cells shrink, and what would still not fit is left out and said so. matplotlib is loaded by the first picture.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from songrnn.errors import UsageError
from songrnn.printable import one_line
from songrnn.probe.paint import Floats, Line, lines
from songrnn.probe.paint.colours import Colours, ink, rgb

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WRAP = 100  # cells in a row
_LARGEST = 4800  # pixels on a side: 92 MB while it is drawn
_NARROWEST = 480
_MARGIN = 24
_HEADER = 72  # title and scale
_TITLE_FONT, _SCALE_FONT = 18, 15  # pixels
_BAR_HEIGHT, _BAR_WIDTH, _BAR_GAP = 16, 201, 8  # an odd width: zero has a column of its own
_BAR_BELOW = 30  # from the title's top to the bar's
_ADVANCE = 0.602  # of DejaVu Sans Mono, in ems
_DPI = 64  # a power of two, so that pixels / dpi * dpi is exact
_PAPER, _INK = 255, 0
_ATLAS = 32  # cells in a row of the atlas


@dataclass(frozen=True, slots=True)
class _Size:
    """Pixels of a cell, of the gap below it, and of its letters."""

    width: int
    height: int
    gap: int
    font: float

    @property
    def rows(self) -> int:
        """How many rows a column holds."""
        return (_LARGEST - 2 * _MARGIN - _HEADER) // (self.height + self.gap)


# The last can hardly be read, but its colours can: it has room for any 7,000 characters, however they are broken.
_SIZES = (_Size(12, 22, 4, 18), _Size(9, 16, 3, 13.5), _Size(6, 11, 2, 9), _Size(4, 7, 1, 6))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things go: columns of rows in cells of one size, and how many characters found no place."""

    size: _Size
    columns: list[list[Line]]
    left_out: int

    def lefts(self) -> list[int]:
        """The left edge of each column, and last the right edge of all."""
        edges = [_MARGIN]
        for column in self.columns:
            edges.append(edges[-1] + (max(len(row.cells) for row in column) + 2) * self.size.width)
        return edges

    def width(self) -> int:
        return max(self.lefts()[-1] - 2 * self.size.width + _MARGIN, _NARROWEST)

    def height(self) -> int:
        return 2 * _MARGIN + _HEADER + len(max(self.columns, key=len, default=[])) * (self.size.height + self.size.gap)

    def places(self) -> Iterator[tuple[int, int, Line]]:
        """Left edge, top edge and content of each row."""
        for left, column in zip(self.lefts(), self.columns, strict=False):
            for at, row in enumerate(column):
                yield left, _MARGIN + _HEADER + at * (self.size.height + self.size.gap), row


def paint(text: str, values: Floats, path: Path, *, title: str, scale: float = 1.0) -> None:
    """Write the text, coloured by its values, as a PNG of at most 4,800 pixels on a side; `path` is whole or untouched.

    values   one a character, shape (len(text),)
    scale    the value of the full colour
    raises   UsageError if the file cannot be written
    """
    plan = _plan(lines(text, values, scale))
    picture = _picture(plan)
    picture[: _MARGIN + _HEADER] = _header(plan, title, scale)
    _save(picture, path)


def _plan(text: list[Line]) -> _Plan:
    """The largest cells in which all rows fit, or the smallest and a remainder."""
    rows = [row for line in text for row in _wrapped(line)]
    for size in _SIZES:
        plan = _Plan(size, [rows[at : at + size.rows] for at in range(0, len(rows), size.rows)], 0)
        if plan.width() <= _LARGEST:
            return plan
    kept = sum(edge - 2 * size.width + _MARGIN <= _LARGEST for edge in plan.lefts()[1:])
    gone = chain.from_iterable(plan.columns[kept:])
    return _Plan(size, plan.columns[:kept], sum(len(row.cells) for row in gone))


def _wrapped(line: Line) -> Iterator[Line]:
    for start, end in pairwise([*range(0, len(line.cells), _WRAP), len(line.cells)]):
        yield Line(line.cells[start:end], line.shares[start:end])


def _picture(plan: _Plan) -> Colours:
    """The coloured cells with their letters: (height, width, 3)."""
    size = plan.size
    picture = np.full((plan.height(), plan.width(), 3), _PAPER, np.uint8)
    known = sorted({cell for column in plan.columns for row in column for cell in row.cells})
    letters = dict(zip(known, _letters(known, size), strict=True))
    for left, top, row in plan.places():
        painted = _painted(row, letters)
        picture[top : top + size.height, left : left + painted.shape[1]] = painted
    return picture


def _header(plan: _Plan, title: str, scale: float) -> Colours:
    """The title, and all colours from -1 to 1 with their values, a mark below zero: (margin + header, width, 3)."""
    figure = _figure(plan.width(), _MARGIN + _HEADER)
    room = int((plan.width() - 2 * _MARGIN) / (_TITLE_FONT * _ADVANCE))
    _write(figure, (_MARGIN, _HEADER - _TITLE_FONT), one_line(title, room), _TITLE_FONT)
    low, high = f"-{scale:.3g}", f"+{scale:.3g}"
    remark = f"   without the last {plan.left_out:,} characters" if plan.left_out else ""
    left = _MARGIN + round(len(low) * _SCALE_FONT * _ADVANCE) + _BAR_GAP
    baseline = _HEADER - _BAR_BELOW - _SCALE_FONT + 2
    _write(figure, (_MARGIN, baseline), low, _SCALE_FONT)
    _write(figure, (left + _BAR_WIDTH + _BAR_GAP, baseline), high + remark, _SCALE_FONT)
    header = _drawn(figure)[..., None].repeat(3, axis=-1)
    bar = header[_MARGIN + _BAR_BELOW :, left : left + _BAR_WIDTH]
    bar[:_BAR_HEIGHT] = rgb(np.linspace(-1.0, 1.0, _BAR_WIDTH))
    bar[_BAR_HEIGHT : _BAR_HEIGHT + 4, _BAR_WIDTH // 2] = _INK
    return header


def _painted(row: Line, letters: dict[str, Floats]) -> Colours:
    """A row of cells: (height, cells * width, 3)."""
    cover = np.concatenate([letters[cell] for cell in row.cells], axis=1)[..., None]
    width = cover.shape[1] // len(row.cells)
    ground = rgb(row.shares)
    grounds, inks = ground.repeat(width, axis=0), ink(ground).repeat(width, axis=0)
    return np.asarray((grounds * (1 - cover) + inks * cover).round(), np.uint8)


def _letters(cells: list[str], size: _Size) -> Iterator[Floats]:
    """How much of each pixel a cell's letter covers, from 0 to 1: arrays (height, width). Each is drawn once."""
    wide, high = 2 * size.width, 2 * size.height  # twice the room: what leans over its cell stays out of the next
    count = -(-len(cells) // _ATLAS)
    figure = _figure(_ATLAS * wide, max(count, 1) * high)
    places = [((at % _ATLAS) * wide, (at // _ATLAS) * high) for at in range(len(cells))]
    for (x, y), cell in zip(places, cells, strict=True):
        _write(figure, (x + size.width, y + size.height * 0.75), cell, size.font, align="center")
    paper = _drawn(figure)[::-1]  # rows upwards, as figures count
    for x, y in places:
        left, low = x + size.width // 2, y + size.height // 2
        yield 1 - paper[low : low + size.height, left : left + size.width][::-1] / 255.0


def _figure(width: int, height: int) -> "Figure":
    """A white figure of so many pixels."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor="white")


def _write(figure: "Figure", place: tuple[float, float], text: str, font: float, *, align: str = "left") -> None:
    """Text with its baseline at pixels (x, y) from the lower left corner. What the font lacks is shown as U+FFFD."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import IdentityTransform

    shown = "".join(c if ord(c) in _characters() else "\ufffd" for c in text)
    style = FontProperties(fname=_font_file(), size=font * 72 / _DPI)
    where: dict[str, Any] = {"transform": IdentityTransform(), "ha": align, "va": "baseline"}
    figure.text(*place, shown, color="black", fontproperties=style, parse_math=False, usetex=False, **where)


@cache
def _characters() -> frozenset[int]:
    """The code points that the font can draw."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(_font_file()).get_charmap())


@cache
def _font_file() -> str:
    """DejaVu Sans Mono as matplotlib carries it, whatever fonts the system has."""
    import matplotlib as mpl

    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf")


def _drawn(figure: "Figure") -> Colours:
    """A figure in greys: (height, width)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)  # no pyplot and its windows
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., 0]


def _save(picture: Colours, path: Path) -> None:
    from matplotlib.image import imsave

    try:
        handle, name = tempfile.mkstemp(prefix=".unfinished-", suffix=".png", dir=path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            imsave(file, picture, format="png", origin="upper")
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> UsageError:
    return UsageError(f"'{one_line(str(path))}' cannot be written ({error.strerror}); give another place.")
