"""Text from a tune, a file or a model, made safe to show on a terminal.

Tunes come from strangers: a title may hold escape sequences that move the cursor, rename the window or reverse
the reading direction. Everything that is shown passes through here; files keep the original.
"""

import unicodedata

_KEPT = "\n\t"
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # controls, formats (bidi), surrogates, unassigned


def printable(text: str) -> str:
    """The same text with every control, format and bidirectional character shown as U+FFFD; newline and tab stay."""
    return "".join(c if c in _KEPT or unicodedata.category(c) not in _DROPPED else "\ufffd" for c in text)


def one_line(text: str, limit: int = 60) -> str:
    """A quotation of `text` for a message: one line, safe, at most `limit` characters."""
    flat = printable(text).replace("\n", "\\n").replace("\t", " ")
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
