"""Tunes in other keys: more to learn from, without a change in how often each key is met.

A tune may stand on every tonic that the corpus uses often enough with the tune's mode, as likely as the corpus has it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from songrnn.notation.abc.transpose import Tune, prepare, transpose

_RARE = 10  # tonics with fewer tunes of a mode are left to the tunes that stand there


@dataclass(frozen=True, slots=True)
class Version:
    """A tune in one key, and how likely it is met there."""

    text: str
    weight: float


def in_other_keys(texts: Sequence[str]) -> list[list[Version]]:
    """The versions of each tune, weights summing to 1; a tune without a key, or in a rare one, has one version."""
    tunes = [prepare(text) for text in texts]
    counts = Counter((tune.key.mode, tune.key.tonic) for tune in tunes if tune)
    return [_versions(text, tune, counts) for text, tune in zip(texts, tunes, strict=True)]


def _versions(text: str, tune: Tune | None, counts: Counter[tuple[str, str]]) -> list[Version]:
    if tune is None or counts[tune.key.mode, tune.key.tonic] < _RARE:
        return [Version(text, 1.0)]
    often = {tonic: n for (mode, tonic), n in counts.items() if mode == tune.key.mode and n >= _RARE}
    found = {tonic: transpose(tune, tonic) for tonic in often}
    kept = {tonic: version for tonic, version in found.items() if version is not None}
    total = sum(often[tonic] for tonic in kept)
    return [Version(version, often[tonic] / total) for tonic, version in kept.items()]
