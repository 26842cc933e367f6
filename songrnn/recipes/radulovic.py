"""Radulovic 2019: 500 notes and chords without durations, three LSTM layers of 512, learned by heart.

The report's loss, 0.0127 on what was learned from and with no validation, is that of a network that knows its 7,043
symbols by heart. Nothing here stops such a run early; what was best on the validation split is kept beside what came
last.
"""

from dataclasses import asdict

from songrnn.models.recurrent import Settings
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

_WINDOW = 100
# layers, width, dense layer, dropout, epochs
_SHAPES = {
    "tiny": (1, 32, 32, 0.0, 20),
    "small": (2, 192, 128, 0.1, 60),
    "base": (3, 512, 256, 0.3, 200),
    "large": (3, 768, 384, 0.3, 200),
}


def radulovic_chords(size: str = "base") -> Recipe:
    """Windows of 100 chords → three LSTM layers of 512 → dense 256 → softmax, dropout .3, Adam; as reported at base.

    The report gives the network each symbol as a number; here it has a vector. Of each file the most used player is
    kept, and no durations.
    """
    layers, width, head, dropout, epochs = at_size(_SHAPES, size)
    model = asdict(Settings("lstm", layers, width, dropout=dropout, head=head, reach=_WINDOW))
    train = TrainSettings(
        rows=64, steps=_WINDOW, epochs=epochs, patience=epochs, optimiser="adam", rate=1e-3, schedule="constant",
        warmup=0, clip=0.0, reading="windows", last=True,
    )  # fmt: skip
    prepare = {"durations": False, "ties": False, "most_used": 1}
    return Recipe(
        "radulovic-chords", size, "words", "recurrent", model, train, {"most": 10_000, "least": 1}, prepare
    )  # fmt: skip
