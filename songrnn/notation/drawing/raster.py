"""Pictures into PNG by resvg, in a process of its own.

Knows fonts: a score's signs are drawn as shapes, but the note in a tempo mark and the flat in "Bb" are letters of
verovio's own font, which resvg cannot read out of an SVG. So those few are made into a font for it.
"""

import json
import re
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from songrnn.errors import MusicError, UsageError
from songrnn.notation.drawing.child import answer
from songrnn.notation.drawing.page import Picture, letters

INSTALL = "pip install resvg_py"
_SECONDS = 60.0
_ZOOM = 2.0
_SMALLEST_ZOOM = 1.0
_TALLEST = 30_000  # pixels; many viewers end at 32,767
_EM = 1000
_LATIN = 0x250  # letters below are in the font that we bring


def check_raster() -> None:
    """Raises UsageError if there is nothing that makes PNGs."""
    if find_spec("resvg_py") is None:
        raise UsageError(f"Drawing a PNG needs resvg_py: {INSTALL}, or write .svg.")


def png(picture: Picture) -> bytes:
    """The bytes of a PNG, twice the size in pixels, less if it is tall; raises MusicError if it cannot be drawn."""
    zoom = min(_ZOOM, _TALLEST / picture.height)
    if zoom < _SMALLEST_ZOOM:
        raise MusicError("The tune is too long for one PNG; write it as .svg, or in parts.")
    written = {letter for text in letters(picture) for letter in text}
    with TemporaryDirectory() as folder:
        music = _music_font(sorted(filter(_is_sign, written)), Path(folder) / "music.otf")
        options = {
            "background": "white",
            "zoom": zoom,
            "font_files": [*_text_fonts(), *music],
            "serif_family": "DejaVu Serif",
            "font_family": "DejaVu Serif",
            "skip_system_fonts": all(ord(letter) < _LATIN or _is_sign(letter) for letter in written),
        }
        content = answer(json.dumps({"svg": picture.text, "options": options}).encode(), seconds=_SECONDS)
    if not content:
        raise MusicError("The picture cannot be made into a PNG; write it as .svg.")
    return content


def _is_sign(letter: str) -> bool:
    """Whether a letter is one of the private ones in which music fonts keep their signs."""
    return 0xE000 <= ord(letter) <= 0xF8FF


def _text_fonts() -> list[str]:
    """DejaVu Serif as matplotlib carries it, whatever fonts the system has."""
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    names = ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic")
    return [str(folder / f"{name}.ttf") for name in names]


def _music_font(signs: list[str], path: Path) -> list[str]:
    """Write a font of those signs, out of the shapes that verovio carries; its path, if there are any."""
    shapes = {sign: shape for sign in signs if (shape := _shape(ord(sign)))}
    if not shapes:
        return []
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.svgLib.path import parse_path

    names = {sign: f"uni{ord(sign):04X}" for sign in shapes}
    drawn, widths = {}, {}
    for name, (outline, width) in {".notdef": ("", _EM // 2), **{names[s]: shapes[s] for s in shapes}}.items():
        pen = T2CharStringPen(width, None)
        parse_path(outline, pen)
        drawn[name], widths[name] = pen.getCharString(), (width, 0)
    builder = FontBuilder(_EM, isTTF=False)
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap({ord(sign): name for sign, name in names.items()})
    builder.setupCFF("Leipzig", {}, drawn, {})
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=_EM, descent=-_EM)
    builder.setupNameTable({"familyName": "Leipzig", "styleName": "Regular", "psName": "Leipzig-Regular"})
    builder.setupOS2()
    builder.setupPost()
    file = BytesIO()
    builder.save(file)
    path.write_bytes(file.getvalue())
    return [str(path)]


def _shape(code: int) -> tuple[str, int] | None:
    """The outline of a sign and how far it moves on, in thousandths of an em; None for an unknown sign."""
    spec = find_spec("verovio")
    if spec is None or spec.origin is None:
        return None
    data = Path(spec.origin).parent / "data"
    glyph, table = data / "Leipzig" / f"{code:04X}.xml", data / "Leipzig.xml"
    if not glyph.is_file() or not table.is_file():
        return None
    outline = re.search(r'\bd="([^"]*)"', glyph.read_text(encoding="utf-8"))
    entry = re.search(rf'<g c="{code:04X}"[^>]*', table.read_text(encoding="utf-8"))
    moves = re.search(r'\bh-a-x="(\d+)', entry[0]) if entry else None
    return (outline[1], int(moves[1]) if moves else _EM // 2) if outline else None
