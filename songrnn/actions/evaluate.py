"""Evaluate: how surprised a model is by a split of a corpus, beside counted baselines fitted on the training split."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songrnn.corpus.build import Corpus
from songrnn.corpus.catalogue import find
from songrnn.errors import CorpusError

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.evaluate.data import Split
    from songrnn.evaluate.ngram import KneserNey


@dataclass(frozen=True, slots=True)
class Row:
    """One predictor's figures: nats, bits, header_nats and body_nats a character."""

    name: str
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured on, and a row a predictor, the model first.

    windows    the 30-character-window figure of the course reports, None if it was not asked for
    """

    corpus: str
    split: str
    pieces: int
    count: int
    rows: list[Row]
    windows: float | None
    remarks: tuple[str, ...]


def evaluate(
    trained: "Trained", corpus_name: str, split: str = "test", *, baselines: bool = True, windows: bool = False
) -> Evaluation:
    """Measure a model on a split; raises CorpusError if the split is empty."""
    from songrnn.evaluate.bits import gather, score
    from songrnn.evaluate.bits import windows as window_nats
    from songrnn.evaluate.data import encode_split

    corpus = find(corpus_name)
    if not corpus.splits[split]:
        raise CorpusError(f"The corpus '{corpus.name}' has no {split} split; choose another with --split.")
    data = encode_split(trained.codec, corpus.texts(split))
    surprise = gather(score(trained.network, data.symbols), data.headers)
    rows = [Row("model", surprise.figures())]
    if baselines:
        rows += _baselines(trained, corpus, data)
    return Evaluation(
        corpus.name, split, len(data.symbols), surprise.count, rows,
        window_nats(trained.network, data.symbols) if windows else None, (*_foreign(trained, corpus), *data.remarks),
    )  # fmt: skip


def _baselines(trained: "Trained", corpus: Corpus, data: "Split") -> list[Row]:
    from songrnn.evaluate.bits import gather
    from songrnn.evaluate.copying import Copying
    from songrnn.evaluate.data import encode_split

    training = encode_split(trained.codec, corpus.texts("train")).symbols
    size = trained.codec.form.size  # type: ignore[attr-defined]
    copying = Copying.fit(training, size)
    counted: dict[str, KneserNey | Copying] = {
        "Kneser-Ney 5-gram": copying.counted,
        "Kneser-Ney 5-gram + copy": copying,
    }
    return [
        Row(name, gather([baseline.nats(piece) for piece in data.symbols], data.headers).figures())
        for name, baseline in counted.items()
    ]


def _foreign(trained: "Trained", corpus: Corpus) -> list[str]:
    """A warning where the model may have learned from the very pieces it is measured on."""
    learned = trained.about.get("corpus", {})
    same = learned.get("train", {}).get("sha256") == corpus.record()["train"]["sha256"]
    if same or not learned:
        return []
    warning = (
        f"The model learned from another corpus ('{learned.get('name', 'unknown')}'): it may have seen these pieces, "
        "and the baselines have not learned from the same text."
    )
    return [warning]
