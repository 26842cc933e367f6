"""Szeto 2024: a layer of 150 units over the characters of tunes in ABC, an LSTM against a plain RNN.

Not reported: the embedding, here as wide as the layer, as in the course that the report was written for; how long was
trained. The report learns one random window of 30 characters of each tune in an epoch, a sixteenth of the corpus; here
every character is learned, in windows of 64 that overlap by half. As it was:

    --set train.reading=excerpts --set train.steps=30

Windows rather than lanes, because the report measures windows of 30 characters that begin anywhere, from an empty
state: a network that never began inside a tune is lost there. On whole tunes the two are equal after as many steps.
"""

from dataclasses import asdict

from songrnn.models.recurrent import Settings
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

_STEPS = 64
# units; the report studies 150, 200 and 250
_WIDTHS = {"tiny": 50, "small": 100, "base": 150, "large": 250}


def szeto_lstm(size: str = "base") -> Recipe:
    """One layer of LSTM, 150 units at size base, dropout .1, Adam at 1e-3."""
    return _characters("szeto-lstm", "lstm", size)


def szeto_rnn(size: str = "base") -> Recipe:
    """The same with a plain RNN."""
    return _characters("szeto-rnn", "rnn", size)


def _characters(name: str, cell: str, size: str) -> Recipe:
    width = at_size(_WIDTHS, size)
    model = asdict(Settings(cell, layers=1, width=width, embedding=width, dropout=0.1))
    train = TrainSettings(
        rows=16, steps=_STEPS, epochs=8, optimiser="adam", rate=1e-3, schedule="constant", warmup=0, reading="windows",
        stride=_STEPS // 2,
    )  # fmt: skip
    return Recipe(name, size, "characters", "recurrent", model, train)
