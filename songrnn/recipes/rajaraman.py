"""Rajaraman 2018: bars of piano roll, each from the bar before it; and a better one, each step from all before it."""

from dataclasses import asdict

from songrnn.models.rolls import Settings
from songrnn.recipes.recipe import SPLIT, Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

_BAR = 16  # locations: a crotchet is four
# width, dropout, epochs
_BARS = {"tiny": (32, 0.5, 10), "small": (128, 0.5, 10), "base": (256, 0.5, 20), "large": (512, 0.5, 20)}
_STEPS = {"tiny": (32, 0.0, 10), "small": (128, 0.1, 15), "base": (256, 0.3, 30), "large": (512, 0.5, 40)}


def rajaraman_rolls(size: str = "base") -> Recipe:
    """Two LSTM layers of 256, dropout .5, NAdam, batches of 128, 20 epochs, each bar from an empty state; as reported.

    A sample is a bar and the one before it, which is learned too, from silence. The number of locations a bar is not
    reported, nor is the rate.
    """
    width, dropout, epochs = at_size(_BARS, size)
    shape = Settings(width=width, layers=2, dropout=dropout, bar=_BAR, anew=True)
    train = TrainSettings(
        rows=128, steps=2 * _BAR, epochs=epochs, patience=epochs, optimiser="nadam", rate=1e-3, schedule="constant",
        warmup=0, clip=0.0, reading="windows", stride=_BAR,
    )  # fmt: skip
    split = {**SPLIT, "valid": 0.2, "test": 0.0}
    return Recipe(
        "rajaraman-rolls", size, "rolls", "rolls", asdict(shape), train, {"locations": _BAR}, split=split
    )  # fmt: skip


def note_rolls(size: str = "base") -> Recipe:
    """The same network where each location knows the one before it, and the state goes on from bar to bar."""
    width, dropout, epochs = at_size(_STEPS, size)
    shape = Settings(width=width, layers=2, dropout=dropout)
    train = TrainSettings(
        rows=16, steps=4 * _BAR, epochs=epochs, rate=3e-3, reading="windows", stride=2 * _BAR
    )  # fmt: skip
    return Recipe("note-rolls", size, "rolls", "rolls", asdict(shape), train, {"locations": _BAR})
