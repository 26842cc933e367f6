"""Heatmap: a model and a tune into a view: what units said under each symbol, what was believed, where that stands."""

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songrnn.actions.effects import effect, interval
from songrnn.errors import UsageError
from songrnn.form import Fields, Ids
from songrnn.music.sequence import WHOLE
from songrnn.notation.abc.header import read_header
from songrnn.notation.words.word import TONES
from songrnn.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Codec
    from songrnn.probe.signals import Trace, Unit
    from songrnn.probe.view import Places, View
    from songrnn.sample.prompt import Prompt

_SILENCE = "·"


@dataclass(frozen=True, slots=True)
class Steps:
    """A tune as a model reads it.

    symbols   shape (T, *the form's shape)     texts     what each of them settles of the text
    title     of the tune, "" if it has none   remarks   one sentence for each thing that was changed
    """

    symbols: NDArray[Any]
    texts: tuple[str, ...]
    title: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a model is to be looked at: units, or the one that follows a feature best; neither for all.

    signal   "" for the one that follows the feature, and without a feature for what is usual
    """

    units: tuple["Unit", ...] = ()
    feature: str = ""
    signal: str = ""


def view(trained: "Trained", tune: str, units: "tuple[Unit, ...]" = (), signal: str = "h") -> "View":
    """All that a model says while it reads a tune: ABC, or note words for a model of words or notes.

    units, signal   what painters are to show; "" is the output, or what else the unit's layer has
    raises          UsageError for an empty tune, and a unit or signal that the model does not have
    """
    from songrnn.probe.beliefs import beliefs
    from songrnn.probe.trace import trace
    from songrnn.probe.view import View

    steps = read(trained, tune)
    if not len(steps.symbols) or not tune.strip():
        raise UsageError("The tune is empty; give text in the notation of the model, or a file that holds a tune.")
    seen = trace(trained.network, steps.symbols)
    signal = signal or _usual(seen, units)
    _check(seen, units, signal)
    believed = beliefs(trained.network, steps.symbols, _namer(trained.codec))
    places = _places(trained, steps)
    return View(steps.texts, seen, believed, places, signal, units, steps.title, steps.remarks)


def look(trained: "Trained", tune: str, choice: Choice) -> "View":
    """The view of what was chosen; its remarks say which unit follows the feature, how well, and how it was sought.

    raises   UsageError as `view` does, and for an unknown feature; CorpusError if the model's corpus is not there
    """
    if not choice.feature:
        return view(trained, tune, choice.units, choice.signal)
    from songrnn.actions.neurons import best_unit

    best = best_unit(trained, choice.feature)
    score, ends = best.score, " to ".join(interval(best.finding, best.score).split())
    seen = view(trained, tune, (score.unit,), choice.signal or score.signal)
    said = (
        f"Unit {score.unit}, signal {score.signal}, follows {choice.feature} best of all: "
        f"{effect(best.finding, score)}, 95 % interval {ends}."
    )
    return replace(seen, remarks=(*seen.remarks, said, *best.remarks))


def liveliest(trace: "Trace", signal: str = "h") -> "Unit":
    """The unit whose signal varies most, of all layers that have it."""
    from songrnn.probe.signals import Unit

    layers = [(at, layer.signals[signal]) for at, layer in enumerate(trace.layers, 1) if signal in layer.signals]
    deviations = [(at, values.std(axis=0)) for at, values in layers]
    layer, found = max(deviations, key=lambda one: float(one[1].max()))
    return Unit(layer, int(found.argmax()))


def read(trained: "Trained", tune: str) -> Steps:
    """A tune as the model reads it."""
    from songrnn.actions.telling import listen

    prompt = _arranged(trained, tune)
    title = read_header(tune).get("T") if trained.notation == "abc" else ""
    piece = listen(prompt.fed) if trained.notation == "notes" else prompt.fed
    return _steps(trained.codec, piece, title, prompt.remarks)


def read_stored(trained: "Trained", text: str) -> Steps:
    """A piece of a corpus, where notes are no words, as the model reads it."""
    from songrnn.notation.sequences import loads

    return _steps(trained.codec, loads(text)) if trained.notation == "notes" else read(trained, text)


def _steps(codec: "Codec[Any]", piece: object, title: str = "", remarks: tuple[str, ...] = ()) -> Steps:
    encoded = codec.encode(piece)
    return Steps(encoded.symbols, texts(codec, encoded.symbols), title, (*remarks, *encoded.remarks))


def texts(codec: "Codec[Any]", symbols: NDArray[Any]) -> tuple[str, ...]:
    """What each symbol settles of the text; of a note its name, of a step of a grid what begins there, a bar a line."""
    reader = codec.reader()
    if reader is not None:
        return tuple(reader.read(int(symbol)) for symbol in symbols)
    if isinstance(codec.form, Fields):
        return tuple(f"{TONES[int(pitch)]} " for pitch in symbols[:, codec.form.names.index("pitch")])
    begins: list[list[str]] = [[] for _ in symbols]
    for span in codec.decode(symbols).value.pitched:
        begins[round(span.onset * codec.bar / WHOLE)].append(TONES[span.pitch])
    ends = ("\n" if at % codec.bar == 0 else " " for at in range(1, len(symbols) + 1))
    return tuple((".".join(names) or _SILENCE) + end for names, end in zip(begins, ends, strict=True))


def _namer(codec: "Codec[Any]") -> "Callable[[int], str]":
    """What a symbol alone is as text; the end is ""."""

    @cache
    def name(symbol: int) -> str:
        reader = codec.reader()
        return reader.read(symbol) if reader and symbol != Ids.END else ""

    return name


def _arranged(trained: "Trained", tune: str) -> "Prompt":
    """The tune as the model's notation has it; of note words the first line."""
    from songrnn.sample.prompt import arrange, arrange_words

    if trained.notation == "abc":
        return arrange(tune, trained.about.get("corpus", {}).get("header", ()))
    return arrange_words(tune.strip().partition("\n")[0])


def _usual(trace: "Trace", units: "Sequence[Unit]") -> str:
    """The signal that is shown where none is asked for: h, of a layer that has it."""
    layers = trace.layers[units[0].layer - 1 : units[0].layer] if units else trace.layers
    known = [name for layer in layers for name in layer.signals]
    return "h" if "h" in known or not known else known[0]


def _check(trace: "Trace", units: "Sequence[Unit]", signal: str) -> None:
    """Raise UsageError for what the model does not have."""
    if signal not in trace.signals:
        known = ", ".join(trace.signals)
        raise UsageError(f"This model has no signal '{one_line(signal, 40)}'; give one of: {known}.")
    for unit in units:
        trace.unit(unit, signal)


def _places(trained: "Trained", steps: Steps) -> "Places":
    from songrnn.probe.features.places import places
    from songrnn.probe.view import Places

    if trained.notation != "notes":
        return places(steps.texts, trained.notation)
    count = len(steps.texts)
    bars = np.arange(count) // trained.codec.bar + 1 if trained.codec.bar > 1 else np.full(count, -1)
    return Places(bars.astype(np.int64), np.full(count, np.nan))
