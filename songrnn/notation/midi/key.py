"""Which key notes are in, and how a key spells them. Knows pitch classes and how long they sound; no notation.

After: Krumhansl and Kessler, "Tracing the dynamic changes in perceived tonal organization in a spatial representation
of musical keys", Psychological Review 89 (1982), for the profiles, with the correlation of Krumhansl, "Cognitive
Foundations of Musical Pitch" (1990), chapter 4; Temperley, "The Cognition of Basic Musical Structures" (2001),
chapter 5, for the line of fifths.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from statistics import correlation

from songrnn.music.pitch import Key, Pitch
from songrnn.music.sequence import Span

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_LINE = "FCGDAEB"
_SCALE = (0, 2, 4, 5, 7, 9, 11)
_CLOSE = 0.03  # of the sounding time that the found key's scale may have more than the stated one's
_LAST = 0.1  # of all the sounding time: what ending on the tonic is worth


def sounding(spans: Iterable[Span]) -> list[float]:
    """How long each pitch class sounds, from C, in parts of a whole note: twelve numbers."""
    weights = [0.0] * 12
    for onset, end, pitch in spans:
        weights[pitch % 12] += end - onset
    return weights


def find_key(weights: Sequence[float], last: int | None = None) -> Key:
    """The key whose profile is most like what sounds.

    weights   how long each pitch class sounds, from C; twelve numbers, not all the same
    last      the pitch class of the last bass note, if it is known: pieces end on their tonic more often than not
    """
    heard = list(weights)
    if last is not None:
        heard[last] += _LAST * sum(weights)
    if max(heard) == min(heard):
        return Key("C")
    sensible = {fifths for fifths in range(-5, 7) if makes_sense(fifths, weights)}
    scores = {
        (tonic, minor): correlation(heard, [profile[(at - tonic) % 12] for at in range(12)])
        for tonic in range(12)
        for minor, profile in ((False, _MAJOR), (True, _MINOR))
        if _fifths(tonic, minor) in sensible
    }
    tonic, minor = max(scores, key=scores.__getitem__)
    return key_of(_fifths(tonic, minor), minor=minor)


def _fifths(tonic: int, minor: bool) -> int:
    """Sharps of the signature, from five flats to six sharps."""
    return (7 * (tonic + 3 * minor) + 5) % 12 - 5


def key_of(fifths: int, *, minor: bool) -> Key:
    """The key of a signature: sharps, flats negative, from -7 to 7."""
    place = fifths + 1 + 3 * minor
    return Key(_LINE[place % 7] + {0: "", 1: "#", -1: "b"}[place // 7], "m" if minor else "maj")


def makes_sense(fifths: int, weights: Sequence[float]) -> bool:
    """Whether a signature holds about as much of what sounds as the best one does.

    Many programs write C major into every file, whatever it holds.
    """
    best = max(_inside(other, weights) for other in range(-5, 7))
    return _inside(fifths, weights) >= best - _CLOSE * sum(weights)


def _inside(fifths: int, weights: Sequence[float]) -> float:
    return sum(weights[(7 * fifths + step) % 12] for step in _SCALE)


@lru_cache(maxsize=4096)
def spell(number: int, key: Key) -> Pitch:
    """A MIDI number as the key writes it: the spelling that lies nearest to the key on the line of fifths.

    In C major from E flat to G sharp, in A minor from B flat to D sharp.
    """
    lowest = key.fifths - (2 if key.mode == "m" else 3)
    place = (7 * number - lowest) % 12 + lowest  # on the line of fifths, C is 0
    letter, alteration = _LINE[(place + 1) % 7], (place + 1) // 7
    return Pitch((number - alteration) // 12 - 1, letter, alteration)
