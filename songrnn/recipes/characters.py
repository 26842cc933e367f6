"""Character-level recipes."""

from dataclasses import asdict, replace

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.models.recurrent import Settings
from songrnn.recipes.recipe import SIZES, Recipe
from songrnn.train.settings import TrainSettings

# layers, width, embedding, dropout, epochs: larger networks remember more of a small corpus and need more dropout.
_SHAPES = {
    "tiny": (1, 128, 32, 0.0, 10),
    "small": (1, 384, 64, 0.2, 15),
    "base": (2, 512, 128, 0.3, 20),
    "large": (3, 640, 128, 0.5, 36),
}
_DROPOUT_WITH_KEYS = 0.25  # a tune met in five keys is hard to learn by heart
_LONGER_WITH_KEYS = 2.1  # and takes longer to learn at all


def char_lstm(size: str = "base") -> Recipe:
    """A character LSTM with carried state, for text of any kind: 2×512 at size base."""
    if size not in SIZES:
        raise UsageError(f"No size is called '{size}'. {did_you_mean(size, SIZES)}")
    layers, width, embedding, dropout, epochs = _SHAPES[size]
    model = asdict(Settings("lstm", layers, width, embedding, dropout))
    train = TrainSettings(rows=32, steps=128, epochs=epochs, rate=3e-3)
    return Recipe("char-lstm", size, "characters", "recurrent", model, train)


def tune_lstm(size: str = "base") -> Recipe:
    """The same for a cleaned corpus of tunes: every epoch meets them in other keys."""
    plain = char_lstm(size)
    dropout = min(plain.model["dropout"], _DROPOUT_WITH_KEYS)
    # A batch holds a strain and its repeat, so that gradients reach what is copied.
    train = TrainSettings(
        rows=24, steps=256, epochs=round(_LONGER_WITH_KEYS * plain.train.epochs), decay=0.05, keys=True
    )
    return replace(plain, name="tune-lstm", model={**plain.model, "dropout": dropout}, train=train)
