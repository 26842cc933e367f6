"""The loss curve of a run as a picture."""

import os
from collections.abc import Sequence
from pathlib import Path

from songrnn.train.history import Row


def draw_curve(rows: Sequence[Row], path: Path) -> None:
    """Training and validation nats a character over the epochs as a PNG, replaced whole."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    epochs = [row["epoch"] for row in rows]
    axes.plot(epochs, [row["train_nats"] for row in rows], "o-", markersize=3, color="#0072b2", label="training")
    axes.plot(epochs, [row["valid_nats"] for row in rows], "s-", markersize=3, color="#d55e00", label="validation")
    best = min(rows, key=lambda row: float(row["valid_nats"]))
    axes.axhline(best["valid_nats"], color="#d55e00", linewidth=0.6, linestyle=":")
    axes.annotate(
        f"best {best['valid_nats']:.3f}", (best["epoch"], best["valid_nats"]), xytext=(0, 8),
        textcoords="offset points", ha="center", fontsize=9,
    )  # fmt: skip
    axes.set(xlabel="epoch", ylabel="nats per character", title="Loss")
    axes.legend()
    axes.grid(alpha=0.3)
    unfinished = path.with_name(f".{path.name}.unfinished")
    figure.savefig(unfinished, format="png")
    os.replace(unfinished, path)  # noqa: PTH105  atomic on every system
