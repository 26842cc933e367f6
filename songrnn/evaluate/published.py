"""What the five reports printed, figure by figure, and in what our figure beside each is measured otherwise.

Knows the reports and the names of our recipes; measures nothing. A figure stands beside runs whose settings are those
that it was reached with. Where a report prints no figure, none is listed.

    Szeto, Yu and Thomas 2024, "SongRNN: Music Generation Through a Character Level LSTM"
    Cha, Dias and Kaudan 2020, "Making Music with LSTMs"
    Zhang 2023, "Using LSTM neural network to generate music", DOI 10.54254/2753-8818/19/20230512
    Rajaraman 2018, "Music Generation using LSTM networks"
    Radulović and Ćulibrk 2019, "Generating music with LSTM"
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Published:
    """One figure.

    what       it is of                    value     as printed
    ours       the name of our figure that stands beside it: see songrnn.evaluate.study.beside
    protocol   how theirs was measured, and what is otherwise in ours
    settings   of the runs that it stands beside; others are not as it was
    """

    what: str
    value: str
    ours: str
    protocol: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A report and its figures. remark: what has to be known of all of them."""

    title: str
    figures: tuple[Published, ...]
    remark: str = ""


_WINDOWS = (
    "Theirs: one random window of 30 characters a tune, state empty at its start, one draw. Ours: the same, our draw. "
    "Theirs learned one such window of each tune an epoch; ours every character, unless the run says excerpts."
)


def _course(cell: str, width: int, dropout: float, value: str) -> Published:
    name = f"{cell.upper()}, {width} units, dropout {dropout:g}: validation, nats a character"
    settings = {"model.cell": cell, "model.width": width, "model.dropout": dropout, "split.mixed": False}
    return Published(name, value, "windows", _WINDOWS, settings)


_SZETO = Report(
    "Szeto, Yu and Thomas 2024 (SongRNN)",
    (
        _course("lstm", 150, 0.1, "1.931"),
        _course("lstm", 200, 0.1, "1.947"),
        _course("lstm", 250, 0.1, "1.861"),
        _course("rnn", 150, 0.1, "2.062"),
        _course("lstm", 150, 0.2, "2.010"),
        _course("lstm", 150, 0.3, "2.065"),
    ),
    "The report itself prints curves and no figure; these were printed for the same task of the same course, which "
    "calls 1.9 decent. That dropout was .1 where it is not named, and that .2 and .3 were tried with 150 units, is "
    "read from the order in which they stand. Beside the figure of windows stands that of "
    "whole tunes, where the state has more to go by.",
)
_VOCABULARY = Report(
    "Cha, Dias and Kaudan 2020, vocabulary",
    (
        Published(
            "epoch of the best model", "50 of 100", "best_epoch",
            "Theirs: chosen by eye from the curves. Ours: the least validation figure.",
        ),
    ),
    "The report prints its curves without figures. It learned from piano tracks of Lakh; a corpus of other songs has "
    "other words, so losses would not compare anyway.",
)  # fmt: skip
_NOTESTATE = Report(
    "Cha, Dias and Kaudan 2020, note state matrix",
    (
        Published(
            "squared error on test songs, after 50 epochs", "1913.71", "loss_a_song",
            "Theirs: the mean of 50 songs of Lakh, by what it was divided is not said; here taken as a sum over 128 "
            "timesteps. Ours: the validation loss of a timestep, times 128, on another corpus.",
        ),
        Published(
            "time of an epoch of 350 songs", "about 6 minutes", "time_an_epoch",
            "Theirs: one hour for ten epochs on an unnamed machine. Ours: the time of an epoch of our corpus here.",
        ),
    ),
    "The report took no validation split and calls its result a failure: every song that was written was the same.",
)  # fmt: skip
_ZHANG = Report(
    "Zhang 2023",
    (
        Published(
            "parameters, as Keras counts", "84,354", "keras_parameters",
            "torch keeps two biases a gate where Keras keeps one; the second is not counted here.",
        ),
        Published(
            "first ten notes: durations of less than 0.03 s", "9 of 10", "short_notes",
            "Theirs: one piece, counted in the printed table. Ours: the first sample below; durations stand on a grid "
            "of 1/96, whose step, 0.021 s, is the least.",
        ),
    ),
    "The report learned from Bach Doodle, where our corpus may be another one; its loss is drawn without figures.",
)  # fmt: skip
_RAJARAMAN = Report(
    "Rajaraman 2018",
    (
        Published(
            "time of an epoch", "25 minutes", "time_an_epoch",
            "Theirs: MusicNet on an unnamed machine. Ours: our corpus here.",
        ),
        Published(
            "metric, best epoch", "drawn only", "valid_metric",
            "The report draws its metric without figures. The metric rewards silence; F1 beside it does not.",
        ),
    ),
    "Its metric, the mean over pitches of |y| - |y - round(ŷ)|, is 0 for a network that writes rests alone.",
)  # fmt: skip
_RADULOVIC = Report(
    "Radulović and Ćulibrk 2019",
    (
        Published(
            "cross-entropy of what was learned, after 200 epochs", "0.0127", "train_nats",
            "Theirs: Keras's mean of the last epoch, dropout on. Ours: the least such mean between two validations, a "
            "symbol as theirs; and that of the symbols with 100 before them, as all of theirs have, measured without "
            "updates where the state goes on: the first chord of a piece nobody can know. "
            "Validation, which the report has none of, stands beside it.",
        ),
    ),
    "A loss this low is that of a network that knows its symbols by heart; the originality of what it writes says how "
    "much it copies.",
)  # fmt: skip

REPORTS: Mapping[str, Report] = {
    "szeto-lstm": _SZETO,
    "szeto-rnn": _SZETO,
    "cha-vocabulary": _VOCABULARY,
    "cha-notestate": _NOTESTATE,
    "zhang-events": _ZHANG,
    "rajaraman-rolls": _RAJARAMAN,
    "radulovic-chords": _RADULOVIC,
}
"""Recipe → the report whose system it is."""
