"""Tables: names that lead to things, imported only when a name is asked for.

Knows how to import an attribute and how to suggest a near name. Knows nothing of what the things are.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

from songrnn.errors import UsageError


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence that points from a mistaken name to the nearest known one, or lists them all."""
    known = sorted(known)
    near = get_close_matches(name.lower(), known, n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known: {', '.join(known)}." if known else "None is known."


class Table:
    """Names of one kind of thing, each with the place that defines it, as `module:attribute`.

    kind     the singular noun for messages, such as "recipe"
    places   name → "package.module:attribute"
    """

    def __init__(self, kind: str, places: Mapping[str, str]) -> None:
        self.kind: Final = kind
        self._places: Final = dict(places)

    def names(self) -> list[str]:
        """All names, in the order of their definition."""
        return list(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def get(self, name: str) -> Any:
        """The thing of that name; raises UsageError with the nearest name if there is none."""
        if name not in self._places:
            raise UsageError(f"No {self.kind} is called '{name}'. {did_you_mean(name, self._places)}")
        module, attribute = self._places[name].split(":")
        return getattr(import_module(module), attribute)
