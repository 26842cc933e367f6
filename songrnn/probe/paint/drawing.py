"""A drawing as SVG that stands alone: letters in a grid, coloured cells, images, lines and dots.

Knows markup and the colours of white and of black paper, between which the reader's own preference chooses. Nothing in
it runs or is fetched. Whatever text comes in is escaped; it has to be safe to show already. Knows no units or symbols.
"""

import base64
from collections.abc import Sequence
from html import escape
from itertools import groupby
from struct import pack
from typing import Literal
from zlib import compress, crc32

import numpy as np
from numpy.typing import NDArray

from songrnn.probe.paint.colours import ZERO, Colours, Floats, ink, palette, steps

Theme = Literal["auto", "light", "dark"]
Place = tuple[float, float]
Size = tuple[float, float]

FONT = "DejaVu Sans Mono"
ADVANCE = 0.602  # of its letters, in ems
_FAMILY = f"'{FONT}',Menlo,Consolas,monospace"
# Of paper, of words, and of lines and lesser words.
_PLAIN = {"light": ("#ffffff", "#1a1a1a", "#6b6b6b"), "dark": ("#121214", "#ececec", "#a0a0a6")}
_PAPER_STEP = 2 * ZERO + 1  # the step of cells that have no colour
_INKS = [ink(palette(dark=dark))[:, 0] > 0 for dark in (False, True)]  # whether white, for each step
_LETTERS = [*(f"k{light:d}{dark:d}" for light, dark in zip(*_INKS, strict=True)), "i"]  # the classes of letters by step


class Drawing:
    """What has been drawn so far; places are pixels from the upper left corner."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._parts: list[str] = []
        self._used: set[int] = set()

    def text(self, place: Place, words: str, size: float, *, anchor: str = "start", kind: str = "i") -> None:
        """Words with their baseline at a place; kind "i" for ink, "m" for less, "n" for ink over dots."""
        held = f'x="{place[0]:g}" y="{place[1]:g}" font-size="{size:g}" text-anchor="{anchor}"'
        self._parts.append(f'<text class="{kind}" {held}>{escape(words)}</text>')

    def cells(self, corner: Place, size: Size, shares: Floats) -> None:
        """A row of coloured cells of one size, none where a share is nan."""
        (x, y), (width, height) = corner, size
        for step, run in groupby(enumerate(_steps(shares)), key=lambda pair: pair[1]):
            first, *rest = (at for at, _ in run)
            if step != _PAPER_STEP:
                self._used.add(step)
                place = f'x="{x + first * width:g}" y="{y:g}" width="{(1 + len(rest)) * width:g}" height="{height:g}"'
                self._parts.append(f'<rect class="s{step}" {place}/>')

    def letters(self, baseline: Place, pitch: Size, letters: Sequence[str], shares: Floats) -> None:
        """Letters in the middle of cells on which they read well.

        pitch   the width of a cell, and the size of a letter
        """
        (x, y), (width, size) = baseline, pitch
        classes = [_LETTERS[step] for step in _steps(shares)]
        for kind in dict.fromkeys(classes):
            placed = [(at, letter) for at, letter in enumerate(letters) if classes[at] == kind and letter != " "]
            if placed:
                # A combining mark stands on its bearer, and each of the two has a place of its own.
                places = " ".join(f"{x + (at + 0.5) * width:g}" for at, letter in placed for _ in letter)
                words = escape("".join(letter for _, letter in placed))
                held = f'x="{places}" y="{y:g}" font-size="{size:g}" text-anchor="middle"'
                self._parts.append(f'<text class="{kind}" {held}>{words}</text>')

    def image(self, corner: Place, size: Size, shares: Floats) -> None:
        """A grid of coloured cells (rows, columns), stretched to a size without smoothing."""
        (x, y), (width, height) = corner, size
        place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" preserveAspectRatio="none"'
        for theme, content in zip(("light", "dark"), _images(steps(shares)), strict=True):
            if self._theme in ("auto", theme):
                source = base64.b64encode(content).decode()
                kind = f'class="{theme}" image-rendering="optimizeSpeed"'
                self._parts.append(f'<image {kind} {place} href="data:image/png;base64,{source}"/>')

    def path(self, data: str, *, dashed: bool = False) -> None:
        """A thin line."""
        dashes = ' stroke-dasharray="3 3"' * dashed
        self._parts.append(f'<path class="l" d="{data}"{dashes}/>')

    def dot(self, centre: Place, radius: float, name: str, *, step: int, solid: bool = False) -> None:
        """A dot, solid or one that can be seen through, with a name that is shown where the reader points at it."""
        self._used.add(step)
        x, y = centre
        place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"'
        kind = f"s{step}" if solid else f"s{step} t"
        self._parts.append(f'<circle class="{kind}" {place}><title>{escape(name)}</title></circle>')

    def document(self, size: Size, title: str) -> str:
        """The whole drawing as a file."""
        width, height = size
        room = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {room} role="img" font-family="{_FAMILY}">'
            f"<title>{escape(title)}</title><style>{self._style()}</style>"
            f'<rect class="p" width="100%" height="100%"/>{"".join(self._parts)}</svg>\n'
        )

    def _style(self) -> str:
        fixed = (
            "rect{shape-rendering:crispEdges}text{white-space:pre}image{image-rendering:pixelated}"
            ".l{fill:none}.t{fill-opacity:.55}"
        )
        if self._theme != "auto":
            return fixed + self._rules(self._theme)
        hidden, shown = ".dark{display:none}", ".light{display:none}.dark{display:inline}"
        return f"{fixed}{self._rules('light')}{hidden}@media(prefers-color-scheme:dark){{{self._rules('dark')}{shown}}}"

    def _rules(self, theme: str) -> str:
        """The colours of one paper, of all steps that are used."""
        dark = theme == "dark"
        paper, words, less = _PLAIN[theme]
        plain = f".p{{fill:{paper}}}.i{{fill:{words}}}.m{{fill:{less}}}.l{{stroke:{less}}}"
        plain += f".n{{fill:{words};stroke:{paper};stroke-width:3px;paint-order:stroke}}"
        kinds = sorted(set(_LETTERS) - {"i"})
        inks = "".join(f".{kind}{{fill:{'#ffffff' if kind[1 + dark] == '1' else '#000000'}}}" for kind in kinds)
        colours = palette(dark=dark)
        return (
            plain + inks + "".join(f".s{step}{{fill:#{colours[step].tobytes().hex()}}}" for step in sorted(self._used))
        )


def _steps(shares: Floats) -> list[int]:
    paper = np.isnan(shares)
    return [int(step) for step in np.where(paper, _PAPER_STEP, steps(np.where(paper, 0.0, shares)))]


def _images(grid: NDArray[np.uint8]) -> tuple[bytes, bytes]:
    """A grid of steps as PNGs on white and on black paper, which differ in their palette alone."""
    height, width = grid.shape
    data = compress(np.pad(grid, ((0, 0), (1, 0))).tobytes(), 6)  # before each row: no filter

    def png(colours: Colours) -> bytes:
        head = pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
        parts = {b"IHDR": head, b"PLTE": colours.tobytes(), b"IDAT": data, b"IEND": b""}
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, part) for name, part in parts.items())

    return png(palette()), png(palette(dark=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))
