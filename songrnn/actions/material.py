"""What a training run learns from: a corpus and a recipe into a codec, batches, and a validation split.

A corpus that was built with the recipe's codec is read from disk as it is needed, with the codec that is there; any
other is encoded in memory.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from songrnn.corpus.build import Corpus
from songrnn.corpus.catalogue import Taken, find, names
from songrnn.corpus.encoded import has_symbols, read_codec, read_symbols
from songrnn.corpus.keys import in_other_keys
from songrnn.corpus.split import Shares
from songrnn.errors import CorpusError, UsageError
from songrnn.form import Ids
from songrnn.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songrnn.checkpoint import Trained
    from songrnn.codecs.codec import Codec
    from songrnn.evaluate.data import Split
    from songrnn.music.piece import Piece
    from songrnn.recipes.recipe import Recipe
    from songrnn.train.batches import Batches, Choice, Pieces
    from songrnn.train.settings import TrainSettings


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from.

    pieces               of the training split
    characters_a_symbol  that a symbol of theirs stands for in the mean, 1 where pieces are no texts
    remarks              one sentence for each thing that is not as the recipe has it
    """

    codec: "Codec[Any]"
    pieces: "Pieces"
    valid: "Split"
    characters_a_symbol: float
    remarks: tuple[str, ...] = ()


def corpus_for(name: str, recipe: "Recipe", notations: "Sequence[str]" = ()) -> Corpus:
    """The corpus that a name means, prepared and split as the recipe says.

    notations   those that its pieces may be in; if none is given, those that the recipe's codec takes
    """
    from songrnn.codecs import CODECS

    chosen = dict(recipe.split)
    mixed = bool(chosen.pop("mixed", False))
    valid, test = chosen.get("valid", 0.0), chosen.get("test", 0.0)
    if not (0 <= valid < 1 and 0 <= test < 1 and valid + test < 1):
        raise UsageError(f"The shares of validation and test are {valid} and {test}; give less than 1 together.")
    taken = Taken(recipe.prepare, Shares(**chosen), mixed)
    return find(name, notations or CODECS.get(recipe.codec).notations, taken)


def learned(trained: "Trained", name: str = "") -> Corpus:
    """The corpus that a model learned from; or one of a name, taken as the model took its own, in its notation.

    raises   UsageError if the model does not say where it learned; CorpusError if that is not there any more, or is not
             what it was
    """
    from songrnn.recipes.recipe import from_values

    about = trained.about.get("corpus", {})
    called = name or str(about.get("name", ""))
    if not called:
        raise UsageError("The model does not say which corpus it learned from; train it anew.")
    if "recipe" in trained.about:
        found = corpus_for(called, from_values(trained.about["recipe"]), (trained.notation,))
    else:
        found = find(called, (trained.notation,))
    if not name and found.record()["train"]["sha256"] != about.get("train", {}).get("sha256"):
        raise CorpusError(f"The corpus '{one_line(called, 200)}' is not what the model learned from any more.")
    return found


def is_own(trained: "Trained", corpus: Corpus) -> bool:
    """Whether a model learned from the training split of a corpus; a model that does not say so may have."""
    about = trained.about.get("corpus", {})
    return not about or about.get("train", {}).get("sha256") == corpus.record()["train"]["sha256"]


def familiarity(trained: "Trained", corpus: Corpus, split: str) -> tuple[str, ...]:
    """A remark where figures of a split may mislead: the model learned from it, or from something else."""
    if is_own(trained, corpus):
        return ("The model learned from these tunes; held-out ones say more.",) if split == "train" else ()
    name = one_line(str(trained.about.get("corpus", {}).get("name", "unknown")), 80)
    return (f"The model learned from another corpus ('{name}'): it may have seen these tunes, or be strange to them.",)


def some_of(pieces: "Sequence[Piece]", count: int, seed: int) -> "list[Piece]":
    """So many pieces, drawn by a seed, in the order in which they stand; all if there are no more."""
    places = np.random.default_rng(seed % 2**63).permutation(len(pieces))[:count]
    return [pieces[place] for place in sorted(places.tolist())]


def batches(material: Material, settings: "TrainSettings") -> "Batches":
    """The batches of a run; raises UsageError for lanes of pieces that have no end, and weights of what has none."""
    from songrnn.train.weights import balanced

    found = _batches(material, settings)
    if settings.balanced:
        if not isinstance(material.codec.form, Ids):
            raise UsageError("Only single symbols can be balanced, not notes or grids; leave out train.balanced.")
        found.weights = balanced(material.pieces, material.codec.form.size)
    return found


def check_bars(recipe: "Recipe", codec: "Codec[Any]") -> None:
    """Raise UsageError where a network counts bars that are not those of its codec, or windows begin inside them."""
    bar, train = recipe.model.get("bar", 0), recipe.train
    if bar and bar != codec.bar:
        raise UsageError(f"model.bar is {bar}, but a bar of the codec has {codec.bar} steps; give both the same.")
    counts = recipe.model.get("anew") or recipe.model.get("beats")
    if counts and (train.reading == "excerpts" or train.stride % codec.bar):
        raise UsageError(
            f"This network counts the {codec.bar} steps of a bar, so windows have to begin with one; give "
            f"train.reading=windows and a train.stride of {codec.bar} or several times as much."
        )


