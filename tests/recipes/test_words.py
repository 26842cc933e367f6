"""The recipe for note words."""

import pytest

from songrnn.codecs import CODECS
from songrnn.errors import UsageError
from songrnn.models import FAMILIES
from songrnn.models.recurrent import Settings
from songrnn.recipes import RECIPES
from songrnn.recipes.recipe import SIZES
from songrnn.recipes.words import chorale_words


def test_it_is_found_by_its_name():
    assert RECIPES.get("chorale-words") is chorale_words
    assert chorale_words().name == "chorale-words"


def test_sizes_grow_and_all_have_two_layers():
    shapes = [Settings(**chorale_words(size).model) for size in SIZES]
    assert [shape.width for shape in shapes] == sorted({shape.width for shape in shapes})
    assert {(shape.cell, shape.layers) for shape in shapes} == {("lstm", 2)}


def test_its_family_takes_what_its_codec_gives_and_it_stays_in_its_key():
    recipe = chorale_words("tiny")
    codec = CODECS.get(recipe.codec).fit(["C4:1/4 R:1/4"])
    assert FAMILIES.get(recipe.family).accepts(codec.form)
    assert "words" in codec.notations
    assert not recipe.train.keys


def test_a_mistaken_size_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match=r"No size is called 'smal'. Did you mean 'small'"):
        chorale_words("smal")
