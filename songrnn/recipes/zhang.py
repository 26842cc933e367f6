"""Zhang 2023: notes as pitch, step and duration in seconds; the times as points, and as densities.

Points lie in the middle of what is likely: the rhythm of what is written collapses. `note-events` is what mends it.
"""

from dataclasses import asdict

from songrnn.models.events import Settings
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

_WINDOW = 25
# width, epochs
_POINTS = {"tiny": (16, 5), "small": (64, 20), "base": (128, 50), "large": (256, 50)}
# width, layers, embedding, components, head, dropout, epochs
_DENSITIES = {
    "tiny": (32, 1, 16, 4, 16, 0.0, 10),
    "small": (128, 1, 32, 8, 32, 0.1, 15),
    "base": (256, 1, 64, 12, 64, 0.2, 30),
    "large": (512, 2, 64, 16, 128, 0.3, 40),
}


def zhang_events(size: str = "base") -> Recipe:
    """Windows of 25 notes → LSTM of 128 → three dense layers, 84,354 parameters as Keras counts; as reported at base.

    Not reported: the rate, the batch and the epochs, here those of the tutorial that the report follows (TensorFlow,
    "Generate music with an RNN").
    """
    width, epochs = at_size(_POINTS, size)
    shape = Settings(width=width, layers=1, dropout=0.0, reach=_WINDOW, times="points", embedding=0, pitch_weight=0.05)
    train = TrainSettings(
        rows=64, steps=_WINDOW, epochs=epochs, optimiser="adam", rate=5e-3, schedule="constant", warmup=0, clip=0.0,
        reading="windows", last=True,
    )  # fmt: skip
    return Recipe("zhang-events", size, "events", "events", asdict(shape), train)


def note_events(size: str = "base") -> Recipe:
    """Whole pieces of notes, with densities of step and duration: a loss in nats, and a rhythm."""
    width, layers, embedding, components, head, dropout, epochs = at_size(_DENSITIES, size)
    shape = Settings(
        width=width, layers=layers, dropout=dropout, components=components, head=head, embedding=embedding
    )  # fmt: skip
    return Recipe(
        "note-events", size, "events", "events", asdict(shape), TrainSettings(rows=8, epochs=epochs, rate=4e-3)
    )
