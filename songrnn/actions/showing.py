"""Showing: a view into a file, whichever its name ends in: a picture, a page with all there is, or data."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from songrnn.errors import UsageError
from songrnn.notation.whole import write_whole
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.actions.heatmap import Steps
    from songrnn.checkpoint import Trained
    from songrnn.probe.view import View

PICTURES = (".png", ".svg")
PAGE = ".html"
DATA = (".npz", ".csv", ".json")
SUFFIXES = (*PICTURES, PAGE, *DATA)


def check_suffix(path: Path) -> None:
    """Raise UsageError if nothing can be shown in a file of that name."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"Cannot paint '{one_line(path.name)}'; give a name that ends in one of {', '.join(SUFFIXES)}."
        )


def write_picture(view: "View", kind: str, path: Path, *, dark: bool = False) -> None:
    """Write one of the kinds as .png or .svg; raises UsageError for what the view does not hold."""
    from songrnn.probe.paint import png, svg

    if path.suffix.lower() == ".png":
        png.paint(view, kind, path, dark=dark)
    else:
        write_whole(path, svg.paint(view, kind).encode(errors="replace"))


def write_data(view: "View", path: Path) -> None:
    """Write what songrnn.probe.export says of that format."""
    from songrnn.probe.export import write

    write(view, path)


def write_page(trained: "Trained", view: "View", steps: "Steps", path: Path, corpus: str = "") -> tuple[str, ...]:
    """Write the page that has all kinds in it, plays the tune and looks for passages in other ones; returns remarks.

    steps    of the same tune        corpus   where the other tunes are from, "" for what the model learned from
    """
    from songrnn.actions.matching import others_for_page
    from songrnn.actions.playing import onsets
    from songrnn.probe.paint import html

    others, remarks = others_for_page(trained, view, corpus)
    seen = replace(view, remarks=(*view.remarks, *remarks))
    write_whole(path, html.paint(seen, notes=onsets(trained, steps), others=others).encode(errors="replace"))
    return remarks
