"""Overlays over several bars: written one after the other, heard together.

Knows bars and their places; nothing of the signs that begin and end an overlay.
"""

from dataclasses import dataclass, field, replace

from songrnn.music.score import Bar
from songrnn.notation.abc.diagnostic import Place

MOST_LAYERS = 16


@dataclass(slots=True)
class Span:
    """Bars, and overlays of them, that are written one after the other.

    first    the number of the first bar        places   of the uppermost layer's bars
    """

    first: int
    layers: list[list[Bar]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def take(self, bars: list[Bar], places: list[Place]) -> None:
        """The bars since the beginning are one more layer."""
        layer = bars[self.first :]
        if layer and len(self.layers) < MOST_LAYERS:
            self.places = self.places or places[self.first :]
            self.layers.append(layer)
        del bars[self.first :], places[self.first :]

    def fits(self) -> bool:
        """Whether no layer is longer than the uppermost."""
        return all(len(layer) <= len(self.layers[0]) for layer in self.layers)

    def bars(self) -> list[Bar]:
        """The uppermost layer with the others below it."""
        if not self.layers:
            return []
        top, *below = self.layers
        return [
            replace(bar, overlays=(*bar.overlays, *(layer[at].notes for layer in below if at < len(layer))))
            for at, bar in enumerate(top)
        ]
