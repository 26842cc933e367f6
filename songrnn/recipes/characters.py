"""Character-level recipes."""

from dataclasses import asdict, replace

from songrnn.models.recurrent import Settings
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

# layers, width, embedding, epochs
_SHAPES = {"tiny": (1, 128, 32, 10), "small": (1, 384, 64, 15), "base": (2, 512, 128, 20), "large": (3, 640, 128, 36)}
# Larger networks remember more of a small corpus; but a tune that is met in five keys is hard to learn by heart.
_DROPOUT = {"tiny": 0.0, "small": 0.2, "base": 0.25, "large": 0.25}
_LONGER = 2.1


def char_lstm(size: str = "base") -> Recipe:
    """A character LSTM with carried state: 2×512 at size base. Tunes in ABC are met in other keys at every epoch.

    Other text is learned as it is.
    """
    layers, width, embedding, epochs = at_size(_SHAPES, size)
    model = asdict(Settings("lstm", layers, width, embedding, _DROPOUT[size]))
    train = TrainSettings(rows=32, steps=128, epochs=epochs, rate=3e-3, keys=True)
    return Recipe("char-lstm", size, "characters", "recurrent", model, train)


def tune_lstm(size: str = "base") -> Recipe:
    """The same for a cleaned corpus of tunes, with more patience."""
    plain = char_lstm(size)
    # A batch holds a strain and its repeat, so that gradients reach what is copied.
    train = TrainSettings(rows=24, steps=256, epochs=round(_LONGER * plain.train.epochs), decay=0.05, keys=True)
    return replace(plain, name="tune-lstm", train=train)
