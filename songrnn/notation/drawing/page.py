"""SVG pages made safe and put under one another as one picture, with a title.

Knows SVG; nothing of music. Whatever drew a page: what leaves here holds no script, no reference to the outside, and
no element that is not known to draw.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from songrnn.printable import printable

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWS = frozenset({
    "svg", "g", "defs", "symbol", "use", "path", "rect", "line", "polyline", "polygon", "ellipse", "circle", "text",
    "tspan", "style",
})  # fmt: skip
_SAFE_URL = re.compile(r"\s*(?:#|data:application/font-)", re.IGNORECASE)
_URL = re.compile(r"""url\(\s*["']?((?:[^"')])*)""", re.IGNORECASE)
_MARGIN = 30.0  # around all
_TITLE = 26.0  # the size of its letters
_SMALLEST_TITLE = 13.0
_LETTER = 0.56  # the mean width of a letter of a serif font, in ems
_MOST_TITLE = 150  # characters

ET.register_namespace("", SVG)
ET.register_namespace("xlink", _XLINK)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG file, and its width and height in pixels."""

    text: str
    width: float
    height: float


def picture(pages: Sequence[str], title: str) -> Picture | None:
    """Pages under one another on white, the title above; None if one of them is no SVG with a size."""
    drawn = [page for page in map(_page, pages) if page is not None]
    if not drawn or len(drawn) < len(pages):
        return None
    width = max(one.width for one in drawn) + 2 * _MARGIN
    root = ET.Element(f"{{{SVG}}}svg", {"version": "1.1"})
    paper = ET.SubElement(root, f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": "white"})
    paper.tail = "\n"
    top = _MARGIN + _add_title(root, title, width)
    for one in drawn:
        one.root.set("x", f"{_MARGIN:g}")
        one.root.set("y", f"{top:g}")
        one.root.set("width", f"{one.width:g}")
        one.root.set("height", f"{one.height:g}")
        root.append(one.root)
        top += one.height
    height = top + _MARGIN
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"}
    return Picture('<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode"), width, height)


def _add_title(root: ET.Element, title: str, width: float) -> float:
    """Write the title; returns the height that it takes."""
    shown = " ".join(printable(title).split())
    shown = shown if len(shown) <= _MOST_TITLE else shown[: _MOST_TITLE - 1] + "…"
    if not shown:
        return 0.0
    size = min(_TITLE, max((width - 2 * _MARGIN) / (len(shown) * _LETTER), _SMALLEST_TITLE))
    room = int((width - 2 * _MARGIN) / (size * _LETTER))
    shown = shown if len(shown) <= room else shown[: room - 1] + "…"
    style = {"font-family": "Times, serif", "font-size": f"{size:.3g}", "text-anchor": "middle", "fill": "black"}
    text = ET.SubElement(root, f"{{{SVG}}}text", {"x": f"{width / 2:g}", "y": f"{_MARGIN + size * 0.8:.4g}", **style})
    text.text = shown
    return 1.5 * size


@dataclass(frozen=True, slots=True)
class _Page:
    root: ET.Element
    width: float
    height: float


def _page(text: str) -> _Page | None:
    if "<!ENTITY" in text:
        return None
    try:
        root = ET.fromstring(text)  # noqa: S314  without entities nothing in it can grow
    except (ET.ParseError, ValueError):
        return None
    if root.tag != f"{{{SVG}}}svg":
        return None
    box = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    sides = [re.match(r"\d+(?:\.\d+)?", root.get(name, "")) for name in ("width", "height")]
    sizes = [float(side[0]) for side in sides if side] if all(sides) else [float(number) for number in box[2:4]]
    if len(sizes) != 2 or min(sizes) <= 0:
        return None
    if not box:
        root.set("viewBox", f"0 0 {sizes[0]:g} {sizes[1]:g}")
    _clean(root)
    return _Page(root, *sizes)


def _clean(element: ET.Element) -> None:
    """Remove what does not draw, or could do more than that."""
    for child in list(element):
        if isinstance(child.tag, str) and child.tag in _KNOWN_TAGS and _harmless(child):
            _clean(child)
        else:
            _remove(element, child)
    for name, value in list(element.attrib.items()):
        bare = name.rpartition("}")[2].lower()
        if bare.startswith("on") or (bare in ("href", "src") and not value.startswith("#")) or not _stays_inside(value):
            del element.attrib[name]


_KNOWN_TAGS = frozenset(f"{{{SVG}}}{name}" for name in _DRAWS)


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Take an element out, but not the text after it."""
    at = list(parent).index(child)
    if child.tail and child.tail.strip():
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _harmless(element: ET.Element) -> bool:
    text = element.text or ""
    return element.tag != f"{{{SVG}}}style" or ("@import" not in text.lower() and _stays_inside(text))


def _stays_inside(value: str) -> bool:
    return all(_SAFE_URL.match(url) for url in _URL.findall(value)) and "javascript:" not in value.lower()


def letters(picture: Picture) -> Iterator[str]:
    """The text that is written in a picture."""
    for element in ET.fromstring(picture.text).iter():  # noqa: S314  it is our own
        if element.tag in (f"{{{SVG}}}text", f"{{{SVG}}}tspan"):
            yield (element.text or "") + "".join(child.tail or "" for child in element)
