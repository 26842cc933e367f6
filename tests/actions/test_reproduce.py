"""A study from music to a page, at toy size; stopped and gone on with."""

import pytest

from songrnn.actions.reproduce import Order, Page, Turn, reproduce
from songrnn.errors import TrainingError, UsageError
from songrnn.train.events import Finished

TOY = ("train.epochs=1", "model.width=8")


def test_a_study_trains_what_was_reported_and_what_mends_it_and_writes_a_page(tunebook, tmp_path):
    told = list(reproduce(Order("zhang", str(tunebook), tmp_path / "zhang", "tiny", TOY)))
    assert [(one.name, one.kind) for one in told if isinstance(one, Turn)] == [
        ("points", "train"), ("densities", "train"), ("report.html", "study"),
    ]  # fmt: skip
    assert told[-1] == Page(tmp_path / "zhang" / "report.html")
    page = told[-1].path.read_text()
    assert "zhang-events" in page
    assert "note-events" in page


def test_a_study_that_is_stopped_goes_on_where_it_was(tunebook, tmp_path):
    order = Order("zhang", str(tunebook), tmp_path / "zhang", "tiny", TOY)
    asked: list[str] = []
    runs = (event for event in reproduce(order, lambda: bool(asked)) if isinstance(event, Finished))
    asked.append(next(runs).why)  # the first part is done
    assert list(runs) == []
    assert not (tmp_path / "zhang" / "report.html").exists()
    told = list(reproduce(order))
    first = next(one for one in told if isinstance(one, Finished))
    assert first.why == "done"
    assert isinstance(told[-1], Page)


def test_an_unknown_study_is_answered_with_the_nearest(tunebook, tmp_path):
    with pytest.raises(UsageError, match="Did you mean 'szeto'"):
        next(reproduce(Order("szetto", str(tunebook), tmp_path)))


def test_settings_that_are_not_those_it_was_begun_with_are_refused(tunebook, tmp_path):
    first = Order("zhang", str(tunebook), tmp_path / "zhang", "tiny", TOY)
    next(event for event in reproduce(first) if isinstance(event, Finished))
    with pytest.raises(TrainingError, match="begun with other settings"):
        next(reproduce(Order("zhang", str(tunebook), tmp_path / "zhang", "tiny", ("train.epochs=2", TOY[1]))))
