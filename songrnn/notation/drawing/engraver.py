"""Scores into SVG pages by verovio, in a process of its own, by way of MusicXML.

verovio could read ABC as well, but what it does not understand there brings it down.
"""

import json
from importlib.util import find_spec

from songrnn.errors import MusicError
from songrnn.music.score import Score
from songrnn.notation.drawing.child import answer
from songrnn.notation.musicxml import musicxml

_SECONDS = 90.0  # for the child; it gives itself 50 of processor time
_OPTIONS = {
    "inputFrom": "xml",
    "pageWidth": 2000,  # tenths of a millimetre, before `scale`
    "pageHeight": 60_000,  # the most that it knows: a page ends where the music does
    "adjustPageHeight": True,
    "pageMarginTop": 0, "pageMarginBottom": 0, "pageMarginLeft": 0, "pageMarginRight": 0,
    "scale": 45,
    "header": "none", "footer": "none",
    "breaks": "auto",
    "xmlIdSeed": 1,  # the same score makes the same picture
}  # fmt: skip


def can_engrave() -> bool:
    """Whether verovio is installed."""
    return find_spec("verovio") is not None


def engrave(score: Score) -> list[str]:
    """The pages of a score as SVG, without its title; raises MusicError if they cannot be drawn."""
    order = {"musicxml": musicxml(score).decode(), "options": _OPTIONS}
    said = answer(json.dumps(order).encode(), seconds=_SECONDS)
    pages: list[str] = json.loads(said) if said else []
    if not pages:
        raise MusicError("The tune cannot be drawn: verovio gives up on it; write it as MusicXML and look at it there.")
    return pages
