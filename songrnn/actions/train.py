"""Train: a corpus and a recipe into a run folder, or a stopped run a little further."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songrnn.actions.material import batches, check_bars, corpus_for, gather
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
    unit: str = "character"
    remarks: tuple[str, ...] = ()


def train(order: Order, stop: Callable[[], bool] = lambda: False) -> Iterator["Begun | Event"]:
    """Train, from the beginning or from where a run stopped; yields Begun first and then what the loop tells.

    stop     asked before every step; once it says True, the run is saved and ends

    Figures and speeds, in events and in the history, are a character's of the text, whatever the codec's symbols hold;
    where pieces are no texts, they are a note's or a step's.
    """
    from songrnn.recipes.recipe import from_values
    from songrnn.train.memory import keep_freed_memory
    from songrnn.train.store import Store

    keep_freed_memory()
    store = Store(order.folder)
    resumed = store.resume() if order.resume else None
    if not resumed:
        store.check_free()
    recipe = from_values(resumed.trained.about["recipe"]) if resumed else recipe_of(order)
    corpus = corpus_for(order.corpus, recipe)
    if resumed:
        _check_same(corpus, resumed, order)
    kept = "A run that goes on keeps its settings; those that were given are not used."
    other = resumed and order.settings and recipe_of(order) != recipe
    run = _Run(recipe, corpus, store, resumed, (kept,) if other else ())
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
        from songrnn.train.device import best_device
        from songrnn.train.loop import Loop
        from songrnn.train.store import network_of, restore, unpack

        self.recipe, self.corpus, self.store, self.remarks = recipe, corpus, store, remarks
        self.device = best_device()
        self.material = gather(corpus, recipe, resumed.trained.codec if resumed else None)
        self.codec, self.text = self.material.codec, self.material.characters_a_symbol
        network = network_of(resumed, self.device) if resumed else _network(recipe, self.codec, self.device)
        settings = recipe.train
        progress = unpack(resumed.state, self.device) if resumed else None
        self.loop = Loop(network, batches(self.material, settings), settings, self._judge, progress)
        if resumed:
            restore(self.loop, resumed.state)
        self.history: History = store.history(resumed.rows) if resumed else store.start()

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        from songrnn.models.counting import count

        return count(self.loop.network)

    def begun(self) -> Begun:
        return Begun(
            self.corpus, self.recipe, self.parameters, self.device.type, self.loop.progress.step, self.codec.unit,
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
            return replace(event, loss=event.loss / self.text, rate=event.rate * self.text, symbols=symbols)
        if isinstance(event, Valid):
            return replace(event, train=event.train / self.text)
        return event

    def _judge(self, network: "Family") -> dict[str, float]:
        from songrnn.evaluate.bits import gather as collect
        from songrnn.evaluate.bits import score
        from songrnn.evaluate.steps import figures

        valid = self.material.valid
        if self.loop.measure == "nats" and self.codec.unit == "character":
            return collect(score(network, valid.symbols), valid).figures()
        found = figures(network, valid.symbols, self.loop.weights)
        scale = valid.characters_a_symbol if self.codec.unit == "character" else 1.0
        return {name: value / scale if name in ("loss", "nats") else value for name, value in found.items()}

    def _after_validation(self, event: Any) -> Iterator["Event"]:
        from songrnn.evaluate.collapse import collapse_of_text
        from songrnn.train.curve import draw_curve
        from songrnn.train.events import Sample

        self.history.append(
            {
                "step": event.step,
                "epoch": round(event.step / self.loop.lanes.batches, 3),
                f"train_{event.measure}": event.train,
                **{f"valid_{name}": value for name, value in event.valid.items()},
                **self._by_symbol(event),
                "seconds": round(self.loop.progress.seconds, 3),
                "rate": round(self.loop.speed * self.text, 1),
            }
        )
        text = self._sample()
        notation = "abc" if self.corpus.notation == "abc" else "words"
        epoch = self.history.rows[-1]["epoch"]
        self.store.keep_sample({"step": event.step, "epoch": epoch, "notation": notation, "text": text})
        yield self._save(best=event.best)
        draw_curve(self.history.rows, self.store.folder / "loss.png", self.codec.unit)
        yield Sample(event.step, text, collapse_of_text(text, notation) or "")

    def _by_symbol(self, event: Any) -> dict[str, float]:
        """The same a symbol, where symbols are several characters long: reports of words count so."""
        held = self.material.valid.characters_a_symbol
        if self.text == held == 1:
            return {}
        return {"train_a_symbol": event.train * self.text, "valid_a_symbol": event.valid[event.measure] * held}

    def _sample(self) -> str:
        """What the network writes now, as text, drawn without touching the randomness of training."""
        from songrnn.actions.generate import Wish
        from songrnn.actions.telling import tell
        from songrnn.sample.stream import generator, take

        self.loop.network.eval()
        rng = generator(self.loop.progress.step)
        symbols = take(self.loop.network, self.codec.nothing(), Wish().policy(self.codec.unit), rng, _SAMPLE_SYMBOLS)
        return tell(self.codec.decode(symbols).value)

    def _save(self, *, best: bool) -> "Event":
        from songrnn.train.events import Saved

        place = self.store.save(self.loop, self._trained(), self.history.rows, best=best)
        return Saved(self.loop.progress.step, place)

    def _trained(self) -> "Trained":
        from songrnn.checkpoint import CARD, Trained
        from songrnn.models.counting import count_as_keras

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
            "parameters": self.parameters,
            "parameters_as_keras": count_as_keras(self.loop.network),
            "metrics": {"step": self.loop.progress.step, **(self.history.rows[-1] if self.history.rows else {})},
            "trained_at": time.strftime("%Y-%m-%d"),
        }
        return Trained(self.loop.network, self.codec, about, {CARD: _card(about)})


def recipe_of(order: Order) -> "Recipe":
    """The recipe that an order names, with its settings; raises UsageError."""
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
    check_bars(recipe, codec)
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
