"""Train: a corpus and a recipe into a run folder, or a stopped run a little further."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songrnn.actions.material import corpus_for, gather
from songrnn.corpus.build import Corpus
from songrnn.errors import TrainingError, UsageError
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Codec
    from songrnn.models.family import Family
    from songrnn.recipes.recipe import Recipe
    from songrnn.train.events import Event
    from songrnn.train.history import History
    from songrnn.train.store import Resumed, Store

_SAMPLE_SYMBOLS = 240
_LONGEST_UNSAVED = 300.0  # seconds of training that a crash may cost


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for. recipe, size and settings are ignored where a stopped run is resumed."""

    corpus: str
    recipe: str
    size: str
    settings: tuple[str, ...]
    folder: Path
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A run is about to start or go on: what it learns from, with what."""

    corpus: Corpus
    recipe: "Recipe"
    parameters: int
    device: str
    step: int
    remarks: tuple[str, ...] = ()


def train(order: Order, stop: Callable[[], bool] = lambda: False) -> Iterator["Begun | Event"]:
    """Train, from the beginning or from where a run stopped; yields Begun first and then what the loop tells.

    stop     asked before every step; once it says True, the run is saved and ends

    Nats and speeds, in events and in the history, are a character's of the text, whatever the codec's symbols hold.
    """
    from songrnn.recipes.recipe import from_values
    from songrnn.train.memory import keep_freed_memory
    from songrnn.train.store import Store

    keep_freed_memory()
    store = Store(order.folder)
    resumed = store.resume() if order.resume else None
    if not resumed:
        store.check_free()
    recipe = from_values(resumed.trained.about["recipe"]) if resumed else _recipe(order)
    corpus = corpus_for(order.corpus, recipe)
    if resumed:
        _check_same(corpus, resumed, order)
    kept = "A run that goes on keeps its settings; those that were given are not used."
    run = _Run(recipe, corpus, store, resumed, (kept,) if resumed and order.settings else ())
    yield run.begun()
    yield from run.events(stop)


def _check_same(corpus: Corpus, resumed: "Resumed", order: Order) -> None:
    before = resumed.trained.about.get("corpus", {}).get("train", {}).get("sha256")
    now = corpus.record()["train"]["sha256"]
    if before != now:
        raise TrainingError(
            f"The run in '{one_line(str(order.folder))}' learned from another corpus than '{one_line(order.corpus)}' "
            "(or the corpus has changed); name the same one, or train anew."
        )


class _Run:
    """The pieces of a run, put together."""

    def __init__(
        self, recipe: "Recipe", corpus: Corpus, store: "Store", resumed: "Resumed | None", remarks: tuple[str, ...]
    ) -> None:
        from songrnn.train.batches import Lanes
        from songrnn.train.device import best_device
        from songrnn.train.loop import Loop
        from songrnn.train.store import network_of, restore, unpack

        self.recipe, self.corpus, self.store, self.remarks = recipe, corpus, store, remarks
        self.device = best_device()
        self.material = gather(corpus, recipe, resumed.trained.codec if resumed else None)
        self.codec, self.text = self.material.codec, self.material.characters_a_symbol
        network = network_of(resumed, self.device) if resumed else _network(recipe, self.codec, self.device)
        settings = recipe.train
        lanes = Lanes(self.material.pieces, settings.rows, settings.steps, settings.seed)
        progress = unpack(resumed.state, self.device) if resumed else None
        self.loop = Loop(network, lanes, settings, self._judge, progress)
        if resumed:
            restore(self.loop, resumed.state)
        self.history: History = store.history(resumed.rows) if resumed else store.start()

    def begun(self) -> Begun:
        parameters = sum(p.numel() for p in self.loop.network.parameters())
        return Begun(
            self.corpus, self.recipe, parameters, self.device.type, self.loop.progress.step,
            (*self.material.remarks, *self.remarks),
        )  # fmt: skip

    def events(self, stop: Callable[[], bool]) -> Iterator["Event"]:
        from songrnn.train.events import Finished, Step, Valid

        saved, when = self.loop.progress.step, time.monotonic()
        if saved == 0:
            yield self._save(best=False)  # from here on a killed process leaves something to go on from
        for event in map(self._in_characters, self.loop.run(stop)):
            yield event
            if isinstance(event, Valid):
                yield from self._after_validation(event)
                saved, when = event.step, time.monotonic()
            elif isinstance(event, Step) and time.monotonic() - when > _LONGEST_UNSAVED and not self.loop.is_due:
                yield self._save(best=False)
                saved, when = event.step, time.monotonic()
            elif isinstance(event, Finished) and saved < event.step:
                yield self._save(best=False)

    def _in_characters(self, event: "Event") -> "Event":
        """What the loop counts by symbols, by characters of the text that they stand for in the mean."""
        from songrnn.train.events import Step, Valid

        if isinstance(event, Step):
            symbols = round(event.symbols * self.text)
            return replace(event, nats=event.nats / self.text, rate=event.rate * self.text, symbols=symbols)
        if isinstance(event, Valid):
            return replace(event, train_nats=event.train_nats / self.text)
        return event

    def _judge(self, network: "Family") -> dict[str, float]:
        from songrnn.evaluate.bits import gather as collect
        from songrnn.evaluate.bits import score

        valid = self.material.valid
        return collect(score(network, valid.symbols), valid).figures()

    def _after_validation(self, event: Any) -> Iterator["Event"]:
        from songrnn.train.curve import draw_curve
        from songrnn.train.events import Sample

        self.history.append(
            {
                "step": event.step,
                "epoch": round(event.step / self.loop.lanes.batches, 3),
                "train_nats": event.train_nats,
                **{f"valid_{name}": value for name, value in event.valid.items()},
                "seconds": round(self.loop.progress.seconds, 1),
            }
        )
        yield self._save(best=event.best)
        draw_curve(self.history.rows, self.store.folder / "loss.png")
        yield Sample(event.step, self._sample())

    def _sample(self) -> str:
        """What the network writes now, drawn without touching the randomness of training."""
        from itertools import islice

        import numpy as np

        from songrnn.sample.policy import Policy
        from songrnn.sample.stream import generator, stream

        self.loop.network.eval()
        rng = generator(self.loop.progress.step)
        symbols = stream(self.loop.network, np.empty(0, np.int64), Policy(), rng)
        return str(self.codec.decode(np.array([*islice(symbols, _SAMPLE_SYMBOLS)], np.int64)).value)

    def _save(self, *, best: bool) -> "Event":
        from songrnn.train.events import Saved

        place = self.store.save(self.loop, self._trained(), self.history.rows, best=best)
        return Saved(self.loop.progress.step, place)

    def _trained(self) -> "Trained":
        from songrnn.checkpoint import CARD, Trained

        about = {
            "recipe": self.recipe.values(),
            "corpus": {
                "name": self.corpus.name,
                "title": self.corpus.title,
                "licence": self.corpus.licence,
                "header": list(self.corpus.header),
                "notation": self.corpus.notation,
                **self.corpus.record(),
            },
            "metrics": {"step": self.loop.progress.step, **(self.history.rows[-1] if self.history.rows else {})},
            "trained_at": time.strftime("%Y-%m-%d"),
        }
        return Trained(self.loop.network, self.codec, about, {CARD: _card(about)})


def _recipe(order: Order) -> "Recipe":
    from songrnn.recipes import RECIPES
    from songrnn.recipes.recipe import change

    recipe: Recipe = RECIPES.get(order.recipe)(order.size)
    return change(recipe, order.settings)


def _network(recipe: "Recipe", codec: "Codec[Any]", device: Any) -> "Family":
    from songrnn.models import FAMILIES
    from songrnn.train.device import seeded

    family = FAMILIES.get(recipe.family)
    if not family.accepts(codec.form):
        raise UsageError(f"The family '{recipe.family}' cannot learn what the codec '{recipe.codec}' writes.")
    with seeded(device, recipe.train.seed):
        network: Family = family.build(codec.form, dict(recipe.model)).to(device)
    return network


def _card(about: dict[str, Any]) -> str:
    """The card of a checkpoint of a run under way: what it is and how far it came."""
    recipe, corpus, metrics = about["recipe"], about["corpus"], about["metrics"]
    figures = "\n".join(f"- {name}: {value}" for name, value in metrics.items())
    return (
        f"# {recipe['name']} ({recipe['size']}) on {one_line(corpus['title'])}\n\n"
        f"A {recipe['family']} model over {recipe['codec']}, saved by `songrnn train`.\n\n"
        f"Corpus: {one_line(corpus['name'])}; licence: {one_line(corpus['licence'], 200)}.\n\n{figures}\n"
    )
