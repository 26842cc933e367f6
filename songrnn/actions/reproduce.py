"""Reproduce: a report's study, from music to a page: its runs one after the other, and what came of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songrnn.actions import study as studying
from songrnn.actions import sweep as sweeping
from songrnn.actions.generate import Wish
from songrnn.actions.train import Order as TrainOrder
from songrnn.actions.train import recipe_of, train
from songrnn.actions.writing import Counted
from songrnn.errors import TrainingError
from songrnn.printable import one_line
from songrnn.train.pointers import LATEST, point
from songrnn.train.sweep import Sweep, read_axis

if TYPE_CHECKING:
    from songrnn.recipes.plans import Part

PAGE = "report.html"


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for. settings: of every run, after those of the plan; jobs: processes of a sweep at once."""

    study: str
    corpus: str
    folder: Path
    size: str = "base"
    settings: tuple[str, ...] = ()
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A part begins: what comes next is told by it. kind: "train", "sweep" or "study"."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page is there."""

    path: Path


def reproduce(order: Order, stop: Callable[[], bool] = lambda: False) -> Iterator[Any]:
    """Train what the study asks for, or go on where it was stopped, and write the page about it.

    yields   Turn, then what songrnn.actions.train, sweep or study tell of that part, and Page at the end; no Page if
             it was asked to stop
    raises   TrainingError if a sweep left nothing to write about
    """
    from songrnn.recipes.plans import PLANS

    plan = PLANS.get(order.study)()
    for part in plan.parts:
        _check(order, part)
    for part in plan.parts:
        yield Turn(part.name, "sweep" if part.grid else "train")
        yield from _sweep(order, part, stop) if part.grid else _train(order, part, stop)
        if stop():
            return
    yield Turn(PAGE, "study")
    places = tuple(str(order.folder / part.name / (LATEST if part.latest else "")) for part in plan.parts)
    made = None
    for event in studying.study(studying.Order(places, Wish(rules="off", **plan.wish))):
        if isinstance(event, Counted):
            yield event
            if stop():
                return
        else:
            made = event
    assert made is not None
    yield Page(studying.write(made, order.folder / PAGE))


def _check(order: Order, part: "Part") -> None:
    """Refuse settings that a part cannot have, or that are not those it was begun with, before anything is trained."""
    from songrnn.checkpoint import describe
    from songrnn.recipes.recipe import from_values

    wanted = _order(order, part)
    recipe = recipe_of(wanted)
    sweeping.build(recipe)
    if (wanted.folder / LATEST).is_file():
        begun = from_values(describe(point(wanted.folder, LATEST)).get("recipe", {}))
        if begun != recipe:
            raise TrainingError(
                f"The run in '{one_line(str(wanted.folder), 200)}' was begun with other settings; give the same ones, "
                "or another folder with -o."
            )


def _order(order: Order, part: "Part") -> TrainOrder:
    settings = (*part.settings, *order.settings)
    return TrainOrder(order.corpus, part.recipe, order.size, settings, order.folder / part.name, resume=True)


def _train(order: Order, part: "Part", stop: Callable[[], bool]) -> Iterator[Any]:
    yield from train(_order(order, part), stop)


def _sweep(order: Order, part: "Part", stop: Callable[[], bool]) -> Iterator[Any]:
    settings, grid = (*part.settings, *order.settings), tuple(map(read_axis, part.grid))
    asked = Sweep(order.corpus, part.recipe, order.size, settings, grid, (), part.seeds, 0)
    for event in sweeping.sweep(sweeping.Order(asked, order.folder / part.name, order.jobs), stop):
        yield event
        if isinstance(event, sweeping.Over) and not event.interrupted and all(one.failure for one in event.outcomes):
            raise TrainingError(f"Every run failed; the first one so: {one_line(event.outcomes[0].failure, 300)}")
