"""Texts for an alphabet that lacks some of their characters: each is written as the nearest that it has.

Knows characters, and no codec. A character loses its accents; what then is still foreign becomes a question mark.
"""

import unicodedata
from collections.abc import Container
from dataclasses import dataclass

from songrnn.printable import one_line

# What every text codec can write, whatever it was fitted on, so that no ordinary prompt fails.
ALWAYS = frozenset({"\n", *map(chr, range(0x20, 0x7F))})
_SHOWN = 5  # characters named in a remark


@dataclass(frozen=True, slots=True)
class Nearest:
    """A text that the alphabet can write, and a sentence if that is not the text that was given."""

    text: str
    remarks: tuple[str, ...] = ()


def nearest(text: str, known: Container[str]) -> Nearest:
    """A text in the characters that are known, which "?" has to be among."""
    missing = sorted(character for character in set(text) if character not in known)
    if not missing:
        return Nearest(text)
    written = {ord(character): _near(character, known) for character in missing}
    shown = ", ".join(f"'{one_line(c)}' as '{one_line(written[ord(c)])}'" for c in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    remark = f"Characters that the model never saw are read as near ones: {shown}{more}."
    return Nearest(text.translate(written), (remark,))


def _near(character: str, known: Container[str]) -> str:
    if character in "\t\v\f":
        return " "
    bare = unicodedata.normalize("NFKD", character)
    kept = "".join(c for c in bare if c in known)
    return kept or "?"
