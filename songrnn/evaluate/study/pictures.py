"""The pictures of a study as SVG on a ground of their own, so that they are read by day and by night.

Knows numbers and how to draw; matplotlib is imported when a picture is asked for. The same values make the same file.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from songrnn.evaluate.study.notes import BIN, Distributions
from songrnn.evaluate.study.runs import Run, Setting, short
from songrnn.music.sequence import WHOLE, NoteSequence
from songrnn.printable import one_line

# Okabe and Ito 2008: apart for the colour-blind too
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
_BLUE, _ORANGE = "#0072b2", "#e69f00"
_MOST_NAMES = 8  # of a legend
_WIDEST = 16  # whole notes of a piano roll
_RATHER = "model.cell"  # what colours are for where there are more runs than colours


def curves(runs: Sequence[Run]) -> bytes:
    """Training (dashed) and validation figures of runs over their epochs; a colour for each run, or for each cell."""
    figure = _figure(7.5, 4.2)
    axes = figure.add_subplot()
    kinds = list(dict.fromkeys(_kind(run, runs) for run in runs))
    for run in runs:
        epochs = [float(row["epoch"]) for row in run.rows]
        place = kinds.index(_kind(run, runs))
        style: dict[str, Any] = {"color": _COLOURS[place % len(_COLOURS)], "linewidth": 1.4 if len(runs) < 9 else 0.8}
        style["marker"] = "." if len(epochs) < 40 else None
        label = _kind(run, runs) if run is next(one for one in runs if _kind(one, runs) == kinds[place]) else None
        axes.plot(epochs, [row[f"train_{run.measure}"] for row in run.rows], "--", alpha=0.6, **style)
        axes.plot(epochs, [row[f"valid_{run.measure}"] for row in run.rows], "-", label=label, **style)
    axes.set(xlabel="epoch", ylabel=runs[0].per, title="validation (solid) and training (dashed)")
    axes.xaxis.get_major_locator().set_params(integer=True)
    if len(kinds) <= _MOST_NAMES:
        axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    return _svg(figure)


def _kind(run: Run, runs: Sequence[Run]) -> str:
    if len(runs) <= len(_COLOURS):
        return one_line(run.name, 40)
    return str(run.settings.get(_RATHER, run.recipe.get("name")))


def standings(settings: Sequence[Setting], columns: Sequence[str]) -> bytes:
    """The best validation figure of each setting and its spread over seeds; a colour for each kind of `columns`."""
    rows = list(dict.fromkeys(row_name(setting, columns) for setting in settings))
    kinds = list(dict.fromkeys(column_name(setting, columns) for setting in settings))
    figure = _figure(7.5, min(1.6 + 0.34 * len(rows), 14))
    axes = figure.add_subplot()
    for place, kind in enumerate(kinds):
        shown = [setting for setting in settings if column_name(setting, columns) == kind]
        figures = [setting.reached for setting in shown]
        heights = [rows.index(row_name(setting, columns)) + 0.12 * (place - (len(kinds) - 1) / 2) for setting in shown]
        axes.errorbar(
            [one.mean for one in figures], heights, xerr=[one.spread or 0.0 for one in figures], fmt="o", markersize=4,
            capsize=3, color=_COLOURS[place % len(_COLOURS)], label=kind or "all",
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [one_line(row, 64) or "all" for row in rows], fontsize=8)
    axes.invert_yaxis()
    axes.set(xlabel=f"best validation, {settings[0].runs[0].per}; bars: spread over seeds")
    axes.margins(y=0.6 / max(len(rows), 1))
    if len(kinds) <= _MOST_NAMES:
        axes.legend(fontsize=8)
    axes.grid(axis="x", alpha=0.3)
    return _svg(figure)


def row_name(setting: Setting, columns: Sequence[str]) -> str:
    """What varies, but for what columns stand for."""
    return ", ".join(f"{short(name)} {value}" for name, value in setting.varied.items() if name not in columns)


def column_name(setting: Setting, columns: Sequence[str]) -> str:
    """What varies among what columns stand for."""
    return ", ".join(_value(name, setting.varied[name]) for name in columns if name in setting.varied)


def _value(name: str, value: object) -> str:
    if name == "split.mixed":
        return "split anew" if value else "its own split"
    return one_line(str(value), 40)


def figures(run: Run, names: Sequence[str]) -> bytes:
    """Further figures of each validation over the epochs, a panel each."""
    across = min(len(names), 3)
    down = -(-len(names) // across)
    figure = _figure(2.7 * across + 0.6, 2.3 * down + 0.3)
    epochs = [float(row["epoch"]) for row in run.rows]
    for place, name in enumerate(names, start=1):
        axes = figure.add_subplot(down, across, place)
        axes.plot(epochs, [row.get(f"valid_{name}", np.nan) for row in run.rows], ".-", color=_BLUE, linewidth=1.2)
        axes.set_title(name.replace("_", " "), fontsize=9)
        axes.set_xlabel("epoch", fontsize=8)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.tick_params(labelsize=8)
        axes.grid(alpha=0.3)
    return _svg(figure)


def rolls(pieces: Mapping[str, NoteSequence]) -> bytes:
    """Pieces as piano rolls under one another, by their titles, from their beginning; the same pitches for all."""
    figure = _figure(7.5, 2.1 * len(pieces) + 0.4)
    spans = {title: [span for span in piece.pitched if span.onset < _WIDEST * WHOLE]
             for title, piece in pieces.items()}  # fmt: skip
    every = [span.pitch for found in spans.values() for span in found] or [60]
    end = max((min(span.end, _WIDEST * WHOLE) for found in spans.values() for span in found), default=WHOLE)
    for place, (title, found) in enumerate(spans.items(), start=1):
        axes = figure.add_subplot(len(pieces), 1, place)
        lengths = [(span.end - span.onset) / WHOLE for span in found]
        axes.barh([span.pitch for span in found], lengths, left=[span.onset / WHOLE for span in found],
                  height=0.9, color=_BLUE, edgecolor="white", linewidth=0.3)  # fmt: skip
        axes.set(xlim=(0, end / WHOLE), ylim=(min(every) - 2, max(every) + 2), ylabel="MIDI pitch")
        axes.set_title(title, fontsize=9)
        axes.grid(axis="x", alpha=0.3)
    axes.set_xlabel("whole notes")
    return _svg(figure)


def spread_out(corpus: Distributions, output: Distributions) -> bytes:
    """Pitch, step and duration of corpus and output, with the area that they share."""
    figure = _figure(9, 3)
    areas = corpus.overlaps(output)
    for place, (name, unit, width) in enumerate(
        (("pitch", "MIDI pitch", 1.0), ("step", "seconds", BIN), ("duration", "seconds", BIN)), start=1
    ):
        axes = figure.add_subplot(1, 3, place)
        for one, colour, label in ((corpus, _BLUE, "corpus"), (output, _ORANGE, "output")):
            shares = 100 * getattr(one, name)
            axes.stairs(shares, np.arange(len(shares) + 1) * width, fill=True, alpha=0.45, color=colour, label=label)
        low, high = _seen(getattr(corpus, name) + getattr(output, name))
        axes.set_xlim(low * width, high * width)
        axes.set(xlabel=unit, ylabel="share of notes, %" if place == 1 else "")
        axes.set_title(f"{name}: area {areas[name]:.2f}", fontsize=10)
    axes.legend(fontsize=8)
    return _svg(figure)


def _seen(shares: Any) -> tuple[int, int]:
    places = np.flatnonzero(shares > 0.0005)  # what a picture can show
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, len(shares))


def _figure(width: float, height: float) -> Any:
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    FigureCanvasSVG(figure)
    return figure


def _svg(figure: Any) -> bytes:
    from matplotlib import rc_context

    file = io.BytesIO()
    with rc_context({"svg.hashsalt": "songrnn", "svg.fonttype": "path"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()
