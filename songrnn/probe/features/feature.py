"""What a feature is, and what those of all notations share. Knows no notation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Feature:
    """A question about a place in a text.

    name      as it is typed                kind   "yes" (1 or 0) or "number"
    meaning   a phrase for tables and pages
    """

    name: str
    kind: str
    meaning: str


def table(*features: Feature) -> dict[str, Feature]:
    """Features by name, in the order in which people see them."""
    return {feature.name: feature for feature in features}


def ordered(features: Mapping[str, Feature], found: Mapping[str, NDArray[np.generic]]) -> dict[str, Values]:
    """The values of each feature, in the table's order."""
    assert features.keys() == found.keys()
    return {name: found[name].astype(np.float32) for name in features}


def copies(items: Sequence[object], run: int) -> NDArray[np.bool_]:
    """Whether the last `run` items stood earlier, followed by the same item as now, (len(items),).

    items   a string, or a tuple; the answer for an item looks forward to the next one
    """
    out = np.zeros(len(items), bool)
    seen = set()
    for end in range(run, len(items)):
        stretch = items[end - run : end + 1]
        out[end - 1] = stretch in seen
        seen.add(stretch)
    return out
