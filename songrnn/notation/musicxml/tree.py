"""MusicXML files into trees of elements: plain or compressed, from strangers.

Knows XML and zip archives, and how both are used to harm; nothing of music. Entities are refused, not expanded, and
nothing that a file names is opened; what is unpacked is counted first.
"""

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from songrnn.errors import MusicError, UsageError
from songrnn.printable import one_line

_MOST_BYTES = 64 << 20  # of XML: an opera
_MOST_PACKED = 16 << 20  # bytes of an archive
_MOST_ELEMENTS = 2_000_000
_DEEPEST = 100
_MOST_FILES = 1000  # in an archive, looked through for the score
_INDEX = "META-INF/container.xml"
_ENDINGS = (".musicxml", ".xml")


def read_tree(path: Path) -> ET.Element:
    """The root element of a MusicXML file, compressed or plain, whatever the file's name ends in.

    raises   UsageError if the file cannot be read; MusicError if it holds no XML, declares entities, or is too large
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"'{_shown(path)}' cannot be read ({error.strerror}); give a file that can.") from error
    if content[:2] == b"PK":
        content = _unpacked(content, path)
    if len(content) > _MOST_BYTES:
        raise MusicError(f"'{_shown(path)}' holds more than {_MOST_BYTES >> 20} MB; give it in parts.")
    return parse(content, _shown(path))


def _shown(path: Path) -> str:
    return one_line(path.name)


def _unpacked(content: bytes, path: Path) -> bytes:
    """The score in an archive: what its index names, else the first XML file beside the index."""
    if len(content) > _MOST_PACKED:
        raise MusicError(f"'{_shown(path)}' is an archive of more than {_MOST_PACKED >> 20} MB; unpack it first.")
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()[:_MOST_FILES]
            found = _named(archive, names) or next(_candidates(names), None)
            if found is None:
                raise MusicError(f"'{_shown(path)}' is an archive without a score; give one that holds a .musicxml.")
            with archive.open(found) as inside:
                return inside.read(_MOST_BYTES + 1)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise MusicError(f"'{_shown(path)}' is a damaged or locked archive; pack it anew.") from error


def _named(archive: ZipFile, names: list[str]) -> str | None:
    """The file that the index of an archive names; None without a readable index."""
    if _INDEX not in names:
        return None
    with archive.open(_INDEX) as inside:
        try:
            root = parse(inside.read(1 << 16), _INDEX)
        except MusicError:
            return None
    paths = (file.get("full-path", "") for file in root.iter() if file.tag.rpartition("}")[2] == "rootfile")
    return next((path for path in paths if path in names and path.lower().endswith(_ENDINGS)), None)


def _candidates(names: list[str]) -> Iterator[str]:
    return (name for name in names if name.lower().endswith(_ENDINGS) and not name.startswith("META-INF/"))


def parse(content: bytes, name: str) -> ET.Element:
    """The root element of XML; raises MusicError, with the name, if it is none, or means harm."""
    builder = _Builder(name)
    try:
        builder.parser.Parse(content, True)
        return builder.tree.close()
    except (expat.ExpatError, LookupError, ValueError, AssertionError) as error:
        raise MusicError(f"'{name}' is not well-formed XML ({one_line(str(error))}); give a MusicXML file.") from error


class _Builder:
    """Builds a tree while it counts; the parser opens nothing and expands nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tree = ET.TreeBuilder()
        self.count = self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.tree.data
        self.parser.EntityDeclHandler = self._entity

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        self.depth += 1
        if self.count > _MOST_ELEMENTS or self.depth > _DEEPEST:
            raise MusicError(f"'{self.name}' has too many elements, or too deep ones; give it in parts.")
        self.tree.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.tree.end(tag)

    def _entity(self, *_: object) -> None:
        raise MusicError(f"'{self.name}' declares XML entities, which no MusicXML file needs; take them out.")
