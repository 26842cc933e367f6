"""Networks that others published, with their settings, to measure ours by.

All of them feed symbols as one-hot vectors. Here a symbol has a vector that is learned; what the first layer makes of
it is the same table of one row a symbol.
"""

from dataclasses import asdict

from songrnn.codecs.tokens import LEAST
from songrnn.models.recurrent import Settings
from songrnn.recipes.recipe import Recipe
from songrnn.recipes.sizes import at_size
from songrnn.train.settings import TrainSettings

_FOLK_SYMBOLS = 137
# layers, width, dropout, epochs
_CHAR = {"tiny": (1, 48, 0.0, 10), "small": (2, 64, 0.0, 20), "base": (2, 128, 0.0, 50), "large": (3, 512, 0.5, 50)}
_FOLK = {"tiny": (1, 64, 0.0, 10), "small": (2, 192, 0.2, 30), "base": (3, 512, 0.5, 100), "large": (3, 768, 0.5, 100)}
_MELODY = {"tiny": (1, 32, 0.0, 10), "small": (2, 64, 0.2, 20), "base": (2, 128, 0.5, 60), "large": (2, 512, 0.5, 60)}


def char_rnn(size: str = "base") -> Recipe:
    """Karpathy 2015, char-rnn, as it is without options: two layers of 128, batches of 50 sequences of 50 characters.

    RMSprop at 2e-3, after ten epochs .97 of it each epoch. There each gradient is cut at 5; here their norm is.
    """
    layers, width, dropout, epochs = at_size(_CHAR, size)
    model = asdict(Settings("lstm", layers, width, dropout=dropout))
    train = TrainSettings(
        rows=50, steps=50, epochs=epochs, patience=epochs, optimiser="rmsprop", smoothing=0.95, rate=2e-3,
        schedule="decay", hold=10, shrink=0.97, warmup=0, clip=5.0,
    )  # fmt: skip
    return Recipe("char-rnn", size, "characters", "recurrent", model, train)


def folk_rnn(size: str = "base") -> Recipe:
    """Sturm and others 2016, folk-rnn: 137 symbols, three layers of 512, dropout .5, batches of 64 tunes.

    RMSprop at 3e-3, after twenty epochs .97 of it each epoch. There a sequence is a whole tune; here it is 256 symbols,
    and the state carries on. songrnn.models.counting counts its 5,599,881 parameters.
    """
    layers, width, dropout, epochs = at_size(_FOLK, size)
    model = asdict(Settings("lstm", layers, width, dropout=dropout))
    train = TrainSettings(
        rows=64, steps=256, epochs=epochs, patience=epochs, optimiser="rmsprop", rate=3e-3, schedule="decay", hold=20,
        shrink=0.97, warmup=0, clip=5.0,
    )  # fmt: skip
    coding = {"least": LEAST, "most": _FOLK_SYMBOLS}
    return Recipe("folk-rnn", size, "tokens", "recurrent", model, train, coding)


def melody_rnn(size: str = "base") -> Recipe:
    """Magenta's Melody RNN (Waite 2016), basic: two layers of 128, dropout .5, batches of 128, Adam at 1e-3.

    There a symbol is a sixteenth of a melody, here a note word; and the state carries on.
    """
    layers, width, dropout, epochs = at_size(_MELODY, size)
    model = asdict(Settings("lstm", layers, width, dropout=dropout))
    train = TrainSettings(
        rows=128, steps=64, epochs=epochs, patience=epochs, optimiser="adam", rate=1e-3, schedule="constant", warmup=0,
        clip=5.0,
    )  # fmt: skip
    return Recipe("melody-rnn", size, "words", "recurrent", model, train, {"most": 10_000, "least": 1})
