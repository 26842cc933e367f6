"""A heatmap: a view of what a model says under a tune."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from songrnn.actions import neurons
from songrnn.actions.heatmap import Choice, liveliest, look, read, read_stored, view
from songrnn.actions.telling import listen
from songrnn.checkpoint import Trained
from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.models import FAMILIES
from songrnn.notation.sequences import dumps
from songrnn.probe.findings import Score
from songrnn.probe.signals import Layer, Trace, Unit
from songrnn.session import Session

TUNE = "K:D\n|:ABc dé|\n"
WORDS = "C4:1/4 C4.E4:1/8 R:1/8 G4:1/2 D4:1/16"


def built(codec, family, settings, notation="notes", piece=None):
    """A model that has learned nothing."""
    fitted = CODECS.get(codec).fit([piece or listen(WORDS)])
    with torch.random.fork_rng():
        torch.manual_seed(3)
        network = FAMILIES.get(family).build(fitted.form, settings).eval()
    return Trained(network, fitted, {"corpus": {"notation": notation}})


def windowed(piece, notation, codec):
    sizes = dict.fromkeys(("width", "second", "head", "embedding", "attention"), 4)
    return built(codec, "window", {"reach": 5, **sizes}, notation, piece)


@pytest.fixture(scope="module")
def trained(run_folder):
    return Session().model(str(run_folder))


def test_every_symbol_that_the_model_read_is_seen_believed_and_placed(trained):
    seen = view(trained, TUNE, (Unit(1, 3),))
    assert seen.text == TUNE.replace("é", "e")
    count = len(seen.texts)
    assert seen.trace.unit(Unit(1, 3)).shape == (count,)
    assert np.isfinite(seen.beliefs.surprises).sum() == len(seen.beliefs.guesses) == count
    assert (seen.places.bars >= 0).tolist() == [False] * 4 + [True] * (count - 4)
    assert (seen.units, seen.signal, len(seen.remarks)) == ((Unit(1, 3),), "h", 1)


def test_guesses_are_texts_and_their_probabilities(trained):
    for guesses in view(trained, TUNE).beliefs.guesses:
        assert len(guesses) == 5
        assert all(len(guess.text) <= 1 for guess in guesses)
        assert sum(guess.probability for guess in guesses) <= 1 + 1e-6


def test_a_view_is_called_by_its_tune(trained):
    assert view(trained, "X:1\nT:The Rake\nK:D\nA|").title == "The Rake"
    assert view(trained, TUNE).title == ""


@pytest.mark.parametrize("unit", [Unit(0, 3), Unit(2, 3), Unit(1, 32)])
def test_a_unit_that_is_not_there_is_refused(trained, unit):
    with pytest.raises(UsageError, match=r"no (layer|unit)"):
        view(trained, TUNE, (unit,))


def test_a_signal_that_the_model_lacks_is_refused_with_those_it_has(trained):
    with pytest.raises(UsageError, match=r"no signal 'z'; give one of: h, c, "):
        view(trained, TUNE, (), "z")


@pytest.mark.parametrize("tune", ["", " \n\n"])
def test_an_empty_tune_is_refused(trained, tune):
    with pytest.raises(UsageError, match="empty"):
        view(trained, tune)


def test_of_note_words_every_word_is_a_symbol(words_folder):
    model = Session().model(str(words_folder))
    seen = view(model, "C4:1/4 E4:1/4\nR:1/8", (Unit(2, 3),))
    assert seen.texts == ("C4:1/4", " E4:1/4")
    assert seen.places.beats.tolist() == [1, 2]


def test_abc_is_no_tune_for_a_model_of_note_words(words_folder):
    with pytest.raises(UsageError, match="'K:D' is none"):
        view(Session().model(str(words_folder)), TUNE)


def test_of_events_each_note_is_shown_by_its_name():
    seen = view(built("events", "events", {"width": 4}), WORDS)
    assert seen.texts == ("C4 ", "C4 ", "E4 ", "G4 ", "D4 ")
    assert seen.places.bars.tolist() == [-1] * 5
    assert not any(seen.beliefs.guesses)


@pytest.mark.parametrize(
    ("codec", "family", "width"), [("rolls", "rolls", "width"), ("states", "biaxial", "time_width")]
)
def test_of_a_grid_each_step_is_shown_by_what_begins_there_a_bar_a_line(codec, family, width):
    seen = view(built(codec, family, {width: 4}), WORDS)
    first, second = seen.text.splitlines()
    struck = {"rolls": "E4"}.get(codec, "C4.E4")  # a roll cannot tell a C that is struck again from one that is held
    assert first.split() == ["C4", "·", "·", "·", struck, *"···", "G4", *"·······"]
    assert second.split() == ["D4", *("·" * 15)]
    assert seen.places.bars.tolist() == [1] * 16 + [2] * 16


def test_grids_whose_steps_are_no_whole_number_of_parts_keep_every_note():
    codec = CODECS.get("rolls").fit([listen(WORDS)], locations=11)
    network = FAMILIES.get("rolls").build(codec.form, {"width": 4}).eval()
    model = Trained(network, codec, {"corpus": {"notation": "notes"}})
    words = " ".join(f"{name}:1/11" for name in ("C4", "D4") * 11)
    assert "".join(read(model, words).texts).split() == ["C4", "D4"] * 11


def test_a_piece_of_a_corpus_is_read_as_a_tune_is(trained, words_folder):
    for model, tune in ((trained, TUNE), (Session().model(str(words_folder)), "C4:1/4 E4:1/4")):
        stored, typed = read_stored(model, tune), read(model, tune)
        assert (stored.texts, stored.remarks) == (typed.texts, typed.remarks)
        assert (stored.symbols == typed.symbols).all()


def test_notes_that_a_corpus_holds_are_no_words_but_read_alike():
    model = built("events", "events", {"width": 4})
    assert read_stored(model, dumps(listen(WORDS))).texts == read(model, WORDS).texts


@pytest.mark.parametrize("tune", ["", "R:1/4"])
def test_without_a_note_there_is_nothing_to_see(tune):
    with pytest.raises(UsageError, match="empty"):
        view(built("events", "events", {"width": 4}), tune)


def test_a_layer_of_attention_is_shown_by_its_attention_unless_another_signal_is_asked_for():
    model = windowed("K:D\nABc|", "abc", "characters")
    assert view(model, "ABc|", (Unit(3, 1),), "").signal == "a"
    assert view(model, "ABc|", (Unit(4, 1),), "").signal == "h"
    assert view(model, "ABc|", (), "").signal == "h"
    with pytest.raises(UsageError, match="has no signal 'c'; there is: a"):
        view(model, "ABc|", (Unit(3, 1),), "c")


def test_the_liveliest_unit_varies_most_of_all_layers_that_have_the_signal():
    calm, lively = np.array([[0, 0.5], [0, 0.6]]), np.array([[9, 1, 0], [9, -1, 0]])
    trace = Trace((Layer("layer 1", {"h": calm}), Layer("attention", {"a": lively * 5}), Layer("top", {"h": lively})))
    assert liveliest(trace) == Unit(3, 1)
    assert liveliest(trace, "a") == Unit(2, 1)


@pytest.mark.parametrize(("asked", "shown"), [("", "c"), ("f", "f")])
@pytest.mark.parametrize(
    ("kind", "ends", "told"),
    [
        ("yes/no", (-0.96, -0.8), "AUC 0.955 low, 95 % interval 0.900 to 0.980."),
        ("number", (-0.96, -0.8), "rho -0.91, 95 % interval -0.96 to -0.80."),
        ("number", (np.nan, np.nan), "rho -0.91, 95 % interval none."),
    ],
)
def test_the_unit_of_a_feature_is_shown_and_said_as_the_field_says_it_with_how_it_was_sought(
    trained, monkeypatch, asked, shown, kind, ends, told
):
    score = Score(Unit(1, 7), "c", -0.91, *ends, -0.9, 0.001, 0.01, significant=True)
    best = SimpleNamespace(finding=SimpleNamespace(kind=kind), score=score, remarks=("Sought so.",))
    monkeypatch.setattr(neurons, "best_unit", lambda _trained, name: best if name == "bar-line" else None)
    seen = look(trained, "K:D\nABc|", Choice(feature="bar-line", signal=asked))
    assert (seen.units, seen.signal) == ((Unit(1, 7),), shown)
    assert seen.remarks == (f"Unit 1:7, signal c, follows bar-line best of all: {told}", "Sought so.")


def test_a_unit_that_is_sought_in_earnest_is_said_to_have_been_sought_without_random_networks(trained):
    seen = look(trained, "K:D\nABc|", Choice(feature="header"))
    assert seen.remarks[0].startswith(f"Unit {seen.units[0]}, signal {seen.signal}, follows header best of all: AUC ")
    assert "tunes; random networks" in seen.remarks[-1]
    assert "songrnn neurons" in seen.remarks[-1]


def test_an_unknown_feature_is_refused_with_the_nearest(trained):
    with pytest.raises(UsageError, match="Did you mean 'bar-line'"):
        look(trained, TUNE, Choice(feature="barline"))


def test_several_voices_are_seen_whole(trained):
    tune = "M:4/4\nL:1/4\nK:D\nV:1\nABcd|ABcd|\nV:2\nA4|d4|\n"
    seen = view(trained, tune)
    assert seen.text == tune
    assert [seen.places.bars[tune.index(note)] for note in ("ABcd", "A4", "d4")] == [1, 1, 2]
