"""Generate: a prompt and a model into tunes, as they are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Reader, Symbols
    from songrnn.sample.fields import Fields
    from songrnn.sample.policy import Policy
    from songrnn.sample.prompt import Prompt
    from songrnn.sample.rules import Beginning

HOTTEST = 100
LONGEST = 100_000
MOST_BARS = 1000
RULES = ("off", "syntax", "bars")
# Symbols, by what they are: the longest tune of the default corpus has about 1,500 characters; 256 steps are 16 bars.
USUAL_LENGTHS = {"character": 2000, "note": 500, "step": 256}
# Of grids 1: below it cells that are seldom on fall silent.
USUAL_TEMPERATURES = {"character": 0.8, "note": 0.8, "step": 1.0}


@dataclass(frozen=True, slots=True)
class Wish:
    """How a tune is wanted; `length` limits what is written, in symbols.

    Where temperature and length are None, they are what is usual for the model.

    rank, threshold, heads   as songrnn.sample.policy.Policy has them
    excerpt                  symbols of a training piece that it begins with, 0 for none
    rules   bars, syntax or off: what may come next at all
    key     this and meter, unit and rhythm are what the header has to say; "" leaves it to the prompt or the model
    bars    how many the tune has in all, a pick-up not counted; 0 for any number

    The ranges are those of sample.policy.Policy. They are checked here too, because this needs no torch: a mistake
    is answered at once, and not after the seconds that loading takes.
    """

    temperature: float | None = None
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1
    length: int | None = None
    rules: str = "bars"
    key: str = ""
    meter: str = ""
    unit: str = ""
    rhythm: str = ""
    bars: int = 0
    rank: int = 0
    threshold: float = 0.0
    heads: Mapping[str, float] = field(default_factory=dict)
    excerpt: int = 0

    def __post_init__(self) -> None:
        self._check_draws()
        self._check_extent()
        if self.rules not in RULES:
            raise UsageError(f"No rules are called '{one_line(self.rules, 40)}'. {did_you_mean(self.rules, RULES)}")
        if self.bars and self.rules != "bars":
            raise UsageError(f"A number of bars needs the rules 'bars', but they are '{self.rules}'; leave out one.")
        self.fields()

    def _check_draws(self) -> None:
        given = {} if self.temperature is None else {"": self.temperature}
        for what, heat in {**given, **self.heads}.items():
            if not 0 <= heat <= HOTTEST:
                named = f" of '{one_line(what, 40)}'" if what else ""
                raise UsageError(f"The temperature{named} is {heat}; give a number from 0 (greedy) to {HOTTEST}.")
        if self.top_k < 0:
            raise UsageError(f"top-k is {self.top_k}; give a whole number from 1, or 0 for no limit.")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"top-p is {self.top_p}; give a number above 0 and at most 1.")
        if self.rank < 0:
            raise UsageError(f"The rank is {self.rank}; give a whole number from 1, or 0 to draw.")
        if not 0 <= self.threshold < 1:
            raise UsageError(f"The threshold is {self.threshold}; give a number above 0 and below 1, or 0 to draw.")

    def _check_extent(self) -> None:
        if self.length is not None and not 1 <= self.length <= LONGEST:
            raise UsageError(f"The length is {self.length}; give a whole number from 1 to {LONGEST:,}.")
        if not 0 <= self.excerpt <= LONGEST:
            raise UsageError(f"The excerpt is {self.excerpt} symbols; give a whole number from 1 to {LONGEST:,}.")
        if not 0 <= self.bars <= MOST_BARS:
            raise UsageError(f"The number of bars is {self.bars}; give a whole number from 1 to {MOST_BARS}.")

    def fields(self) -> "Fields":
        """What the header has to say; raises UsageError for what makes no sense."""
        from songrnn.sample.fields import Fields

        return Fields(self.key, self.meter, self.unit, self.rhythm)

    def policy(self, unit: str) -> "Policy":
        """How symbols are drawn that are characters, notes or steps."""
        from songrnn.sample.policy import Policy

        heat = USUAL_TEMPERATURES[unit] if self.temperature is None else self.temperature
        return Policy(heat, self.top_k, self.top_p, self.rank, self.threshold, dict(self.heads))


@dataclass(frozen=True, slots=True)
class Arranged:
    """The prompt as it is read, before the first symbol is drawn. remarks: one sentence for each change."""

    kept: str
    fed: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Some more of the tune."""

    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """The tune is there. `finished` is False where it reached the length limit or was stopped.

    notation   what it is written in, "abc" or "words"
    """

    tune: str
    finished: bool
    seed: int
    notation: str = "abc"


def generate(trained: "Trained", prompt: str, wish: Wish) -> Iterator[Arranged | Text | Written]:
    """One tune: Arranged, then Text as it becomes certain, then Written. The same wish gives the same tune.

    What a model of note sequences writes is told in note words, all at once.

    raises   UsageError for a prompt or a wish that the model's notation has no place for
    """
    if wish.excerpt and prompt.strip():
        raise UsageError("A tune begins with a prompt or with an excerpt; give one of them.")
    _check_fits(trained, wish)
    if trained.notation == "notes":
        yield from _notes(trained, prompt, wish)
        return
    if wish.excerpt:
        prompt = _excerpt(trained, wish)
    arranged = _arranged(trained, prompt, wish)
    encoded = trained.codec.encode(arranged.fed)
    fed = trained.codec.decode(encoded.symbols).value
    beginning = _beginning(trained, fed, wish)
    yield Arranged(arranged.kept, fed, (*arranged.remarks, *encoded.remarks, *beginning.remarks))
    reader, written, finished = _reader(trained, encoded.symbols), [], True
    for count, symbol in enumerate(_symbols(trained, encoded.symbols, beginning, wish)):
        if count == (wish.length or USUAL_LENGTHS["character"]):
            finished = False
            break
        written.append(reader.read(symbol))
        yield Text(written[-1])
    yield Written(arranged.kept + fed + "".join(written), finished, wish.seed, trained.spoken)


