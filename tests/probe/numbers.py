"""Rows of numbers for tests of statistics. Use: from tests.probe.numbers import numbers, drawn, pairs."""

import numpy as np


def numbers(values):
    return np.array(values, np.float32)


def drawn(seed, count=60, levels=9):
    return np.random.default_rng(seed).integers(0, levels, count).astype(np.float32)


def pairs(signal, yes):
    """2 AUC - 1 by going through all pairs."""
    return np.sign(signal[yes][:, None] - signal[~yes][None]).mean()
