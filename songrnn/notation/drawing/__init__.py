"""Scores as pictures: drawn by abcm2ps where it is on the PATH, else engraved by verovio."""

from songrnn.notation.drawing.writing import write_picture

__all__ = ["write_picture"]
