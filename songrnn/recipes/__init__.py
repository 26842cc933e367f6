"""Named settings, as functions that return values. `RECIPES` names them."""

from songrnn.lookup import Table

RECIPES = Table(
    "recipe",
    {
        "char-lstm": "songrnn.recipes.characters:char_lstm",
        "tune-lstm": "songrnn.recipes.characters:tune_lstm",
        "folk-tokens": "songrnn.recipes.tokens:folk_tokens",
        "folk-subwords": "songrnn.recipes.tokens:folk_subwords",
        "chorale-words": "songrnn.recipes.words:chorale_words",
    },
)
