"""A view as data for other programs: npz for all signals, CSV and JSON for those of the chosen units. Schema version 1.

JSON, one object:
    version, title, signal      1, a name, and the signal that `units` holds
    texts                       T strings, what each symbol settles; joined they are the text
    bars, beats, surprises      T numbers each: as in songrnn.probe.view, surprises in nats, null where nothing is known
    guesses                     T lists of [text, probability], likeliest first: what may follow the symbol
    units                       "2:37": T numbers, for each of the view's units; without any, for all with the signal

CSV, a row a symbol: index (from 0), text, bar, beat, surprise_nats, guesses (as in JSON), and a column for each unit.
A text is written as it is, and may begin with = + - or @, which spreadsheets take for a formula: import that column as
text.

npz, arrays: version, title, signal, texts, bars, beats, surprises; guess_texts and guess_probabilities, (T, most
guesses), "" and nan where there are fewer; and for each layer and signal `1.h` and the like, (T, H) in float32.
It is read with numpy.load(path, allow_pickle=False).
"""

import csv
import io
import json
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from songrnn.notation.whole import write_whole
from songrnn.probe.signals import Unit, Values
from songrnn.probe.view import View

VERSION = 1
_DIGITS = 6  # behind the point


def write(view: View, path: Path) -> None:
    """Write a view in the format that the file's name ends in, whole or not at all; raises UsageError if it cannot."""
    write_whole(path, FORMATS[path.suffix.lower()](view))


def to_json(view: View) -> str:
    """The view as JSON, on one line."""
    units = {str(unit): _numbers(values) for unit, values in _chosen(view)}
    places = {"bars": _bars(view), "beats": _numbers(view.places.beats), "surprises": _numbers(view.beliefs.surprises)}
    about = {"version": VERSION, "title": view.title, "signal": view.signal, "texts": view.texts}
    return json.dumps({**about, **places, "guesses": _guesses(view), "units": units}, allow_nan=False)


def to_csv(view: View) -> str:
    """The view as CSV, with a head."""
    chosen = _chosen(view)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["index", "text", "bar", "beat", "surprise_nats", "guesses", *(str(unit) for unit, _ in chosen)])
    columns = (
        range(len(view.texts)), view.texts, _bars(view), _numbers(view.places.beats), _numbers(view.beliefs.surprises),
        map(json.dumps, _guesses(view)), *(_numbers(values) for _, values in chosen),
    )  # fmt: skip
    rows.writerows(zip(*columns, strict=True))  # None is an empty cell
    return out.getvalue()


def arrays(view: View) -> dict[str, NDArray[Any]]:
    """The arrays of the npz."""
    most = max(map(len, view.beliefs.guesses), default=0)
    shape = (len(view.texts), most)
    texts, chances = np.full(shape, "", object), np.full(shape, np.nan)
    for row, guesses in enumerate(view.beliefs.guesses):
        texts[row, : len(guesses)] = [guess.text for guess in guesses]
        chances[row, : len(guesses)] = [guess.probability for guess in guesses]
    layers = enumerate(view.trace.layers, start=1)
    return {
        "version": np.array(VERSION), "title": np.array(view.title), "signal": np.array(view.signal),
        "texts": np.array(view.texts, np.str_), "bars": view.places.bars, "beats": view.places.beats,
        "surprises": view.beliefs.surprises, "guess_texts": texts.astype(np.str_), "guess_probabilities": chances,
        **{f"{at}.{name}": values for at, layer in layers for name, values in layer.signals.items()},
    }  # fmt: skip


def _to_npz(view: View) -> bytes:
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays(view))  # compressed it is a tenth smaller and takes twenty times as long
    return out.getvalue()


def _chosen(view: View) -> list[tuple[Unit, Values]]:
    """The view's units with their values; all units that have the signal, if it names none."""
    units = view.units or all_units(view)
    return [(unit, view.trace.unit(unit, view.signal)) for unit in units]


def all_units(view: View) -> tuple[Unit, ...]:
    """Every unit that has the view's signal, from the bottom."""
    layers = enumerate(view.trace.layers, start=1)
    return tuple(Unit(at, k) for at, layer in layers if view.signal in layer.signals for k in range(layer.width))


def _bars(view: View) -> list[int | None]:
    return [bar if bar >= 0 else None for bar in view.places.bars.tolist()]


def _numbers(values: NDArray[np.floating]) -> list[float | None]:
    return [finite(value) for value in np.round(values.astype(np.float64), _DIGITS).tolist()]


def finite(value: float) -> float | None:
    """The value, or None for what is no number, which JSON lacks."""
    return value if isfinite(value) else None


def _guesses(view: View) -> list[list[tuple[str, float]]]:
    return [[(guess.text, round(guess.probability, _DIGITS)) for guess in some] for some in view.beliefs.guesses]


FORMATS: dict[str, Callable[[View], bytes]] = {
    ".npz": _to_npz,
    ".csv": lambda view: to_csv(view).encode(errors="replace"),
    ".json": lambda view: f"{to_json(view)}\n".encode(errors="replace"),
}
