"""The loss curve of a run as a picture."""

import os
from collections.abc import Sequence
from pathlib import Path

from songrnn.train.history import Row


def measure_of(rows: Sequence[Row]) -> str:
    """What the run made smaller: "nats" or "loss"."""
    return "loss" if rows and "train_loss" in rows[0] else "nats"


def draw_curve(rows: Sequence[Row], path: Path, unit: str = "character") -> None:
    """Training and validation figures over the epochs as a PNG, replaced whole.

    unit   what they are counted by, for the axis
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    measure = measure_of(rows)
    epochs, valid = [row["epoch"] for row in rows], [float(row[f"valid_{measure}"]) for row in rows]
    axes.plot(epochs, [row[f"train_{measure}"] for row in rows], "o-", markersize=3, color="#0072b2", label="training")
    axes.plot(epochs, valid, "s-", markersize=3, color="#d55e00", label="validation")
    best = min(range(len(rows)), key=lambda at: valid[at])
    axes.axhline(valid[best], color="#d55e00", linewidth=0.6, linestyle=":")
    axes.annotate(
        f"best {valid[best]:.3f}", (epochs[best], valid[best]), xytext=(0, 8),
        textcoords="offset points", ha="center", fontsize=9,
    )  # fmt: skip
    axes.set(xlabel="epoch", ylabel=f"{measure} per {unit}", title="Loss")
    axes.legend()
    axes.grid(alpha=0.3)
    unfinished = path.with_name(f".{path.name}.unfinished")
    figure.savefig(unfinished, format="png")
    os.replace(unfinished, path)  # noqa: PTH105  atomic on every system
