"""The words that a writer may put between exclamation marks and quotation marks.

Decorations are those that abc2midi plays or passes over silently; what is quoted is a chord symbol or a remark that
says where it stands. After: ABC 2.1, sections 4.14, 4.18 and 4.19.
"""

from functools import cache

_NAMES = (
    "mordent", "turn", "accent", "fermata", "wedge", "breath", "arpeggio",
    "ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "sfz",
)  # fmt: skip

WHOLE = frozenset(f"!{name}!" for name in _NAMES)
BEGINNINGS = frozenset(word[:end] for word in WHOLE for end in range(1, len(word)))
_QUALITIES = ("", "m", "7", "m7", "maj7", "6", "m6", "9", "dim", "dim7", "aug", "sus4", "sus2")
_PLACES = ("^", "_", "<", ">", "@")
_LONGEST = 20


def may_be_quoted(text: str, *, whole: bool) -> bool:
    """Whether a text is, or begins like, what may stand between quotation marks."""
    if text.startswith(_PLACES):
        return len(text) <= _LONGEST and text.isprintable() and (len(text) > 1 or not whole)
    return text in _harmonies() if whole else text in _harmonies(beginnings=True)


@cache
def _harmonies(*, beginnings: bool = False) -> frozenset[str]:
    roots = [letter + sign for letter in "ABCDEFG" for sign in ("", "#", "b")]
    names = frozenset(root + quality for root in roots for quality in _QUALITIES)
    return frozenset(name[:end] for name in names for end in range(len(name) + 1)) if beginnings else names
