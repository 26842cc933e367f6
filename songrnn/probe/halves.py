"""Halves of a corpus: what a network's units say in each, and how all of them follow all features.

Knows networks, symbols, and features as numbers. Knows nothing of what is sought in one half or confirmed in the other.

Axes: N rows of a half, U units and signals, F features.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from songrnn.errors import UsageError
from songrnn.models.family import Family
from songrnn.probe.inference import Measured, measure
from songrnn.probe.ranks import Asked, Flags, Floats, Sorted, alike, asked, is_yes_no
from songrnn.probe.signals import Trace, Unit
from songrnn.probe.trace import read_all

SIGNALS = ("h", "c")
_FINEST = 1e-4  # of a signal: smaller differences are those of kernels, and of gates that never quite shut
_CHUNK = 32  # signals that are sorted at once; more do not stay in the processor's cache
_MOST = 1 << 28  # values of a half that are kept in memory, 1 GB; more are kept in files

Features = Sequence[Mapping[str, Floats]]


@dataclass(frozen=True, slots=True)
class Half:
    """Some of the pieces, and what was asked of their rows.

    features   (F, N), nan where the question has no sense
    yes_no     (F,) whether a feature is a yes or a no, in both halves
    tunes      (N,) the piece of each row, from 0
    """

    pieces: tuple[NDArray[Any], ...]
    features: Floats
    yes_no: Flags
    tunes: NDArray[np.int64]

    @contextmanager
    def heard(self, network: Family) -> Iterator[Trace]:
        """What the units say; where that is much, it is kept in files that are gone afterwards."""
        with TemporaryDirectory(prefix="songrnn-", ignore_cleanup_errors=True) as folder:
            width = len(columns(read_all(network, [self.pieces[0][:0]], SIGNALS).trace))
            place = Path(folder) if width * len(self.tunes) > _MOST else None
            trace = read_all(network, self.pieces, SIGNALS, place).trace
            if not all(np.isfinite(values).all() for layer in trace.layers for values in layer.signals.values()):
                raise UsageError(
                    "Some units of this model say what is no number: its training broke; give another model."
                )
            yield trace

    def effects(self, trace: Trace) -> Floats:
        """The effect of every feature and unit, (F, U)."""
        groups = alike(self.features)
        questions = [asked(self.features[group], self.yes_no[group]) for group in groups]
        with ThreadPoolExecutor(torch.get_num_threads()) as pool:
            parts = [*pool.map(partial(_effects, questions), _chunks(trace))]
        effects_FU = np.empty((len(self.features), len(columns(trace))), np.float32)
        effects_FU[np.concatenate(groups)] = np.concatenate(parts, axis=1)
        return effects_FU

    def measure(self, signal_N: Floats, feature: int) -> Measured:
        """The effect of one signal, or of what a probe says, on a feature by its place."""
        return measure(signal_N, self.features[feature], self.tunes, yes_no=bool(self.yes_no[feature]))


def halves(pieces: Sequence[NDArray[Any]], features: Features, names: Sequence[str], seed: int) -> tuple[Half, Half]:
    """The half to search, and the half to confirm what was found."""
    order = np.random.default_rng(seed).permutation(len(pieces))
    table = [_table(len(pieces[at]), features[at], names) for at in order]
    yes_no_F = np.array([is_yes_no(feature_N) for feature_N in np.concatenate(table, axis=1)])
    parts = [
        Half(
            tuple(pieces[at] for at in order[part]),
            np.concatenate(table[part], axis=1),
            yes_no_F,
            np.repeat(np.arange(len(order[part])), [len(pieces[at]) for at in order[part]]),
        )
        for part in (slice(len(order) // 2), slice(len(order) // 2, None))
    ]
    return parts[0], parts[1]


def _table(length: int, told: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    """The features of one piece, (F, T)."""
    blank = np.full(length, np.nan, np.float32)
    return np.array([told.get(name, blank) for name in names], np.float32).reshape(len(names), length)


def columns(trace: Trace) -> list[tuple[Unit, str]]:
    """The units and their signals, in the order of `Half.effects`."""
    return [
        (Unit(layer, index), signal)
        for layer, heard in enumerate(trace.layers, start=1)
        for signal, values in heard.signals.items()
        for index in range(values.shape[1])
    ]


def _chunks(trace: Trace) -> Iterator[Floats]:
    """The signals, some at a time, (N, U): views, as all are waiting for a thread at the same time."""
    for layer in trace.layers:
        for values_NU in layer.signals.values():
            for begin in range(0, values_NU.shape[1], _CHUNK):
                yield values_NU[:, begin : begin + _CHUNK]


def settled(signals: Floats) -> Floats:
    """Signals without the differences that ranks would see and nothing else does."""
    settled: Floats = np.rint(signals / _FINEST)
    return settled


def _effects(questions: Sequence[Asked], signals_NU: Floats) -> Floats:
    """The effects of all features and some signals, one question's features after the other's."""
    ordered = Sorted(settled(np.ascontiguousarray(signals_NU.T)))
    return np.concatenate([question.effects(ordered) for question in questions])
