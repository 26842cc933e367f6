"""The picture of a distance: the pooled histograms of corpus and output side by side, held-out pieces as marks.

Knows how to draw, and no music; matplotlib is imported when a picture is asked for.
"""

from pathlib import Path
from typing import Any

import numpy as np

from songrnn.evaluate.distance import Distance
from songrnn.evaluate.features import HISTOGRAMS, Histogram

_BLUE, _ORANGE, _BLACK = "#0072b2", "#e69f00", "#000000"  # Okabe and Ito 2008: apart for the colour-blind too
_WIDTH = 0.42  # of a bar, where bins are 1 apart
_MOST_LABELS = 14  # below an axis


def draw_distance(distance: Distance, path: Path) -> Path:
    """The four histograms of a distance as a PNG of 900 by 680 pixels, replaced whole; returns the path."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 6.8), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2).flat
    for axes, histogram in zip(panels, HISTOGRAMS, strict=True):
        _panel(axes, distance, histogram)
    marks, *bars = figure.axes[0].get_legend_handles_labels()[0]
    figure.legend(handles=[*bars, marks], loc="outside upper center", ncols=3, frameon=False)
    return _save(figure, path)


def _panel(axes: Any, distance: Distance, histogram: Histogram) -> None:
    """One histogram: shares in percent over bins, with the areas that are shared in the title."""
    name = histogram.name
    corpus, output, held_out = (
        100 * np.array(one.pooled[name]) for one in (distance.corpus, distance.output, distance.held_out)
    )
    places = np.arange(len(histogram.bins))
    axes.bar(places - _WIDTH / 2, corpus, _WIDTH, color=_BLUE, label="corpus")
    axes.bar(places + _WIDTH / 2, output, _WIDTH, color=_ORANGE, label="output")
    axes.plot(places - _WIDTH / 2, held_out, "_", color=_BLACK, markersize=5, label="held-out pieces")
    step = -(-len(places) // _MOST_LABELS)
    turned = 45 if max(map(len, histogram.bins)) > 3 else 0
    axes.set_xticks(places[::step], histogram.bins[::step], fontsize=8, rotation=turned)
    shared, possible = distance.of_output[name].pooled, distance.of_held_out[name].pooled
    axes.set(xlabel=histogram.unit, ylabel="share of all, %")
    axes.set_title(f"{name}: overlap {shared:.2f}, of held-out {possible:.2f}", fontsize=10)
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)


def _save(figure: Any, path: Path) -> Path:
    unfinished = path.with_name(f".{path.name}.unfinished")
    figure.savefig(unfinished, format="png")
    unfinished.replace(path)
    return path
