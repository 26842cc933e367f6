"""Model families: torch, and nothing of music. `FAMILIES` names them."""

from songrnn.lookup import Table

FAMILIES = Table(
    "model family",
    {
        "recurrent": "songrnn.models.recurrent:Recurrent",
        "window": "songrnn.models.window:Window",
        "biaxial": "songrnn.models.biaxial:Biaxial",
        "events": "songrnn.models.events:Events",
        "rolls": "songrnn.models.rolls:Rolls",
    },
)
