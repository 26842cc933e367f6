"""A piece: one item of a corpus, as the text it came as. Knows nothing of notation or files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a corpus.

    text     the notation, without surrounding blank lines
    name     where it stands, for messages: "oneills1850/0001-0050.abc, tune 3"
    source   the name of the collection it came with, "" if it came alone
    """

    text: str
    name: str = ""
    source: str = ""
