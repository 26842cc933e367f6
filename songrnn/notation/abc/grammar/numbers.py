"""The numbers that may stand behind notes and after "(", and what each beginning of one can still become.

Knows texts and factors, nothing of time left. After: ABC 2.1, sections 4.3 and 4.13.
"""

from collections import defaultdict
from collections.abc import Mapping

SIXTEENTHS = 16  # lengths are whole numbers of sixteenths of the unit
_LONGEST = 32  # units
_DIVISORS = {"": 1, "/": 2, "//": 4, "///": 8, "/2": 2, "/4": 4, "/8": 8, "/16": 16}


def _lengths() -> dict[str, int]:
    numbers = [("", 1), *((str(n), n) for n in range(1, _LONGEST + 1))]
    return {text + sign: n * SIXTEENTHS // divisor for text, n in numbers for sign, divisor in _DIVISORS.items()}


def _reachable(values: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """For every beginning of a text, the values of the texts that begin so; those nearest to a unit first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for text, value in values.items():
        for end in range(len(text) + 1):
            found[text[:end]].add(value)
    return {text: tuple(sorted(some, key=lambda n: (abs(n - SIXTEENTHS), n))) for text, some in found.items()}


def _is_plain(text: str) -> bool:
    """Whether a length is written in lowest terms: abc2midi takes `~B6/2` for something else than `~B3`."""
    number, slash, _ = text.partition("/")
    return text != "1" and (not slash or not number or (number != "1" and int(number) % 2 == 1))


LENGTHS = _lengths()  # text → sixteenths of the unit
REACHABLE = _reachable(LENGTHS)
PLAIN_LENGTHS = {text: value for text, value in LENGTHS.items() if _is_plain(text)}
DRAWN = _reachable(PLAIN_LENGTHS)

# How many units a tuplet of p notes takes the time of; 0 stands for 3 in compound meters and 2 in the others.
_TIMES = {2: 3, 3: 2, 4: 3, 5: 0, 6: 2, 7: 0, 8: 3, 9: 0}


def _tuplets() -> dict[str, tuple[int, int, int]]:
    texts = {f"({p}": (p, 0, p) for p in _TIMES}
    for p in _TIMES:
        for q in ("", *range(1, 10)):
            texts[f"({p}:{q}"] = (p, q or 0, p)
            texts |= {f"({p}:{q}:{r}": (p, q or 0, r or p) for r in ("", *range(1, 10))}
    return texts


_TUPLETS = _tuplets()
TUPLET_BEGINNINGS = frozenset(text[:end] for text in _TUPLETS for end in range(2, len(text) + 1))


def tuplet(text: str, *, compound: bool) -> tuple[int, int, int] | None:
    """What "(3" or "(3:2:4" states: notes p in the time of q, for the next r notes; None for an unfinished text."""
    found = _TUPLETS.get(text)
    if found is None:
        return None
    p, q, r = found
    return p, q or _TIMES[p] or (3 if compound else 2), r
