"""What a training run learns from: a corpus and a recipe into a codec, pieces for the lanes, and a validation split.

A corpus that was built with the recipe's codec is read from disk as it is needed, with the codec that is there; any
other is encoded in memory.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from songrnn.corpus.build import Corpus
from songrnn.corpus.catalogue import find
from songrnn.corpus.encoded import has_symbols, read_codec, read_symbols
from songrnn.corpus.keys import in_other_keys
from songrnn.errors import CorpusError, UsageError
from songrnn.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songrnn.codecs.codec import Codec
    from songrnn.evaluate.data import Split
    from songrnn.recipes.recipe import Recipe
    from songrnn.train.batches import Array, Choice, Pieces


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from.

    pieces               of the training split, as lanes take them
    characters_a_symbol  that a symbol of theirs stands for in the mean
    remarks              one sentence for each thing that is not as the recipe has it
    """

    codec: "Codec[Any]"
    pieces: "Pieces | Sequence[Array | Choice]"
    valid: "Split"
    characters_a_symbol: float
    remarks: tuple[str, ...] = ()


def corpus_for(name: str, recipe: "Recipe") -> Corpus:
    """The corpus that a name means, in a notation that the recipe's codec takes."""
    from songrnn.codecs import CODECS

    codec = CODECS.get(recipe.codec)
    if "notes" in codec.notations:
        raise UsageError(f"No model family learns what the codec '{recipe.codec}' writes yet; choose another recipe.")
    return find(name, codec.notations)


def gather(corpus: Corpus, recipe: "Recipe", codec: "Codec[Any] | None") -> Material:
    """The material of a run; `codec` is that of a run that is gone on with, None to fit one."""
    from songrnn.codecs import CODECS
    from songrnn.evaluate.data import encode_split

    stored = _stored(corpus, recipe)
    if codec is None:
        codec = stored or CODECS.get(recipe.codec).fit(corpus.texts("train"), **recipe.coding)
    valid = encode_split(codec, corpus.texts("valid"), corpus.notation)
    if stored is not None:
        return _mapped(corpus, recipe, codec, valid)
    training = encode_split(codec, corpus.texts("train"), corpus.notation)
    other = _other_codec(corpus)
    remarks = (f"Its symbols are those of the codec '{other}'; its texts are encoded anew.",) if other else ()
    keys = recipe.train.keys and corpus.notation == "abc"
    pieces = _in_keys(codec, corpus) if keys else training.symbols
    return Material(codec, pieces, valid, training.characters_a_symbol, (*valid.remarks, *remarks))


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
    if symbols.rows.ndim != 1 or (len(symbols.rows) and int(symbols.rows.max()) >= codec.form.size):  # type: ignore[attr-defined]
        raise CorpusError(f"The symbols of '{one_line(str(corpus.folder), 200)}' are not its codec's; build it anew.")
    counted = corpus.recorded["train"]
    text = (counted["characters"] + len(symbols)) / (len(symbols.rows) + len(symbols)) if len(symbols) else 1.0
    remark = "Its tunes are learned in the keys that they were built in; corpus build --key all makes all of them."
    remarks = (remark,) if recipe.train.keys and corpus.notation == "abc" else ()
    return Material(codec, Stored(symbols.rows, symbols.offsets), valid, text, (*valid.remarks, *remarks))


def _in_keys(codec: "Codec[Any]", corpus: Corpus) -> "Sequence[Array | Choice]":
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
