"""Model families: torch, and nothing of music. `FAMILIES` names them."""

from songrnn.lookup import Table

FAMILIES = Table("model family", {"recurrent": "songrnn.models.recurrent:Recurrent"})
