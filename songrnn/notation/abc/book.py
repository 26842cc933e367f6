"""Tunes into a tunebook: numbered, closed by an empty line, safe from empty lines inside.

Text only; knows nothing of files. After: ABC 2.1, section 2.2.
"""

import re

_NUMBER = re.compile(r"(?m)^[^\S\n]*X:.*\n?")
_GAP = re.compile(r"\n\s*\n")


def entry(tune: str, number: int) -> str:
    """One tune as it stands in a tunebook: X: first, no empty line inside, one after it."""
    bare = _NUMBER.sub("", _GAP.sub("\n", tune.strip()))
    return f"X:{number}\n{bare.strip()}\n\n"
