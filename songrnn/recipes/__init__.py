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
        "szeto-lstm": "songrnn.recipes.szeto:szeto_lstm",
        "szeto-rnn": "songrnn.recipes.szeto:szeto_rnn",
        "cha-vocabulary": "songrnn.recipes.cha:cha_vocabulary",
        "cha-notestate": "songrnn.recipes.cha:cha_notestate",
        "notestate": "songrnn.recipes.cha:notestate",
        "zhang-events": "songrnn.recipes.zhang:zhang_events",
        "note-events": "songrnn.recipes.zhang:note_events",
        "rajaraman-rolls": "songrnn.recipes.rajaraman:rajaraman_rolls",
        "note-rolls": "songrnn.recipes.rajaraman:note_rolls",
        "radulovic-chords": "songrnn.recipes.radulovic:radulovic_chords",
        "chord-words": "songrnn.recipes.radulovic:chord_words",
        "char-rnn": "songrnn.recipes.yardsticks:char_rnn",
        "folk-rnn": "songrnn.recipes.yardsticks:folk_rnn",
        "melody-rnn": "songrnn.recipes.yardsticks:melody_rnn",
    },
)
