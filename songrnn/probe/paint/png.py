"""Painting a View as a PNG: the drawing of songrnn.probe.paint.svg on one kind of paper, in pixels.

Knows how a drawing becomes pixels, with letters that are the same on every system; nothing of what is drawn.
"""

from importlib.util import find_spec
from pathlib import Path

from songrnn.notation.whole import write_whole
from songrnn.probe.paint.drawing import FONT
from songrnn.probe.paint.svg import draw
from songrnn.probe.view import View


def paint(view: View, kind: str, path: Path, *, dark: bool = False) -> None:
    """Write the picture, on white or on black paper; `path` is whole or untouched.

    raises   UsageError as `picture` does, and if the file cannot be written
    """
    write_whole(path, picture(view, kind, dark=dark))


def picture(view: View, kind: str, *, dark: bool = False) -> bytes:
    """The picture as the bytes of a PNG of at most 5,000 pixels on a side.

    kind     "text", "matrix", "beliefs" or "gates"
    raises   UsageError if there is no such kind, or nothing to show: no such unit, signal, gate or belief
    """
    from resvg_py import svg_to_bytes

    drawn = draw(view, kind, "dark" if dark else "light")
    pixels = svg_to_bytes(drawn, font_files=[_font_file()], monospace_family=FONT, skip_system_fonts=True)
    return bytes(pixels)


def _font_file() -> str:
    """DejaVu Sans Mono as matplotlib carries it, whatever fonts the system has."""
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSansMono.ttf")
