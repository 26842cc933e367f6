"""Music as text or scores into arrays of symbols, and back. `CODECS` names them."""

from songrnn.lookup import Table

CODECS = Table(
    "codec",
    {
        "characters": "songrnn.codecs.characters:Characters",
        "tokens": "songrnn.codecs.tokens:Tokens",
        "subwords": "songrnn.codecs.subwords:Subwords",
        "words": "songrnn.codecs.words:Words",
        "events": "songrnn.codecs.events:Events",
        "rolls": "songrnn.codecs.rolls:Rolls",
        "states": "songrnn.codecs.states:States",
    },
)
