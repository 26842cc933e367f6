"""Scores into MusicXML files, through music21's exporter.

Knows the head of a file and what XML cannot hold; leaves notes and bars to music21. The same score gives the same
bytes on every day.
"""

import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from songrnn.music.score import Score
from songrnn.notation.stream import as_written, music21_alone
from songrnn.notation.whole import write_whole

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
"""
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container>
  <rootfiles>
    <rootfile full-path="score.musicxml" media-type="application/vnd.recordare.musicxml+xml"/>
  </rootfiles>
</container>
"""
_GUESSED = ("inversion",)  # of a chord symbol with a bass: music21 writes -1
FIELD = "abc-"  # before the letter of a header field
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def write_musicxml(score: Score, path: Path) -> None:
    """Write a score as it is printed, repeats folded.

    score    see songrnn.notation.stream.as_written for what is written otherwise than it stands
    path     .mxl is compressed, any other name is plain; a file that was there is replaced
    raises   MusicError if there are more than 20,000 notes; UsageError if the file cannot be written
    """
    content = musicxml(score)
    write_whole(path, _archive(content) if path.suffix.lower() == ".mxl" else content)


def musicxml(score: Score) -> bytes:
    """The bytes of a MusicXML file."""
    written = as_written(score)
    with music21_alone(written.divisions):
        from music21.musicxml.m21ToXml import ScoreExporter

        root = ScoreExporter(written.stream, makeNotation=False).parse()
    _head(root, score)
    for parent in list(root.iter()):
        _tidy(parent)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f"{_HEAD}{text}\n".encode()


def _archive(content: bytes) -> bytes:
    """A compressed MusicXML file."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for inside, what in (("META-INF/container.xml", _CONTAINER.encode()), ("score.musicxml", content)):
            archive.writestr(ZipInfo(inside), what, ZIP_DEFLATED)  # a ZipInfo of its own knows no date
    return packed.getvalue()


def _head(root: Any, score: Score) -> None:
    """The title and fields of the score, in the place of what music21 says of itself and of the day."""
    for tag in ("work", "movement-title", "identification", "defaults"):
        for found in root.findall(tag):
            root.remove(found)
    head = ET.Element("identification")
    for letter, value in score.fields:
        if letter == "C":
            ET.SubElement(head, "creator", type="composer").text = value
    ET.SubElement(ET.SubElement(head, "encoding"), "software").text = "songrnn"
    others = [(letter, value) for letter, value in score.fields if letter != "C"]
    if others:
        notes = ET.SubElement(head, "miscellaneous")
        for letter, value in others:
            ET.SubElement(notes, "miscellaneous-field", name=f"{FIELD}{letter}").text = value
    root.insert(0, head)
    if score.title:
        title = ET.Element("movement-title")
        title.text = score.title
        root.insert(0, title)


def _tidy(parent: Any) -> None:
    """Take out comments and what music21 guesses, and the characters that XML has no way to write."""
    for child in list(parent):
        if child.tag in _GUESSED or not isinstance(child.tag, str):
            parent.remove(child)
    if parent.tag == "measure":
        parent.set("implicit", "yes" if parent.get("number") == "0" else "no")
    if parent.text:
        parent.text = allowed(parent.text)
    for name, value in parent.items():
        parent.set(name, allowed(value))


def allowed(text: str) -> str:
    """A text without the control characters that XML forbids."""
    return _FORBIDDEN.sub("", text)
