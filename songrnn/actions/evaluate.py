"""Evaluate: how surprised a model is by a split of a corpus, beside counted baselines fitted on the training split."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songrnn.actions.material import is_own, learned
from songrnn.corpus.build import Corpus
from songrnn.errors import CorpusError

if TYPE_CHECKING:
    from songrnn.checkpoint import Trained
    from songrnn.evaluate.data import Split
    from songrnn.evaluate.ngram import KneserNey

_NO_WINDOWS = "Windows of 30 characters are only for models whose symbols are characters; they are left out."


@dataclass(frozen=True, slots=True)
class Row:
    """One predictor's figures: nats, bits, header_nats and body_nats a character; of notes what the model has."""

    name: str
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured on, and a row a predictor, the model first.

    count      characters of the decoded text and one end a piece: what the figures are divided by; or notes, or steps
    unit       what that is: "character", "note" or "step"
    windows    the 30-character-window figure of the course reports, None if it was not asked for, or if the model's
               symbols are not characters
    """

    corpus: str
    split: str
    pieces: int
    count: int
    rows: list[Row]
    windows: float | None
    remarks: tuple[str, ...]
    unit: str = "character"


def evaluate(
    trained: "Trained", corpus_name: str, split: str = "test", *, baselines: bool = True, windows: bool = False
) -> Evaluation:
    """Measure a model on a split, in its own notation; raises CorpusError if the split is empty.

    The baselines count symbols of texts; beside a model of notes or grids there are none.
    """
    from songrnn.evaluate.bits import gather, score
    from songrnn.evaluate.data import encode_split

    corpus = learned(trained, corpus_name)
    if not corpus.splits[split]:
        raise CorpusError(f"The corpus '{corpus.name}' has no {split} split; choose another with --split.")
    data = encode_split(trained.codec, corpus.texts(split), trained.notation)
    if trained.codec.unit != "character":
        return _of_notes(trained, corpus, split, data, (_NO_WINDOWS,) if windows else ())
    surprise = gather(score(trained.network, data.symbols), data)
    rows = [Row("model", surprise.figures())]
    if baselines:
        rows += _baselines(trained, corpus, data)
    found = _windows(trained, data) if windows else None
    refused = (_NO_WINDOWS,) if windows and found is None else ()
    remarks = (*_foreign(trained, corpus), *data.remarks, *refused)
    return Evaluation(corpus.name, split, len(data.symbols), surprise.count, rows, found, remarks)


def _of_notes(trained: "Trained", corpus: Corpus, split: str, data: "Split", refused: tuple[str, ...]) -> Evaluation:
    from songrnn.evaluate.steps import figures

    count = sum(data.characters) + (len(data.symbols) if data.ends else 0)
    row = Row("model", figures(trained.network, data.symbols))
    remarks = (*_foreign(trained, corpus), *data.remarks, *refused)
    return Evaluation(corpus.name, split, len(data.symbols), count, [row], None, remarks, trained.codec.unit)


def _windows(trained: "Trained", data: "Split") -> float | None:
    """The course reports' figure, None where symbols are not characters: windows of 30 would be of other lengths."""
    from songrnn.evaluate.bits import windows

    return windows(trained.network, data.symbols) if data.characters_a_symbol == 1 else None


def _baselines(trained: "Trained", corpus: Corpus, data: "Split") -> list[Row]:
    from songrnn.evaluate.bits import gather
    from songrnn.evaluate.copying import Copying
    from songrnn.evaluate.data import encode_split

    training = encode_split(trained.codec, corpus.texts("train"), trained.notation).symbols
    size = trained.codec.form.size  # type: ignore[attr-defined]
    copying = Copying.fit(training, size)
    counted: dict[str, KneserNey | Copying] = {
        "Kneser-Ney 5-gram": copying.counted,
        "Kneser-Ney 5-gram + copy": copying,
    }
    return [
        Row(name, gather([baseline.nats(piece) for piece in data.symbols], data).figures())
        for name, baseline in counted.items()
    ]


def _foreign(trained: "Trained", corpus: Corpus) -> list[str]:
    """A warning where the model may have learned from the very pieces it is measured on."""
    if is_own(trained, corpus):
        return []
    about = trained.about.get("corpus", {})
    warning = (
        f"The model learned from another corpus ('{about.get('name', 'unknown')}'): it may have seen these pieces, "
        "and the baselines have not learned from the same text."
    )
    return [warning]
