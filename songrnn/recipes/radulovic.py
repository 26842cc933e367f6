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
_PREPARE = {"durations": False, "ties": False, "most_used": 1}
_CODING = {"most": 10_000, "least": 1}
# width, embedding, dropout, epochs
_LEARNED = {
    "tiny": (32, 32, 0.1, 5),
    "small": (192, 96, 0.3, 20),
    "base": (384, 128, 0.5, 40),
    "large": (640, 192, 0.6, 40),
}


def chord_words(size: str = "base") -> Recipe:
    """The same chords learned, not known by heart: whole pieces, a smaller network, an end when it is no better."""
    width, embedding, dropout, epochs = at_size(_LEARNED, size)
    model = asdict(Settings("lstm", 2, width, embedding, dropout))
    train = TrainSettings(rows=16, steps=_WINDOW, epochs=epochs, rate=3e-3)
    return Recipe("chord-words", size, "words", "recurrent", model, train, dict(_CODING), dict(_PREPARE))


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
    return Recipe("radulovic-chords", size, "words", "recurrent", model, train, dict(_CODING), dict(_PREPARE))
