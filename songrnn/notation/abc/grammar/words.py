"""The decorations between exclamation marks that a writer may use: those that abc2midi plays or passes over silently.

After: ABC 2.1, section 4.14.
"""

_NAMES = (
    "mordent", "turn", "accent", "fermata", "wedge", "breath", "arpeggio",
    "ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "sfz",
)  # fmt: skip

WHOLE = frozenset(f"!{name}!" for name in _NAMES)
BEGINNINGS = frozenset(word[:end] for word in WHOLE for end in range(1, len(word)))
