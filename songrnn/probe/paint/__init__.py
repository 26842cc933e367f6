"""Painting what the units of a network said, and what it believed, under the text that it read.

The painters know no network: they are given a View. terminal writes text, svg and png pictures; layout, sheet, matrix,
saturation and captions settle what all of them show, colours what a value looks like.
"""
