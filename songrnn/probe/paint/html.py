"""Painting as one page that stands alone: a text, every unit that fits, and what one may ask of them.

The page loads nothing from anywhere, and its own rule forbids it to. Its parts lie in `page/` beside this module; here
their data is gathered: JSON in which no character can end an element, and arrays as `packing` writes them.
Knows no model. What the page draws and computes, its scripts know.

Axes: T symbols, H units of a layer.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from songrnn.printable import printable
from songrnn.probe.match import THRESHOLD, TOGETHER
from songrnn.probe.order import order
from songrnn.probe.paint.captions import check
from songrnn.probe.paint.colours import rgb
from songrnn.probe.paint.layout import BLANK, Row, rows
from songrnn.probe.paint.packing import FINE, Block, known_values, letters, main_signal, pack
from songrnn.probe.paint.saturation import Saturation, saturations
from songrnn.probe.signals import GATES, SIGNALS, Layer, Trace, scale
from songrnn.probe.view import Beliefs, View

Signs = NDArray[np.int8]

_BUDGET = 2_200_000  # characters of base64 for signals, sound and other pieces: the page stays below 3 MB
_OTHERS = 400_000  # of them at most for other pieces
_LEAST = 600_000  # and at least for signals, however long the sound
_GUESSES = 5
_UNBROKEN = 10**9  # cells in a row: the page itself breaks long rows where its window ends
_STYLES = ("page.css",)
_SCRIPTS = ("store.js", "text.js", "matrix.js", "gates.js", "match.js", "player.js", "page.js")


@dataclass(frozen=True, slots=True)
class Onset:
    """A note to be played.

    start     seconds from the beginning     seconds   how long
    pitch     MIDI number                    symbol    the index of the symbol that it stands at
    """

    start: float
    seconds: float
    pitch: int
    symbol: int


@dataclass(frozen=True, slots=True)
class Others:
    """Other pieces, in which the page looks for places where the same units do the same.

    names   what they are called
    texts   what each symbol of each settles of its text
    signs   one tuple a piece: one array a layer, shape (T, H), as `signs` gives them
    """

    names: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    signs: tuple[tuple[Signs, ...], ...]


def signs(trace: Trace) -> tuple[Signs, ...]:
    """Of each layer where its main signal is on, and with which sign: -1, 0 or 1, shape (T, H)."""
    return tuple(_signs(layer) for layer in trace.layers)


def _signs(layer: Layer) -> Signs:
    values = layer.signals[main_signal(layer)]
    return np.asarray(np.sign(values) * (np.abs(values) >= THRESHOLD), np.int8)


def paint(
    view: View, *, sound: bytes | None = None, notes: tuple[Onset, ...] = (), others: Others | None = None
) -> str:
    """The page. What does not fit into 3 MB is left out, the least telling first, and the page says so.

    sound    an MP3 to be played; None: the page plays `notes` on a simple string of its own
    notes    in the order of their starts; without any there is nothing to play
    raises   UsageError for an empty text
    """
    check(view, "text")
    heard = base64.b64encode(sound).decode("ascii") if sound else ""
    elsewhere = _elsewhere(others)
    spent = len(heard) + sum(len(data) for piece in elsewhere for data in piece["signs"])
    blocks = pack(view.trace, view.units, max(_BUDGET - spent, _LEAST))
    gates = _gates(view)
    data = {
        **_shown(view),
        "layers": [{**_layer(layer), **_seen(at, blocks, gates)} for at, layer in enumerate(view.trace.layers, 1)],
        "beliefs": _beliefs(view.beliefs),
        "notes": [[round(note.start, 4), round(note.seconds, 4), note.pitch, note.symbol] for note in notes],
        "sound": heard,
        "others": elsewhere,
    }
    return _assembled(printable(view.title) or "Heatmap", data)


def _shown(view: View) -> dict[str, Any]:
    """What is said of the text and of signals in general."""
    units = [[unit.layer, unit.index] for unit in view.units]
    return {
        "title": printable(view.title), "remarks": [printable(remark) for remark in view.remarks],
        "texts": [printable(text) for text in view.texts], "rows": _rows(view.texts),
        "bars": letters(view.places.bars.astype(np.int32)), "beats": letters(view.places.beats.astype(np.float32)),
        "signal": view.signal, "units": units, "meanings": SIGNALS, "gates": sorted(GATES),
        "threshold": THRESHOLD, "together": TOGETHER, "steps": FINE,
        "colours": {"light": _colours(dark=False), "dark": _colours(dark=True)},
    }  # fmt: skip


def _colours(*, dark: bool) -> str:
    """The colours of all steps from the least to the most."""
    return letters(rgb(np.linspace(-1.0, 1.0, 2 * FINE + 1), dark=dark))


def _rows(texts: tuple[str, ...]) -> list[list[int]]:
    """The rows of the text: indices of symbols, each where it begins; and -n where n blank cells align bar lines."""
    laid = rows(texts, [max(len(text), 1) for text in texts], across=_UNBROKEN)
    begun: set[int] = set()
    return [list(_begun(row, begun)) for row in laid]


def _begun(row: Row, begun: set[int]) -> Iterator[int]:
    """Blanks, and the symbols of a row that did not begin in one before, which are noted down in `begun`."""
    for symbol, run in groupby(row.symbols.tolist()):
        if symbol == BLANK:
            yield -len(list(run))
        elif symbol not in begun:
            begun.add(symbol)
            yield symbol


def _layer(layer: Layer) -> dict[str, Any]:
    main = main_signal(layer)
    return {
        "name": printable(layer.name), "width": layer.width, "main": main, "signals": list(layer.signals),
        "order": order(layer.signals[main]).tolist(),
        "fulls": {name: scale(name, known_values(values)) for name, values in layer.signals.items()},
    }  # fmt: skip


def _seen(at: int, blocks: tuple[Block, ...], gates: list[Saturation]) -> dict[str, Any]:
    """What is said of the units of a layer (from 1)."""
    return {
        "blocks": [asdict(block) for block in blocks if block.layer == at],
        "gates": [
            {"name": printable(gate.name), "left": gate.left.round(3).tolist(), "right": gate.right.round(3).tolist()}
            for gate in gates
            if gate.layer == at
        ],
    }


def _gates(view: View) -> list[Saturation]:
    """The gates of all layers, if there are any."""
    if not GATES.intersection(view.trace.signals) - {"a"}:
        return []
    return [gate for layer in saturations(replace(view, units=())) for gate in layer]


def _beliefs(beliefs: Beliefs) -> dict[str, Any]:
    """Surprises, and guesses as indices into a table of texts; a probability in steps of 1/65535."""
    table = {text: at for at, text in enumerate(dict.fromkeys(g.text for row in beliefs.guesses for g in row))}
    indices = np.zeros((len(beliefs.guesses), _GUESSES), np.uint16)
    chances = np.zeros_like(indices)
    for at, row in enumerate(beliefs.guesses):
        for rank, guess in enumerate(row[:_GUESSES]):
            indices[at, rank] = table[guess.text]
            chances[at, rank] = round(min(max(guess.probability, 0.0), 1.0) * 65535)
    return {
        "surprises": letters(beliefs.surprises.astype(np.float32)), "table": [printable(text) for text in table],
        "indices": letters(indices), "chances": letters(chances), "known": any(beliefs.guesses),
    }  # fmt: skip


def _elsewhere(others: Others | None) -> list[dict[str, Any]]:
    """As many of the other pieces, from the first, as their share of the budget allows."""
    pieces: list[dict[str, Any]] = []
    left = _OTHERS
    for name, texts, layers in zip(*_columns(others), strict=True):
        packed = [letters(layer.T) for layer in layers]
        left -= sum(map(len, packed))
        if left < 0:
            break
        pieces.append({"name": printable(name), "texts": [printable(text) for text in texts], "signs": packed})
    return pieces


def _columns(others: Others | None) -> tuple[tuple[Any, ...], ...]:
    return (others.names, others.texts, others.signs) if others else ((), (), ())


def _assembled(title: str, data: dict[str, Any]) -> str:
    """The page around its data, which comes last: nothing is looked for in it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    page = _asset("page.html").replace("<!-- style -->", "".join(map(_asset, _STYLES)))
    page = page.replace("<!-- script -->", "".join(map(_asset, _SCRIPTS)))
    return page.replace("<!-- title -->", escape(title)).replace("<!-- data -->", written)


def _asset(name: str) -> str:
    return files("songrnn.probe.paint").joinpath("page", name).read_text(encoding="utf-8")
