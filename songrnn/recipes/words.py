"""Recipes for note words."""

from dataclasses import asdict

from songrnn.models.recurrent import Settings
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

# width, embedding, epochs, dropout; an epoch of the corpus `chorales` holds every melody in twelve keys
_SHAPES = {
    "tiny": (64, 32, 3, 0.0),
    "small": (192, 64, 6, 0.1),
    "base": (384, 128, 10, 0.25),
    "large": (640, 192, 12, 0.4),
}


def chorale_words(size: str = "base") -> Recipe:
    """Two LSTM layers over note words, such as those of chorales; 2×384 at size base."""
    width, embedding, epochs, dropout = at_size(_SHAPES, size)
    model = asdict(Settings("lstm", 2, width, embedding, dropout))
    train = TrainSettings(rows=16, steps=128, epochs=epochs, rate=3e-3, keys=False)
    return Recipe("chorale-words", size, "words", "recurrent", model, train, {"most": 10_000, "least": 1})
