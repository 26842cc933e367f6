"""Recipes whose symbols are several characters of ABC: lexemes, and subwords."""

from dataclasses import replace

from songrnn.codecs.subwords import ALGORITHMS, SIZE
from songrnn.codecs.tokens import LEAST, MOST
from songrnn.recipes.characters import tune_lstm
from songrnn.recipes.recipe import Recipe


def folk_tokens(size: str = "base") -> Recipe:
    """tune-lstm over lexemes, as folk-rnn reads tunes (Sturm and others 2016)."""
    return _over(tune_lstm(size), "folk-tokens", "tokens", {"least": LEAST, "most": MOST}, steps=224)


def folk_subwords(size: str = "base") -> Recipe:
    """tune-lstm over subwords."""
    return _over(tune_lstm(size), "folk-subwords", "subwords", {"algorithm": ALGORITHMS[0], "size": SIZE}, steps=144)


def _over(plain: Recipe, name: str, codec: str, coding: dict[str, object], *, steps: int) -> Recipe:
    """The same over another codec; of its symbols, `steps` hold about as much text as tune-lstm reads at once."""
    train = replace(plain.train, steps=steps)
    return replace(plain, name=name, codec=codec, coding=coding, train=train)
