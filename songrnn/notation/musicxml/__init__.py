"""Scores into MusicXML and back."""

from songrnn.notation.musicxml.reading import read_musicxml
from songrnn.notation.musicxml.writing import musicxml, write_musicxml

__all__ = ["musicxml", "read_musicxml", "write_musicxml"]
