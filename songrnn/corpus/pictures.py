"""Pictures of a corpus as PNG: how its durations, pitches and lengths are spread, and a piece as a piano roll.

Knows counts and note sequences, and how to draw; matplotlib is imported when a picture is asked for.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from songrnn.corpus.statistics import Counts
from songrnn.music.sequence import WHOLE, NoteSequence

_BLUE = "#0072b2"
_WIDEST = 32  # whole notes of a piano roll
_MOST_BINS = 40


def draw(counts: Counts, piece: NoteSequence, folder: Path) -> list[Path]:
    """Write durations.png, pitches.png, lengths.png and roll.png into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    durations = {f"{size}/48" if size % 3 else f"{size // 3}/16": times for size, times in _largest(counts.durations)}
    return [
        _bars(durations, "duration of a note, of a whole note", "notes", folder / "durations.png"),
        _histogram(counts.pitches, "MIDI pitch (60 is middle C)", "notes", folder / "pitches.png"),
        _histogram(counts.lengths, "length of a piece, whole notes", "pieces", folder / "lengths.png"),
        draw_roll(piece, folder / "roll.png"),
    ]


def draw_roll(piece: NoteSequence, path: Path) -> Path:
    """The first bars of a piece as a piano roll, a colour for each player."""
    figure, axes = _figure(10, 4)
    for number, part in enumerate(piece.parts):
        spans = [(span.onset / WHOLE, (span.end - span.onset) / WHOLE, span.pitch) for span in part.spans]
        shown = [one for one in spans if one[0] < _WIDEST]
        colour = f"C{number % 10}"
        axes.barh([pitch for *_, pitch in shown], [length for _, length, _ in shown], height=0.8,
                  left=[onset for onset, *_ in shown], color=colour, edgecolor="white", linewidth=0.3)  # fmt: skip
    for bar in piece.measures:
        if bar.start / WHOLE < _WIDEST:
            axes.axvline(bar.start / WHOLE, color="0.85", linewidth=0.5, zorder=0)
    axes.set(xlabel="whole notes", ylabel="MIDI pitch", title="One piece, from its beginning")
    return _save(figure, path)


def _largest(counter: Counter[int]) -> list[tuple[int, int]]:
    return sorted(counter.most_common(16))


def _bars(values: dict[str, int], what: str, of: str, path: Path) -> Path:
    figure, axes = _figure(7, 4)
    axes.bar(list(values), list(values.values()), color=_BLUE)
    axes.tick_params(axis="x", rotation=45)
    axes.set(xlabel=what, ylabel=of)
    return _save(figure, path)


def _histogram(counter: Counter[int], what: str, of: str, path: Path) -> Path:
    figure, axes = _figure(7, 4)
    if counter:
        low, high = min(counter), max(counter)
        width = -(-(high - low + 1) // _MOST_BINS)  # whole, so that every bar stands for as many values
        edges = [low - 0.5 + width * step for step in range((high - low) // width + 2)]
        axes.hist(list(counter), bins=edges, weights=list(counter.values()), color=_BLUE)
    axes.set(xlabel=what, ylabel=of)
    return _save(figure, path)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _save(figure: Any, path: Path) -> Path:
    unfinished = path.with_name(f".{path.name}.unfinished")
    figure.savefig(unfinished, format="png")
    unfinished.replace(path)
    return path
