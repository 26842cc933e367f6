"""What the words of the chat's /heatmap ask for, in any order.

/heatmap                    the unit that varies most, under the last tune
/heatmap 2:37 1:5           those units
/heatmap bar-line           the unit that follows a feature best
/heatmap all unit.png       all units, in a file; /heatmap tune.html has everything in it
/heatmap beliefs            a kind of picture: text, matrix, beliefs or gates
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from songrnn.actions.heatmap import Choice
from songrnn.cli.heatmap import Asked
from songrnn.errors import UsageError
from songrnn.printable import one_line
from songrnn.probe.paint.captions import KINDS
from songrnn.probe.signals import parse_unit

ALL = "all"
WORDS = (ALL, *KINDS)
_TAKES = f"it takes LAYER:INDEX, a FEATURE or all; a kind of picture ({', '.join(KINDS)}); FILE.png or FILE.html"
HINT = "others with /heatmap LAYER:INDEX, FEATURE, all or a kind of picture; in a file with FILE.png or FILE.html"


def asked(words: Sequence[str], place: Callable[[str], Path]) -> Asked:
    """What the words ask for; raises UsageError for several of what there can be one of, and for options."""
    option = next((word for word in words if word.startswith("-")), "")
    if option:
        raise UsageError(f"/heatmap knows no '{one_line(option, 40)}'; {_TAKES}.")
    units = tuple(parse_unit(word) for word in words if _is_unit(word))
    kind = _one([word for word in words if word in KINDS])
    file = _one([word for word in words if _is_file(word)])
    others = (word for word in words if word not in WORDS and not _is_unit(word) and not _is_file(word))
    return Asked(Choice(units, _one([*others])), ALL in words, kind, output=place(file) if file else None)


def _is_file(word: str) -> bool:
    return "." in word


def _is_unit(word: str) -> bool:
    return ":" in word and not _is_file(word)


def _one(words: list[str]) -> str:
    if len(words) > 1:
        raise UsageError(f"'{words[0]}' and '{words[1]}' cannot both be shown; give one of them.")
    return "".join(words)