def _batches(material: Material, settings: "TrainSettings") -> "Batches":
    from songrnn.train.batches import Lanes
    from songrnn.train.windows import Cut, Windows

    pieces, rows, seed = material.pieces, settings.rows, settings.seed
    if settings.reading == "lanes":
        if not material.codec.form.ends:
            raise UsageError("Pieces of a grid have no end, so lanes cannot hold them; give train.reading=windows.")
        return Lanes(pieces, rows, settings.steps, seed)
    drawn = settings.reading == "excerpts"
    return Windows(pieces, rows, seed, Cut(settings.steps, settings.stride, settings.last, drawn))


def gather(corpus: Corpus, recipe: "Recipe", codec: "Codec[Any] | None") -> Material:
    """The material of a run; `codec` is that of a run that is gone on with, None to fit one."""
    from songrnn.codecs import CODECS
    from songrnn.evaluate.data import encode_split, pieces_of
    from songrnn.train.batches import Choices

    stored = _stored(corpus, recipe)
    if codec is None:
        kind = CODECS.get(recipe.codec)
        codec = stored or kind.fit(pieces_of(kind, corpus.texts("train")), **recipe.coding)
    valid = encode_split(codec, corpus.texts("valid"), corpus.notation)
    if stored is not None:
        return _mapped(corpus, recipe, codec, valid)
    training = encode_split(codec, corpus.texts("train"), corpus.notation)
    other = _other_codec(corpus)
    remarks = (f"Its symbols are those of the codec '{other}'; its texts are encoded anew.",) if other else ()
    keys = recipe.train.keys and corpus.notation == "abc"
    versions = _in_keys(codec, corpus) if keys else training.symbols
    pieces = Choices(versions, ends=codec.form.ends)
    told = (*_dropped(corpus), *valid.remarks, *remarks)
    return Material(codec, pieces, valid, training.characters_a_symbol, told)


def _dropped(corpus: Corpus) -> tuple[str, ...]:
    """What was not taken of a file or folder; of corpora that were built, their stats say it."""
    count = sum(tally.count for tally in corpus.report.dropped.values())
    if not count or corpus.folder is not None or corpus.name in names():
        return ()
    commonest = max(corpus.report.dropped.items(), key=lambda item: item[1].count)[0]
    most = one_line(commonest, 120)
    said = f"{count} of {corpus.report.read} pieces are left out, most often: {most}; songrnn corpus stats says more."
    return (said,)


def _stored(corpus: Corpus, recipe: "Recipe") -> "Codec[Any] | None":
    """The codec that the corpus was built with, if it is the recipe's."""
    from songrnn.codecs import CODECS

    if corpus.folder is None or not has_symbols(corpus.folder):
        return None
    name, settings, files = read_codec(corpus.folder)
    if name != recipe.codec:
        return None
    try:
        codec: Codec[Any] = CODECS.get(name).restore(settings, files)
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"The codec of '{one_line(str(corpus.folder), 200)}' is damaged; build it anew.") from error
    return codec


def _other_codec(corpus: Corpus) -> str:
    """The codec that a corpus was built with, "" if it has none."""
    built = corpus.folder is not None and has_symbols(corpus.folder)
    return one_line(read_codec(corpus.folder)[0], 40) if built and corpus.folder else ""


def _mapped(corpus: Corpus, recipe: "Recipe", codec: "Codec[Any]", valid: "Split") -> Material:
    from songrnn.train.batches import Stored

    assert corpus.folder is not None
    symbols = read_symbols(corpus.folder, "train")
    sound = symbols.rows.shape[1:] == codec.form.shape
    if not sound or (isinstance(codec.form, Ids) and len(symbols.rows) and symbols.rows.max() >= codec.form.size):
        raise CorpusError(f"The symbols of '{one_line(str(corpus.folder), 200)}' are not its codec's; build it anew.")
    text = _text_a_symbol(corpus, len(symbols.rows), len(symbols)) if codec.unit == "character" else 1.0
    remark = "Its tunes are learned in the keys that they were built in; corpus build --key all makes all of them."
    remarks = (remark,) if recipe.train.keys and corpus.notation == "abc" else ()
    pieces = Stored(symbols.rows, symbols.offsets, ends=codec.form.ends)
    return Material(codec, pieces, valid, text, (*valid.remarks, *remarks))


def _text_a_symbol(corpus: Corpus, symbols: int, pieces: int) -> float:
    """The text that a symbol of a stored training split stands for in the mean, ends among both."""
    return float((corpus.recorded["train"]["characters"] + pieces) / (symbols + pieces)) if pieces else 1.0


def _in_keys(codec: "Codec[Any]", corpus: Corpus) -> "Sequence[Choice]":
    """The training pieces, each in the keys that the corpus uses."""
    from songrnn.train.batches import Choice

    texts = corpus.texts("train")
    known = set("".join(texts))  # the codec may know more, but what no tune of the corpus holds is not learned
    return [
        Choice.of(
            [codec.encode(version.text).symbols for version in versions], [version.weight for version in versions]
        )
        for versions in ([v for v in some if known.issuperset(v.text)] for some in in_other_keys(texts))
    ]
