"""Run as a program of its own: MusicXML into SVG by verovio, or SVG into PNG by resvg; JSON on standard input.

Both are compiled, read what strangers wrote, and could crash or never end. So nothing else lives in this process: it
imports nothing of songrnn, and whoever started it expects that it may die.

    {"musicxml": TEXT, "options": {...}}    → a JSON list, one SVG a page
    {"svg": TEXT, "options": {...}}         → the bytes of a PNG
"""

import json
import sys
from typing import Any


def main() -> int:
    """Read, draw, write; returns the exit code."""
    order = json.load(sys.stdin)
    content = engraved(order) if "musicxml" in order else rastered(order)
    sys.stdout.buffer.write(content)
    return 0 if content else 1


def engraved(order: dict[str, Any]) -> bytes:
    """The pages of MusicXML, or nothing."""
    import verovio

    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    toolkit.setOptions(order["options"])
    if not toolkit.loadData(order["musicxml"]):
        return b""
    pages = [toolkit.renderToSVG(number) for number in range(1, toolkit.getPageCount() + 1)]
    return json.dumps(pages).encode()


def rastered(order: dict[str, Any]) -> bytes:
    """The PNG of an SVG."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=order["svg"], **order["options"]))


if __name__ == "__main__":
    sys.exit(main())
