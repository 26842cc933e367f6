"""Scores as pictures: engraved by verovio, or by abcm2ps where only that is installed."""

from songrnn.notation.drawing.writing import write_picture

__all__ = ["write_picture"]
