"""Generate: a prompt and a model into tunes, as they are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songrnn.errors import UsageError
from songrnn.lookup import did_you_mean
from songrnn.printable import one_line

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Reader, Symbols
    from songrnn.sample.fields import Fields
    from songrnn.sample.prompt import Prompt
    from songrnn.sample.rules import Beginning

HOTTEST = 100
LONGEST = 100_000
MOST_BARS = 1000
RULES = ("off", "syntax", "bars")
DEFAULT_LENGTH = 2000  # symbols; the longest tune of the default corpus has about 1,500 characters


@dataclass(frozen=True, slots=True)
class Wish:
    """How a tune is wanted; `length` limits what is written, in symbols.

    rules   bars, syntax or off: what may come next at all
    key     this and meter, unit and rhythm are what the header has to say; "" leaves it to the prompt or the model
    bars    how many the tune has in all, a pick-up not counted; 0 for any number

    The ranges are those of sample.policy.Policy. They are checked here too, because this needs no torch: a mistake
    is answered at once, and not after the seconds that loading takes.
    """

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1
    length: int = DEFAULT_LENGTH
    rules: str = "bars"
    key: str = ""
    meter: str = ""
    unit: str = ""
    rhythm: str = ""
    bars: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= HOTTEST:
            raise UsageError(f"The temperature is {self.temperature}; give a number from 0 (greedy) to {HOTTEST}.")
        if self.top_k < 0:
            raise UsageError(f"top-k is {self.top_k}; give a whole number from 1, or 0 for no limit.")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"top-p is {self.top_p}; give a number above 0 and at most 1.")
        if not 1 <= self.length <= LONGEST:
            raise UsageError(f"The length is {self.length}; give a whole number from 1 to {LONGEST:,}.")
        if self.rules not in RULES:
            raise UsageError(f"No rules are called '{one_line(self.rules, 40)}'. {did_you_mean(self.rules, RULES)}")
        if not 0 <= self.bars <= MOST_BARS:
            raise UsageError(f"The number of bars is {self.bars}; give a whole number from 1 to {MOST_BARS}.")
        if self.bars and self.rules != "bars":
            raise UsageError(f"A number of bars needs the rules 'bars', but they are '{self.rules}'; leave out one.")
        self.fields()

    def fields(self) -> "Fields":
        """What the header has to say; raises UsageError for what makes no sense."""
        from songrnn.sample.fields import Fields

        return Fields(self.key, self.meter, self.unit, self.rhythm)


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

    raises   UsageError for a prompt or a wish that the model's notation has no place for
    """
    arranged = _arranged(trained, prompt, wish)
    encoded = trained.codec.encode(arranged.fed)
    fed = trained.codec.decode(encoded.symbols).value
    beginning = _beginning(trained, fed, wish)
    yield Arranged(arranged.kept, fed, (*arranged.remarks, *encoded.remarks, *beginning.remarks))
    reader, written, finished = _reader(trained, encoded.symbols), [], True
    for count, symbol in enumerate(_symbols(trained, encoded.symbols, beginning, wish)):
        if count == wish.length:
            finished = False
            break
        written.append(reader.read(symbol))
        yield Text(written[-1])
    yield Written(arranged.kept + fed + "".join(written), finished, wish.seed, trained.notation)


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
    from songrnn.sample.policy import Policy
    from songrnn.sample.rules import Ruled, rules_of
    from songrnn.sample.stream import generator, stream

    policy, rng = Policy(wish.temperature, wish.top_k, wish.top_p), generator(wish.seed)
    if beginning.place is None:
        return stream(trained.network, prompt, policy, rng)
    ruled = Ruled(trained.network, rules_of(trained.codec), beginning.place)
    return ruled.stream(prompt, policy, rng, wish.length)


def generate_many(trained: "Trained", prompt: str, wish: Wish, count: int) -> Iterator[Arranged | Text | Written]:
    """`count` tunes in a row; tune k of a seed is the first tune of seed + k."""
    from dataclasses import replace

    for number in range(count):
        yield from generate(trained, prompt, replace(wish, seed=wish.seed + number))
