"""Runs that never ran, to make studies of."""

import pytest

from songrnn.evaluate.study.runs import Run


@pytest.fixture
def make_run():
    """Make a run with a history of validation figures."""

    def make(*, name="r", cell="lstm", width=8, seed=1, valid=(3.0, 2.0, 2.5), split="a", measure="nats",
             recipe="szeto-lstm", **further):  # fmt: skip
        rows = tuple(
            {"step": 10 * at, "epoch": float(at), f"train_{measure}": value - 0.5, f"valid_{measure}": value,
             "seconds": 4.0 * at, **further.get("figures", {})}
            for at, value in enumerate(valid, start=1)
        )  # fmt: skip
        about = {"name": recipe, "size": "base", "family": "recurrent", "codec": "characters"}
        about |= {"split": {"mixed": False}, "model": {"cell": cell, "width": width, **further.get("model", {})},
                  "train": {"seed": seed, "rows": 2, "steps": 6}}  # fmt: skip
        corpus = {"name": "reels", "valid": {"sha256": split}}
        written = further.get("written", ())
        return Run(name, about, corpus, 1_000, rows, written, measure, windows=further.get("windows"))

    return make
