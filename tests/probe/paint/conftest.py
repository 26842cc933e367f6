from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

from songrnn.probe.signals import GATES, Layer, Trace
from songrnn.probe.view import Beliefs, Guess, Places, View

LSTM = "hcifgo"


def build(texts, layers=None, *, width=3, bars=None, guesses=(), surprises=None, **options):
    """A View of texts with given layers, or with two of an lstm that say anything."""
    texts = tuple(texts)
    generator = np.random.default_rng(len(texts))
    made = tuple(Layer(f"layer {at}", _signals(generator, len(texts), width)) for at in (1, 2))
    beliefs = Beliefs(np.zeros(len(texts)) if surprises is None else np.array(surprises), guesses or ((),) * len(texts))
    places = Places(np.full(len(texts), -1) if bars is None else np.array(bars), np.full(len(texts), np.nan))
    return View(texts, Trace(layers or made), beliefs, places, **options)


def _signals(generator, count, width):
    signs = {name: generator.uniform(-1, 1, (count, width)).astype(np.float32) for name in LSTM}
    return {name: np.abs(values) if name in GATES else values for name, values in signs.items()}


@pytest.fixture
def view():
    """Builds a View."""
    return build


@pytest.fixture
def unit():
    """Builds a View whose unit 1:0 says given values, of one signal."""

    def of(texts, values, signal="h", **options):
        return build(
            texts, (Layer("layer 1", {signal: np.array(values, np.float32)[:, None]}),), signal=signal, **options
        )

    return of


@pytest.fixture
def believing():
    """A View of "ab" with two guesses after each symbol."""
    guesses = ((Guess("b", 0.75), Guess("|", 0.25)), (Guess("", 0.5), Guess("\n", 0.125)))
    return build("ab", guesses=guesses, surprises=[np.log(2.0), 0.0])


@pytest.fixture
def parsed():
    """Reads an SVG."""

    def read(painted):
        return fromstring(painted)  # noqa: S314  it is our own

    return read
