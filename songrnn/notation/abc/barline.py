"""What bar lines say: repeats that end and begin, and the endings that they number.

Knows bar lines alone, nothing of the bars between them. After: ABC 2.1, sections 4.8 to 4.10.
"""

from dataclasses import dataclass
from functools import lru_cache

_MOST_PASSES = 9


@dataclass(frozen=True, slots=True)
class BarSign:
    """What a bar line says: see the fields of Bar."""

    closes: int
    opens: bool
    endings: tuple[int, ...]


@lru_cache(maxsize=1024)
def bar_sign(text: str) -> BarSign:
    """The meaning of a bar line with the numbers of the ending that follows it, such as ":|2" and "|:"."""
    sign = text.rstrip("0123456789,-")
    closes = _turns(sign) or int(any(double in sign for double in ("||", "|]", "[|")))
    opens = sign.endswith(":") and len(sign) > 1
    return BarSign(closes, opens, passes(text[len(sign) :]) if len(sign) < len(text) else ())


def _turns(sign: str) -> int:
    """How often a bar line has the section before it played: `:|` and `::` twice, `::|` thrice; 0 if not at all."""
    if set(sign) == {":"}:
        return 2
    colons = len(sign) - len(sign.lstrip(":"))
    return min(colons + 1, _MOST_PASSES) if colons else 0


@lru_cache(maxsize=1024)
def passes(ending: str) -> tuple[int, ...]:
    """The passes that "1", "1,3" or "1-3" names, of the first nine."""
    named: set[int] = set()
    for part in ending.split(","):
        ends = part.split("-")  # one, two, or more in "1-2-3"
        named.update(range(int(ends[0][:4]), min(int(ends[-1][:4]), _MOST_PASSES) + 1))
    return tuple(sorted(n for n in named if n >= 1))
