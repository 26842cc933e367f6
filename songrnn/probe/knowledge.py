"""How much a whole layer knows of a feature: a linear probe, by ridge regression in closed form.

Knows rows of numbers. A probe that does well says that the feature can be read off the layer, not that the network
uses it (Alain and Bengio 2016), and not that the network learned it: what was read just now can be read off random
weights too, so that a probe means something beside one of a random network (control tasks, Hewitt and Liang 2019).

Axes: N rows to learn from, M rows to be judged, H units, F features.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songrnn.probe.ranks import Exact, Floats, alike, is_yes_no, midranks

_MOST = 20_000  # rows to learn from: more change the third digit
_RIDGES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)  # as shares of a unit's mean variance
_HELD = 4  # of so many tunes, one chooses the ridge


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a probe learns from.

    units      (N, H) what a layer says
    features   (F, N) nan where a feature has no sense
    tunes      (N,) which tune each row belongs to
    """

    units: Floats
    features: Floats
    tunes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Probe:
    """What was learned.

    slopes   (H, F), 0 for a feature that has a sense nowhere
    missed   (F,) mean square error at tunes that were held back, of labels or of ranks from 0 to 1; 1 if none were
    """

    slopes: Floats
    missed: Exact

    def say(self, units_MH: Floats) -> Floats:
        """What it says of each feature at other rows, (F, M); higher where it expects a yes or more of it."""
        said_FM: Floats = (units_MH @ self.slopes).T
        return said_FM


def probe(lesson: Lesson) -> Probe:
    """A probe of each feature; its ridge is the one that does best on the tunes that are held back."""
    slopes_HF = np.zeros((lesson.units.shape[1], len(lesson.features)), np.float32)
    missed_F = np.ones(len(lesson.features))
    for features in alike(lesson.features):
        rows = _thinned(np.flatnonzero(~np.isnan(lesson.features[features[0]])))
        if len(rows):
            targets_NF = np.stack([_target(feature_N[rows]) for feature_N in lesson.features[features]], axis=1)
            learned = _learn(lesson.units[rows], targets_NF, lesson.tunes[rows] % _HELD == _HELD - 1)
            slopes_HF[:, features], missed_F[features] = learned.slopes, learned.missed
    return Probe(slopes_HF, missed_F)


def _thinned(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return rows[:: max(1, -(-len(rows) // _MOST))]


def _target(feature: Floats) -> Exact:
    """Labels as they are, and numbers as their ranks, from 0 to 1."""
    return feature.astype(np.float64) if is_yes_no(feature) else midranks(feature) / len(feature)


def _learn(units_NH: Floats, targets_NF: Exact, held_N: NDArray[np.bool_]) -> Probe:
    """Of rows where all features have a sense."""
    best, missed_F = np.zeros(targets_NF.shape[1], np.int64), np.ones(targets_NF.shape[1])
    if held_N.any() and not held_N.all():
        slopes_RHF, mean_H, mean_F = _slopes(units_NH[~held_N], targets_NF[~held_N])
        said_RNF = (units_NH[held_N] - mean_H) @ slopes_RHF + mean_F
        missed_RF = ((said_RNF - targets_NF[held_N]) ** 2).mean(axis=1)
        best, missed_F = missed_RF.argmin(axis=0), missed_RF.min(axis=0)
    slopes_RHF, _, _ = _slopes(units_NH, targets_NF)
    return Probe(np.stack([slopes_RHF[ridge, :, at] for at, ridge in enumerate(best)], axis=1), missed_F)


def _slopes(units_NH: Floats, targets_NF: Exact) -> tuple[Floats, Floats, Exact]:
    """The slopes for each ridge (R, H, F), and the means that they go through."""
    mean_H, mean_F = units_NH.mean(axis=0), targets_NF.mean(axis=0)
    centred_NH = units_NH - mean_H
    lengths, turns_HH = np.linalg.eigh((centred_NH.T @ centred_NH).astype(np.float64) / len(centred_NH))
    turned_HF = turns_HH.T @ (centred_NH.T @ (targets_NF - mean_F).astype(np.float32)) / len(centred_NH)
    scale = lengths.mean() or 1.0
    slopes = [turns_HH @ (turned_HF / (lengths + ridge * scale)[:, None]) for ridge in _RIDGES]
    return np.stack(slopes).astype(np.float32), mean_H, mean_F
