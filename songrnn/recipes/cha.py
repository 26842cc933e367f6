"""Cha 2020: words of pop music read by attention, and the note state matrix on two axes; and the latter mended.

The report's note state matrices failed: whatever was asked, one piece came out. Squared errors do not weigh notes
against rests, and the notes of a step were not chosen in sight of each other. `notestate` is what mends it.
"""

from dataclasses import asdict

from songrnn.models import biaxial, window
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

_STEPS = 128  # eight measures of sixteen timesteps

# of the vocabulary system: the LSTM of either direction, the one after the attention, the dense layer, epochs
_WORDS = {
    "tiny": (32, 32, 32, 10),
    "small": (128, 64, 64, 20),
    "base": (512, 256, 256, 100),
    "large": (1024, 512, 256, 100),
}
# of the note state system: h, epochs
_STATES = {"tiny": (8, 10), "small": (24, 20), "base": (36, 50), "large": (64, 50)}
# of its mended version: width along time, width along pitch and that of its last layer, layers, dropout, epochs
_MENDED = {
    "tiny": (12, 12, 0, 1, 0.0, 10),
    "small": (36, 36, 0, 1, 0.0, 15),
    "base": (36, 64, 0, 1, 0.2, 20),
    "large": (300, 100, 50, 2, 0.5, 50),  # Johnson 2015
}


def cha_vocabulary(size: str = "base") -> Recipe:
    """Windows of 50 words → bidirectional LSTM of 512 → attention → LSTM of 256 → dense 256; as reported at size base.

    RMSprop at 1e-4 with class weights, without which it writes rests only. Size large is what was tried first. Songs
    are moved to C major or A minor, notes are not tied, and long rests stay. The report takes the piano alone: --set
    prepare.classes=Piano, or prepare.names=PIANO where only names tell. The size of the embedding is not reported.
    """
    width, second, head, epochs = at_size(_WORDS, size)
    model = asdict(window.Settings(width=width, second=second, head=head))
    train = TrainSettings(
        rows=50, steps=50, epochs=epochs, patience=epochs, optimiser="rmsprop", rate=1e-4, schedule="constant",
        warmup=0, clip=0.0, reading="windows", last=True, balanced=True,
    )  # fmt: skip
    prepare = {"ties": False, "key": "c", "longest_rest": 0.0}
    return Recipe("cha-vocabulary", size, "words", "window", model, train, {"most": 10_000, "least": 1}, prepare)


def cha_notestate(size: str = "base") -> Recipe:
    """An LSTM of 36 along time for each pitch, one along pitch, squared errors; the first 128 timesteps of a piece.

    Not reported: the optimiser (Adam here), its rate and the size of a batch.
    """
    width, epochs = at_size(_STATES, size)
    model = asdict(
        biaxial.Settings(
            time_width=width,
            pitch_width=width,
            separate=True,
            conditioned=False,
            beats=False,
            objective="mse",
            unit=1.0,
        )
    )
    train = TrainSettings(
        rows=10, steps=_STEPS, epochs=epochs, patience=epochs, optimiser="adam", rate=1e-3, schedule="constant",
        warmup=0, clip=0.0, reading="windows", stride=0,
    )  # fmt: skip
    return Recipe("cha-notestate", size, "states", "biaxial", model, train)


def notestate(size: str = "base") -> Recipe:
    """Note state matrices that come out as music: one LSTM for all pitches, nats, note by note.

    Nats weigh notes against rests as they are; model.positive=5 weighs them as much more, which a threshold needs and
    draws do not. To be drawn at temperature 1: below it, cells that are seldom on fall silent.
    """
    time_width, pitch_width, last, layers, dropout, epochs = at_size(_MENDED, size)
    shape = biaxial.Settings(
        time_width=time_width, time_layers=layers, pitch_width=pitch_width, pitch_layers=layers, pitch_last=last,
        dropout=dropout,
    )  # fmt: skip
    train = TrainSettings(
        rows=5, steps=_STEPS, epochs=epochs, rate=3e-3, clip=5.0, reading="windows", stride=_STEPS // 2
    )  # fmt: skip
    return Recipe("notestate", size, "states", "biaxial", asdict(shape), train)
