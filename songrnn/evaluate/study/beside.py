"""Our figures beside the published ones: which runs each stands beside, and what ours is there.

Knows the names of figures that songrnn.evaluate.published asks for; several runs give a mean and its spread.
"""

from collections.abc import Callable, Mapping, Sequence

from songrnn.evaluate.published import REPORTS, Published, Report
from songrnn.evaluate.study.notes import Note
from songrnn.evaluate.study.runs import Run, spread

_NONE = "not measured"
_SHORT = 0.03  # seconds
_TIMESTEPS = 128  # of a note state matrix


def reports(runs: Sequence[Run]) -> dict[str, tuple[Report, list[Run]]]:
    """The reports whose systems the runs are, by their titles, each with its runs."""
    found: dict[str, tuple[Report, list[Run]]] = {}
    for run in runs:
        report = REPORTS.get(str(run.recipe.get("name")))
        if report:
            found.setdefault(report.title, (report, []))[1].append(run)
    return found


def matching(published: Published, runs: Sequence[Run]) -> list[Run]:
    """The runs with the settings that a figure was reached with."""
    return [run for run in runs if published.settings.items() <= run.settings.items()]


def ours(published: Published, runs: Sequence[Run], first_notes: Sequence[Note] = ()) -> str:
    """Our figure beside a published one, as text.

    first_notes   of the first sample
    """
    shown = matching(published, runs)
    if not shown:
        return "no run with these settings"
    if published.ours == "short_notes":
        short = sum(note.duration < _SHORT for note in first_notes)
        return f"{short} of {len(first_notes)}" if first_notes else _NONE
    return FIGURES[published.ours](shown)


def _windows(runs: Sequence[Run]) -> str:
    values = [run.windows for run in runs if run.windows is not None]
    whole = spread(run.reached for run in runs)
    return f"{spread(values)}; whole tunes {whole}" if values else f"{_NONE}; whole tunes {whole}"


def _best_epoch(runs: Sequence[Run]) -> str:
    shown = [f"{float(run.best['epoch']):.1f} of {float(run.rows[-1]['epoch']):.1f}" for run in runs]
    return ", ".join(shown)


def _loss_a_song(runs: Sequence[Run]) -> str:
    return f"{spread(run.reached * _TIMESTEPS for run in runs)}" if _all(runs, "loss") else _NONE


def _time_an_epoch(runs: Sequence[Run]) -> str:
    return duration(spread(run.seconds_an_epoch for run in runs).mean)


def _keras_parameters(runs: Sequence[Run]) -> str:
    return ", ".join(dict.fromkeys(f"{run.keras:,}" if run.keras else _NONE for run in runs))


def _valid_metric(runs: Sequence[Run]) -> str:
    rows = [run.best for run in runs if "valid_metric" in run.best]
    if not rows:
        return _NONE
    f1 = f"; F1 {spread(float(row['valid_f1']) for row in rows)}" if all("valid_f1" in row for row in rows) else ""
    return f"{spread(float(row['valid_metric']) for row in rows)}{f1}"


def _train_nats(runs: Sequence[Run]) -> str:
    if not _all(runs, "nats"):
        return _NONE
    best = spread(float(run.best[_a_symbol(run, "valid")]) for run in runs)
    last = spread(float(run.rows[-1][_a_symbol(run, "valid")]) for run in runs)
    learned = min(float(row[_a_symbol(run, "train")]) for run in runs for row in run.rows)
    known = [run.by_heart for run in runs if run.by_heart is not None]
    as_theirs = f"; of symbols with 100 before them {min(known):.4f}" if known else ""
    return f"{learned:.4f}{as_theirs}; validation at best {best}, at the end {last}"


def _a_symbol(run: Run, split: str) -> str:
    """The name of the nats a symbol, which are those a character where symbols are characters."""
    name = f"{split}_a_symbol"
    return name if name in run.rows[0] else f"{split}_nats"


def _all(runs: Sequence[Run], measure: str) -> bool:
    return all(run.measure == measure for run in runs)


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 90:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


FIGURES: Mapping[str, Callable[[Sequence[Run]], str]] = {
    "windows": _windows,
    "best_epoch": _best_epoch,
    "loss_a_song": _loss_a_song,
    "time_an_epoch": _time_an_epoch,
    "keras_parameters": _keras_parameters,
    "valid_metric": _valid_metric,
    "train_nats": _train_nats,
}
"""The name of a figure → runs to its text."""