def _check_fits(trained: "Trained", wish: Wish) -> None:
    """Refuse what the model does not draw by: a threshold, a rank, or a temperature for something that is not there."""
    grid = trained.codec.unit == "step"
    if wish.threshold and not grid:
        raise UsageError("A threshold is for models of grids, where pitches sound or do not; leave it out.")
    if wish.rank and grid:
        raise UsageError("A grid is drawn cell by cell, so nothing has a rank there; give a threshold instead.")
    names = getattr(trained.codec.form, "names", ())
    for head in wish.heads:
        if head not in names:
            near = did_you_mean(head, names) if names else "This one draws one thing a step."
            raise UsageError(f"The model draws nothing called '{one_line(head, 40)}'. {near}")


def _excerpt(trained: "Trained", wish: Wish) -> str:
    from songrnn.actions.excerpts import excerpt

    return str(trained.codec.decode(excerpt(trained, wish.excerpt, wish.seed)).value)


def _notes(trained: "Trained", prompt: str, wish: Wish) -> Iterator[Arranged | Text | Written]:
    """What a model of note sequences writes, its beginning included: what follows may tie that to other words.

    The bits of text that come before the words are empty.
    """
    import numpy as np

    from songrnn.actions.telling import tell
    from songrnn.sample.stream import generator, stream

    begun, remarks = _begun(trained, prompt, wish)
    yield Arranged("", "", remarks)
    limit, drawn, finished = wish.length or USUAL_LENGTHS[trained.codec.unit], [*begun], True
    for count, symbol in enumerate(
        stream(trained.network, begun, wish.policy(trained.codec.unit), generator(wish.seed))
    ):
        if count == limit:
            finished = not trained.codec.form.ends  # what has no end is as long as it was wanted
            break
        drawn.append(np.asarray(symbol, begun.dtype))
        yield Text("")
    words = tell(trained.codec.decode(np.stack(drawn) if drawn else begun).value)
    yield Text(words)
    yield Written(words, finished, wish.seed, trained.spoken)


def _begun(trained: "Trained", prompt: str, wish: Wish) -> "tuple[NDArray[Any], tuple[str, ...]]":
    """What a piece of notes begins with, as symbols, and what was changed in it."""
    from songrnn.actions.excerpts import excerpt
    from songrnn.actions.telling import listen

    fed = _arranged(trained, prompt, wish).fed
    if wish.excerpt:
        return excerpt(trained, wish.excerpt, wish.seed), ()
    if not fed:
        return trained.codec.nothing(), ()
    encoded = trained.codec.encode(listen(fed))
    return encoded.symbols, encoded.remarks


def _arranged(trained: "Trained", prompt: str, wish: Wish) -> "Prompt":
    """The prompt as the model's notation has it."""
    from songrnn.sample.prompt import arrange, arrange_words

    if trained.notation == "abc":
        return arrange(wish.fields().into(prompt), _order(trained))
    if wish.fields().stated() or wish.bars:
        raise UsageError(
            "This model writes note words, which have no header and no bars; leave out what asks for them."
        )
    return arrange_words(prompt)


def _beginning(trained: "Trained", fed: str, wish: Wish) -> "Beginning":
    """Where the rules begin; note words have none."""
    from songrnn.sample.rules import Beginning, begin

    if trained.notation != "abc":
        return Beginning(None)
    return begin(fed, wish.rules, _order(trained), wish.bars)


def _order(trained: "Trained") -> Sequence[str]:
    order: Sequence[str] = trained.about.get("corpus", {}).get("header", ())
    return order


def _reader(trained: "Trained", prompt: "Symbols") -> "Reader":
    """A reader that has read the prompt."""
    reader = trained.codec.reader()
    assert reader is not None  # what a model of Ids writes is text
    for symbol in prompt:
        reader.read(int(symbol))
    return reader


def _symbols(trained: "Trained", prompt: "Symbols", beginning: "Beginning", wish: Wish) -> Iterator[int]:
    from songrnn.sample.rules import Ruled, rules_of
    from songrnn.sample.stream import generator, stream

    policy, rng = wish.policy(trained.codec.unit), generator(wish.seed)
    if beginning.place is None:
        return stream(trained.network, prompt, policy, rng)
    ruled = Ruled(trained.network, rules_of(trained.codec), beginning.place)
    return ruled.stream(prompt, policy, rng, wish.length or USUAL_LENGTHS["character"])


def generate_many(trained: "Trained", prompt: str, wish: Wish, count: int) -> Iterator[Arranged | Text | Written]:
    """`count` tunes in a row; tune k of a seed is the first tune of seed + k."""
    from dataclasses import replace

    for number in range(count):
        yield from generate(trained, prompt, replace(wish, seed=wish.seed + number))
