"""Generate: a prompt and a model into tunes, as they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songrnn.errors import UsageError

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained

HOTTEST = 100
LONGEST = 100_000
DEFAULT_LENGTH = 2000  # characters; the longest tune of the default corpus has about 1,500


@dataclass(frozen=True, slots=True)
class Wish:
    """How a tune is wanted; `length` limits what is written, in symbols.

    The ranges are those of sample.policy.Policy. They are checked here too, because this needs no torch: a mistake
    is answered at once, and not after the seconds that loading takes.
    """

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1
    length: int = DEFAULT_LENGTH

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= HOTTEST:
            raise UsageError(f"The temperature is {self.temperature}; give a number from 0 (greedy) to {HOTTEST}.")
        if self.top_k < 0:
            raise UsageError(f"top-k is {self.top_k}; give a whole number from 1, or 0 for no limit.")
        if not 0 < self.top_p <= 1:
            raise UsageError(f"top-p is {self.top_p}; give a number above 0 and at most 1.")
        if not 1 <= self.length <= LONGEST:
            raise UsageError(f"The length is {self.length}; give a whole number from 1 to {LONGEST:,}.")


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
    """The tune is there. `finished` is False where it reached the length limit or was stopped."""

    tune: str
    finished: bool
    seed: int


def generate(trained: "Trained", prompt: str, wish: Wish) -> Iterator[Arranged | Text | Written]:
    """One tune: Arranged, then Text as it becomes certain, then Written. The same wish gives the same tune."""
    from songrnn.sample.policy import Policy
    from songrnn.sample.prompt import arrange
    from songrnn.sample.stream import generator, stream

    policy = Policy(wish.temperature, wish.top_k, wish.top_p)
    arranged = arrange(prompt, trained.about.get("corpus", {}).get("header", ()))
    encoded = trained.codec.encode(arranged.fed)
    fed = trained.codec.decode(encoded.symbols)
    yield Arranged(arranged.kept, fed, (*arranged.remarks, *encoded.remarks))
    reader, written, finished = trained.codec.reader(), [], True
    symbols = stream(trained.network, encoded.symbols, policy, generator(wish.seed))
    for count, symbol in enumerate(symbols):
        if count == wish.length:
            finished = False
            break
        written.append(reader.read(symbol))
        yield Text(written[-1])
    yield Written(arranged.kept + fed + "".join(written), finished, wish.seed)


def generate_many(trained: "Trained", prompt: str, wish: Wish, count: int) -> Iterator[Arranged | Text | Written]:
    """`count` tunes in a row; tune k of a seed is the first tune of seed + k."""
    from dataclasses import replace

    for number in range(count):
        yield from generate(trained, prompt, replace(wish, seed=wish.seed + number))
