"""The recipes of the vocabulary and the note state system: the report's figures, and what mends the latter."""

from songrnn.form import Grid
from songrnn.models import FAMILIES
from songrnn.models.axes import SeparateTime, SharedTime
from songrnn.recipes.cha import cha_notestate, cha_vocabulary, notestate


def shown(values, *names):
    return tuple(values[name] if isinstance(values, dict) else getattr(values, name) for name in names)


def test_the_vocabulary_system_has_the_settings_of_the_report():
    made = cha_vocabulary("base")
    assert (made.codec, made.family) == ("words", "window")
    assert shown(made.model, "reach", "width", "second", "head", "dropout") == (50, 512, 256, 256, 0.3)
    assert shown(made.train, "rows", "steps", "epochs") == (50, 50, 100)
    assert shown(made.train, "optimiser", "rate", "schedule") == ("rmsprop", 1e-4, "constant")
    assert made.train.balanced
    assert made.train.last


def test_the_large_vocabulary_system_is_the_one_that_the_report_tried_first():
    assert shown(cha_vocabulary("large").model, "width", "second", "head") == (1024, 512, 256)


def test_windows_are_as_long_as_what_the_network_looks_at():
    for size in ("tiny", "small", "base", "large"):
        assert cha_vocabulary(size).train.steps == cha_vocabulary(size).model["reach"]


def test_the_note_state_system_has_the_settings_of_the_report():
    made = cha_notestate("base")
    assert (made.codec, made.family) == ("states", "biaxial")
    assert shown(made.model, "time_width", "objective", "beats", "conditioned", "unit") == (
        36,
        "mse",
        False,
        False,
        1.0,
    )
    assert shown(made.train, "steps", "epochs", "reading", "stride") == (128, 50, "windows", 0)


def test_each_pitch_has_weights_of_its_own_as_reported_and_shares_them_where_it_is_mended():
    kinds = [
        type(FAMILIES.get("biaxial").build(Grid(78, 2), dict(recipe("tiny").model)).time[0])
        for recipe in (cha_notestate, notestate)
    ]
    assert kinds == [SeparateTime, SharedTime]


def test_the_mended_one_knows_the_beat_and_the_notes_below_and_believes_in_nats():
    model = notestate("base").model
    assert shown(model, "separate", "conditioned", "beats", "objective") == (False, True, True, "nats")
    assert model["positive"] == 1


def test_the_large_mended_one_is_that_of_the_network_which_the_report_came_from():
    names = ("time_width", "time_layers", "pitch_width", "pitch_layers", "pitch_last", "dropout")
    assert shown(notestate("large").model, *names) == (300, 2, 100, 2, 50, 0.5)


def test_neither_report_stopped_early():
    for recipe in (cha_vocabulary, cha_notestate):
        assert recipe().train.patience == recipe().train.epochs
