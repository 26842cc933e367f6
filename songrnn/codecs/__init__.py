"""Music as text or scores into arrays of symbols, and back. `CODECS` names them."""

from songrnn.lookup import Table

CODECS = Table("codec", {"characters": "songrnn.codecs.characters:Characters"})
